/**
 * Writes docs/results.md from published results of the Berkeley Function Calling Leaderboard: imports them, replays them with the
 * built program, and puts the table, the groups and the parallel support into words.
 * `node scripts/results-page.ts --data DIR --results DIR... --published 2024-08-11`
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareModels } from '../src/compare/compare-models.ts';
import type { ModelComparison } from '../src/compare/comparison.ts';
import type { Summary } from '../src/domain/run.ts';
import { groupsInWords } from '../src/report/sections/group-section.ts';
import { openRunFile } from '../src/run/file/run-file-read.ts';
import { count, percent, percentInterval } from '../src/text/numbers.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'dist/cli/main.js');

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    results: { type: 'string', multiple: true },
    published: { type: 'string' },
    output: { type: 'string', default: join(ROOT, 'docs/results.md') },
  },
});

function compareAll(data: string, results: readonly string[]): ModelComparison {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-results-'));
  const run = (...args: readonly string[]): void => {
    execFileSync(process.execPath, [MAIN, ...args], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  try {
    run('import', 'bfcl', '--data', data, '--results', ...results, '--out', 'imported');
    run('replay', 'imported/scenarios', '--cassettes', 'imported/cassettes', '-o', 'run.json');
    const source = openRunFile(join(dir, 'run.json'));
    return compareModels(source.header, source.summary, source.trials());
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function modelRow(one: Summary): string {
  const { parallel } = one;
  const groups = parallel === null ? 0 : parallel.parallel + parallel.serial + parallel.incomplete;
  return row([
    one.model,
    `${count(one.pass)}/${count(one.judged)}`,
    `${percent(one.passRate)} ${percentInterval(one.interval, 1)}`,
    parallel === null ? '–' : `${count(parallel.parallel)}/${count(groups)} ${percent(parallel.support)}`,
    percent(one.scores.selection?.mean ?? null),
    percent(one.scores.arguments?.mean ?? null),
    percent(one.irrelevance?.mean ?? null),
  ]);
}

function page({ models, groups }: ModelComparison, published: string): string {
  const scenarios = Math.max(...models.map((one) => one.scenarios));
  const lines = [
    '# Results',
    '',
    `${count(models.length)} models on ${count(scenarios)} questions of the Berkeley Function Calling Leaderboard (Apache-2.0), as published on`,
    `${published}: native function calling, the first response. \`tooltape import bfcl\` turned the answers into recordings, \`tooltape replay\``,
    'judged them by the leaderboard’s own rules. This page is made by `node scripts/results-page.ts`; it is as old as its results and says',
    'nothing of later versions of these models.',
    '',
    row(['model', 'passed', 'pass rate, 95%', 'in parallel', 'selection', 'arguments', 'abstains']),
    '|---|---:|---:|---:|---:|---:|---:|',
    ...models.map(modelRow),
    '',
    '- **passed**: of the questions that could be judged; **pass rate** with Wilson’s 95% interval: of 100 such intervals, from as many',
    '  other questions of this kind, about 95 hold the rate over all such questions. Overlapping intervals do not say that two models are',
    '  alike: see below.',
    '- **in parallel**: groups of two and more calls that belong together, made in one response. A gateway or model that makes one call a',
    '  response fails every one of them, however right its first call is.',
    '- **selection**: F1 of the function names; **arguments**: calls whose arguments are right, of those whose name is.',
    '- **abstains**: questions that no function answers, and none was called.',
    '',
    '## Which models can be told apart',
    '',
    ...(groups === null
      ? []
      : [
          groupsInWords(groups),
          '',
          ...groups.groups.map((names) => `- ${names.join(', ')}: no significant difference.`),
          '',
          'All models answered the same questions, so they are compared question by question: the exact McNemar test of each pair, two-sided,',
          `Holm-corrected over all ${count(groups.pairs)} pairs, 5%. That is sharper than comparing intervals, because questions that are easy or hard for all cancel out.`,
        ]),
    '',
    '## How few questions would have done',
    '',
    'With `--until decided` a pair is decided after a fraction of the questions, and the closer two models are, the later: see',
    '[deciding sooner](scoring.md#deciding-sooner). `node bench/sequential-bfcl.ts` tries it on these pairs, in 200 random orders each.',
    '',
  ];
  return lines.join('\n');
}

const { data, results, published, output } = values;
if (data === undefined || results === undefined || published === undefined) {
  console.error('Usage: node scripts/results-page.ts --data DIR --results DIR... --published YYYY-MM-DD');
  process.exitCode = 2;
} else {
  writeFileSync(output, page(compareAll(data, results), published));
  console.log(`wrote ${output}`);
}
