import { expect, test } from 'vitest';
import type { TrialRow } from '../../src/domain/run.ts';
import { githubReport } from '../../src/report/reporters/github.ts';
import { junitReport } from '../../src/report/reporters/junit.ts';
import { renderTerminal } from '../../src/report/render/render-terminal.ts';
import { collectAttention } from '../../src/report/sections/noted/attention.ts';
import { causeList } from '../../src/report/sections/noted/noted-items.ts';
import { run, trial } from '../compare/rows.ts';

const failed = (models: readonly string[], trials: number): TrialRow[] =>
  models.flatMap((model) =>
    Array.from({ length: trials }, (_, i) => trial('s', model, { trial: i + 1, status: 'fail' })),
  );

test('annotations and JUnit say one of a thing in the singular', () => {
  expect([...githubReport(run(failed(['m'], 1)), {})].at(-1)).toMatch(/::1 trial failed; the summary lists it\n$/);
  expect([...githubReport(run(failed(['m'], 2)), {})].at(-1)).toMatch(/::2 trials failed; the summary lists them\n$/);
  expect([...junitReport(run(failed(['m'], 4)))].join('')).toContain('… and 1 more trial<');
  expect([...junitReport(run(failed(['m'], 5)))].join('')).toContain('… and 2 more trials<');
});

test('a cause names models, and counts the others', () => {
  const causes = (count: number): string => {
    const models = Array.from({ length: count }, (_, i) => `m${i}`);
    const { failures } = collectAttention(failed(models, 1), 10);
    return renderTerminal([{ title: null, blocks: [causeList('bad', failures, 10)] }], { width: 400 });
  };
  const counted = [1, 2, 3, 4, 5, 6, 7, 8].map((count) => /\d+ more models?\b/.exec(causes(count))?.[0]);
  expect(counted).toContain('1 more model');
  expect(counted).toContain('2 more models');
});
