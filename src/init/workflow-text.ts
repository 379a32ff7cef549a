const HEAD = `# Scores the committed recordings again: no key, no network, the same result on every machine.
name: tool calls
on: [push, pull_request]
`;

const SETUP = `      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 24 }
`;

/** A GitHub workflow that replays the recordings in one job, or in several that share them. */
export function workflow(shards: number): string {
  return shards > 1
    ? sharded(shards)
    : `${HEAD}
jobs:
  replay:
    runs-on: ubuntu-latest
    steps:
${SETUP}      - run: npx --yes tooltape check --min-mutation 0.9
      - run: npx --yes tooltape replay --min-pass 1 --reporter table,junit:tooltape.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: tooltape, path: tooltape.xml }
`;
}

function sharded(shards: number): string {
  const list = Array.from({ length: shards }, (_, i) => `'${i + 1}/${shards}'`).join(', ');
  return `${HEAD}
jobs:
  replay:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix: { shard: [${list}] }
    steps:
${SETUP}      - run: npx --yes tooltape replay --shard \${{ matrix.shard }} --output run-\${{ strategy.job-index }}.json
      - uses: actions/upload-artifact@v4
        with: { name: 'run-\${{ strategy.job-index }}', path: 'run-*.json' }
  merge:
    needs: replay
    runs-on: ubuntu-latest
    steps:
${SETUP}      - run: npx --yes tooltape check --min-mutation 0.9
      - uses: actions/download-artifact@v5
        with: { pattern: run-*, merge-multiple: true }
      - run: npx --yes tooltape merge run-*.json --output run.json
      - run: npx --yes tooltape report run.json --reporter table,junit:tooltape.xml
`;
}
