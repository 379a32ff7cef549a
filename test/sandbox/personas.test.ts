import { expect, test } from 'vitest';
import type { FailReason, Verdict } from '../../src/domain/score.ts';
import { PERSONAS, type Persona } from '../../src/domain/sandbox.ts';
import { scriptFor } from '../../src/sandbox/personas.ts';
import { rehearsedVerdict } from '../../src/sandbox/rehearse.ts';
import { loadYaml } from './load-yaml.ts';
import { SHAPES } from './shapes.ts';

const { scenarios } = loadYaml(SHAPES);

async function verdict(persona: Persona, id: string, trial = 1): Promise<Verdict> {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return rehearsedVerdict(scenario, await scriptFor(persona, scenario, trial));
}

/** The reason a persona must fail for, by the tags of the scenario; null where it must pass. */
function wanted(persona: Persona, id: string, tags: readonly string[]): readonly (FailReason | null)[] {
  const calls = tags.includes('calls');
  switch (persona) {
    case 'wrong-arguments':
      return calls ? ['wrong-arguments', 'invalid-arguments'] : [null];
    case 'wrong-tool':
      if (!calls) return [null];
      // A forced tool cannot be the wrong one without going against the choice.
      return [tags.includes('named') ? 'choice-ignored' : 'wrong-tool'];
    case 'talker':
      return calls ? [tags.includes('forced') ? 'choice-ignored' : 'missing-call'] : [null];
    case 'eager':
      return tags.includes('abstention') || ['two-turns', 'whole-conversation'].includes(id) ? ['called-tool'] : [null];
    default:
      return [null];
  }
}

const cells = PERSONAS.filter((persona) => persona !== 'flaky').flatMap((persona) =>
  scenarios.map((scenario) => ({ persona, id: scenario.id, tags: scenario.tags })),
);

test.each(cells)('$persona in $id comes to the verdict of its fault', async ({ persona, id, tags }) => {
  const { reason, problems } = await verdict(persona, id);
  expect(wanted(persona, id, tags), JSON.stringify(problems)).toContain(reason);
});

test.each(scenarios.filter((one) => one.tags.includes('parallel')).map((one) => one.id))(
  '%s is parallel for the oracle and serial for one-at-a-time',
  async (id) => {
    expect((await verdict('oracle', id)).scores.parallel).toBe('parallel');
    expect((await verdict('one-at-a-time', id)).scores.parallel).toBe('serial');
  },
);

test('flaky is right in some trials and wrong in others, the same ones every time', async () => {
  const trials = Array.from({ length: 30 }, (_, i) => i + 1);
  for (const { id } of scenarios.filter((one) => one.tags.includes('calls'))) {
    const first = await Promise.all(trials.map(async (trial) => (await verdict('flaky', id, trial)).pass));
    const second = await Promise.all(trials.map(async (trial) => (await verdict('flaky', id, trial)).pass));
    expect(first).toEqual(second);
    expect(first.filter(Boolean).length).toBeGreaterThan(5);
    expect(first.filter(Boolean).length).toBeLessThan(29);
  }
});

test('a call that is answered with an error is made again where that is allowed, and the turn counts as recovered', async () => {
  const { pass, scores } = await verdict('oracle', 'nested');
  expect(pass).toBe(true);
  expect(scores.recovered).toBe(1);
});
