import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answersOf } from '../../../src/check/plan-places.ts';
import { playAnswers } from '../../../src/check/mutants/play-answers.ts';
import { callsOf } from '../../../src/domain/plans.ts';
import type { ExpectedCall, Scenario } from '../../../src/domain/scenario.ts';
import type { Verdict } from '../../../src/domain/score.ts';
import { importNestful } from '../../../src/import/nestful/nestful.ts';
import { WITHOUT_MODULES } from '../../../src/sandbox/rehearse.ts';
import { oracleScript } from '../../../src/sandbox/oracle-script.ts';
import type { ScriptedCall } from '../../../src/sandbox/script.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { depthsOf, longestChain, orderOf } from '../../../src/score/pairing/call-order.ts';
import { scoreTrial } from '../../../src/score/score.ts';
import { dataFolder } from '../../support/data-folder.ts';
import { tempDir } from '../../support/temp-dir.ts';

const FOLDER = dataFolder('nestful', 'executable-data.json');

const expected = (scenario: Scenario): readonly ExpectedCall[] =>
  scenario.turns.flatMap(({ expect: { plans } }) => plans.flatMap(callsOf));

/** Neither one group, nor groups of which each waits for all of those before it. */
function needsPartialOrder(calls: readonly ExpectedCall[]): boolean {
  const before = orderOf(calls);
  const depths = depthsOf(calls);
  if (before === null) return false;
  return calls.some((_, place) => {
    const own = depths[place] ?? 0;
    return depths.some((depth, other) => depth < own && before[place]?.includes(other) !== true);
  });
}

/** The right calls of a plan, with the values that their references come to. */
async function rightCalls(scenario: Scenario): Promise<readonly ScriptedCall[]> {
  const { answers } = await playAnswers(scenario, answersOf(oracleScript(scenario)), WITHOUT_MODULES);
  const made = answers.flatMap(({ steps }) => steps.flat()).map((call) => ({ ...call, waits: false }));
  return expected(scenario).flatMap(({ path }) => made.find(({ meets }) => meets?.path === path) ?? []);
}

async function judged(scenario: Scenario, steps: readonly (readonly ScriptedCall[])[]): Promise<Verdict> {
  const { transcript } = await playAnswers(scenario, [{ steps, text: 'Done.' }], WITHOUT_MODULES);
  return scoreTrial(scenario, transcript, { wire: 'fair' });
}

/** Orders of the calls, one by one, that respect the plan: every one of them, at most so many. */
function* interleavings(before: readonly (readonly number[])[], most: number): Generator<readonly number[]> {
  let made = 0;
  function* from(done: readonly number[]): Generator<readonly number[]> {
    if (made >= most) return;
    if (done.length === before.length) {
      made += 1;
      yield done;
      return;
    }
    for (const [place, first] of before.entries()) {
      if (!done.includes(place) && first.every((one) => done.includes(one))) yield* from([...done, place]);
    }
  }
  yield* from([]);
}

test.skipIf(FOLDER === null)(
  'every interleaving of a NESTFUL plan that respects it passes, and every one that breaks it fails',
  async () => {
    const dir = tempDir();
    importNestful(FOLDER ?? '', join(dir, 'out'));
    const { scenarios } = loadScenarios(['out'], { cwd: dir });
    expect(scenarios).toHaveLength(300);
    const plans = scenarios.filter((one) => needsPartialOrder(expected(one)));
    process.stderr.write(`NESTFUL plans that neither a group nor a chain of groups can say: ${plans.length}\n`);
    expect(plans.length).toBeGreaterThan(80);
    let [kept, broken] = [0, 0];
    for (const scenario of plans) {
      const calls = expected(scenario);
      const right = await rightCalls(scenario);
      const before = orderOf(calls) ?? [];
      const at = (place: number): readonly ScriptedCall[] => right.slice(place, place + 1);
      for (const order of interleavings(before, 24)) {
        const verdict = await judged(scenario, order.map(at));
        expect([scenario.id, order, verdict.problems]).toEqual([scenario.id, order, []]);
        expect(verdict.scores.parallel).toBe('serial');
        kept += 1;
        for (const [later, first] of before.entries()) {
          for (const one of first.slice(0, 2)) {
            const swapped = order.map((place) => (place === later ? one : place === one ? later : place));
            const reasons = (await judged(scenario, swapped.map(at))).problems.map(({ code }) => code);
            expect([scenario.id, swapped, new Set(reasons)]).toEqual([scenario.id, swapped, new Set(['wrong-order'])]);
            broken += 1;
          }
        }
      }
      const depths = depthsOf(calls);
      const layers = Array.from({ length: longestChain(calls) }, (_, depth) =>
        right.filter((__, place) => depths[place] === depth),
      );
      const verdict = await judged(scenario, layers);
      expect([scenario.id, verdict.pass, verdict.scores.parallel]).toEqual([scenario.id, true, 'parallel']);
    }
    process.stderr.write(`interleavings that respect their plan: ${kept}, that break it: ${broken}\n`);
  },
  600_000,
);
