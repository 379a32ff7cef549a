import { expect, test } from 'vitest';
import { compareModels } from '../../src/compare/compare-models.ts';
import type { ModelComparison } from '../../src/compare/comparison.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { array, assert, boolean, integer, property } from '../support/properties.ts';
import { run, trial } from './rows.ts';

/** Verdicts of a scenario by model, each a list of trials: true for a pass. */
type Verdicts = { readonly [model: string]: readonly boolean[] };

function compared(scenarios: readonly Verdicts[]): ModelComparison {
  const rows = scenarios.flatMap((verdicts, at): TrialRow[] =>
    Object.entries(verdicts).flatMap(([model, trials]) =>
      trials.map((passed, i) =>
        trial(`s${String(at).padStart(5, '0')}`, model, { trial: i + 1, status: passed ? 'pass' : 'fail' }),
      ),
    ),
  );
  const source = run(rows);
  return compareModels(source.header, source.summary, source.trials());
}

test('of few scenarios with several trials, chance alone is called a difference in at most 5%', () => {
  let state = 20_261_130;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const trials = (rate: number): boolean[] => Array.from({ length: 5 }, () => random() < rate);
  let alarms = 0;
  for (let round = 0; round < 200; round++) {
    const scenarios = Array.from({ length: 10 }, () => ({ a: trials(random()), b: trials(random()) }));
    if (compared(scenarios).pairs[0]?.verdict !== 'inconclusive') alarms += 1;
  }
  expect(alarms).toBeLessThanOrEqual(10);
});

test('two models are told apart where one is better, and nowhere else', () => {
  const cell = array(boolean(), { minLength: 3, maxLength: 3 });
  assert(
    property(integer({ min: 1, max: 12 }), array(cell, { minLength: 24, maxLength: 24 }), (count, cells) => {
      const scenarios = Array.from({ length: count }, (_, i) => ({ a: cells[i] ?? [], b: cells[i + 12] ?? [] }));
      const { pairs, groups } = compared(scenarios);
      expect(groups?.apart).toBe(pairs[0]?.verdict === 'inconclusive' ? 0 : 1);
    }),
    { numRuns: 150 },
  );
});

test.each([1, 2])(
  'of 16 models, results that go on as they began are decided after as many more scenarios as are named, with %i trials',
  (trials) => {
    const all = (passed: boolean): boolean[] => Array.from({ length: trials }, () => passed);
    const others = Array.from({ length: 15 }, (_, i) => `m${i}`);
    // Of 25 scenarios the first model passes two, and each other passes four different ones.
    const began = Array.from({ length: 25 }, (_, at): Verdicts => {
      const other = all(at >= 21);
      return { first: all(at < 2), ...Object.fromEntries(others.map((name) => [name, other])) };
    });
    const { pairs } = compared(began);
    const more = new Set(pairs.map(({ moreScenarios }) => moreScenarios ?? 0));
    expect(more.size).toBe(1);
    const needed = 25 + Math.max(...more);
    const { pairs: later } = compared(Array.from({ length: needed }, (_, at) => began[at % 25] ?? {}));
    expect(new Set(later.map(({ verdict }) => verdict))).toEqual(new Set(['better']));
  },
);
