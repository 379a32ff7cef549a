import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocks, patched, workshop } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/contributing/add-a-reporter.md'), 'utf8');

/** Asks for the new reporter as the command line does. */
const PROBE = `
import { Command } from 'commander';
import { addOptions } from './src/cli/options.ts';
import { parseReporters } from './src/cli/output/reports.ts';
import { comparisonReporters, runReporters } from './src/report/reporters.ts';
const [target] = parseReporters('tap:run.tap', runReporters());
const report = await target.load();
const row = (scenario, status, reason) => ({ scenario, model: 'm', trial: 1, status, reason, problems: [], calls: [] });
const rows = [row('a #1', 'pass', null), row('b', 'fail', 'wrong-tool'), row('c', 'unrecorded', 'never-recorded')];
const source = { header: {}, summary: [{ trials: 3 }], trials: () => rows };
console.log(JSON.stringify({
  text: [...report(source, {})].join(''),
  help: /tap/.test(addOptions(new Command(), ['reporter']).helpInformation()),
  comparison: comparisonReporters().has('tap'),
}));
`;

test('the guide adds a reporter by one file and one row', { timeout: 60_000 }, () => {
  const shop = workshop({ 'probe.ts': PROBE });
  const [file = ''] = blocks(GUIDE, 'ts');
  shop.write('src/report/reporters/tap.ts', file);
  const table = 'src/report/reporters.ts';
  shop.write(table, blocks(GUIDE, 'diff').reduce(patched, shop.read(table)));

  expect(JSON.parse(shop.run('probe.ts'))).toEqual({
    text: [
      'TAP version 14',
      '1..3',
      String.raw`ok 1 - a \#1 · m · trial 1`,
      'not ok 2 - b · m · trial 1',
      '# wrong-tool',
      'ok 3 - c · m · trial 1 # SKIP never-recorded',
      '',
    ].join('\n'),
    help: true,
    comparison: false,
  });

  shop.run('scripts/generate.ts');
  expect(shop.read('docs/ci.md')).toContain(
    '| `tap` | for harnesses that read the Test Anything Protocol: a test point a trial | runs |',
  );
  shop.check('src/report');
});
