import type { PackageManager } from './package-manager.ts';

/**
 * The steps of a workflow that check out the project and install its packages. Actions are pinned by commit and packages by the lock file,
 * so that no new release changes what CI runs. The checkout does not keep the GitHub token.
 */
function installed({ install }: PackageManager): string {
  return `      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { persist-credentials: false }
      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with: { node-version: 24 }
${install.map((command) => `      - run: ${command}\n`).join('')}`;
}

const UPLOADED = `      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        if: always()
        with: { name: tooltape, path: tooltape.xml }
`;

/** A GitHub workflow that replays the recordings. */
export function replayWorkflow(manager: PackageManager): string {
  const { add, exec } = manager;
  return `# Scores the committed recordings again: no key, no network, the same result on every machine.
# It is red where a scenario passes less often than in baseline.json, which tooltape bless writes.
# It installs what the lock file says: ${add} tooltape
name: tool calls
on: [push, pull_request]

permissions:
  contents: read

jobs:
  replay:
    runs-on: ubuntu-latest
    steps:
${installed(manager)}      - run: ${exec} tooltape check --min-mutation 0.9
      - run: ${exec} tooltape cassettes verify
      - run: ${exec} tooltape replay --baseline baseline.json --reporter table,github,junit:tooltape.xml,markdown:$GITHUB_STEP_SUMMARY
${UPLOADED}`;
}

/**
 * A GitHub workflow for the author of an MCP server. It fails where the server's tools differ from the recorded ones, or where a scenario
 * passes less often than in the baseline.
 */
export function serverWorkflow(server: string, manager: PackageManager): string {
  const { exec } = manager;
  return `# Tests the MCP server "${server}": its tools are those that were recorded, and models choose them as well as before.
name: mcp server
on: [push, pull_request]

permissions:
  contents: read

jobs:
  drift:
    # Red when the server offers other tools than cassettes/_mcp/${server}.json: record anew, and commit.
    runs-on: ubuntu-latest
    steps:
${installed(manager)}      - run: ${exec} tooltape mcp diff ${server}
  selection:
    # Red when a scenario passes less often than in baseline.json (${exec} tooltape bless writes it). No key, no server.
    runs-on: ubuntu-latest
    steps:
${installed(manager)}      - run: ${exec} tooltape check
      - run: ${exec} tooltape replay --baseline baseline.json --reporter table,github,junit:tooltape.xml,markdown:$GITHUB_STEP_SUMMARY
${UPLOADED}`;
}
