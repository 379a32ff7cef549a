/** A GitHub workflow that replays the recordings. */
export const WORKFLOW = `# Scores the committed recordings again: no key, no network, the same result on every machine.
name: tool calls
on: [push, pull_request]

jobs:
  replay:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: npx --yes tooltape check --min-mutation 0.9
      - run: npx --yes tooltape replay --min-pass 1 --reporter table,junit:tooltape.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: tooltape, path: tooltape.xml }
`;

/** A GitHub workflow of the author of an MCP server: what the server offers is what was recorded, and it is chosen as well as before. */
export function serverWorkflow(server: string): string {
  return `# Tests the MCP server "${server}": its tools are those that were recorded, and models choose them as well as before.
name: mcp server
on: [push, pull_request]

jobs:
  drift:
    # Red when the server offers other tools than cassettes/_mcp/${server}.json: record anew, and commit.
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: npx --yes tooltape mcp diff ${server}
  selection:
    # Red when a scenario passes less often than in baseline.json (write it with: npx tooltape bless). No key, no server.
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
      - run: npx --yes tooltape check
      - run: npx --yes tooltape replay --baseline baseline.json --reporter table,junit:tooltape.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: tooltape, path: tooltape.xml }
`;
}
