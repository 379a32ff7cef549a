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
