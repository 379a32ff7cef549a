import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../src/check/check-loaded.ts';
import { summariseChecks } from '../../src/check/summary.ts';
import { scriptFor } from '../../src/sandbox/personas.ts';
import { rehearsedVerdict } from '../../src/sandbox/rehearse.ts';
import { plansOf } from '../../src/domain/plans.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { loadYaml } from '../sandbox/load-yaml.ts';

const loaded = loadScenarios([], { cwd: resolve(import.meta.dirname, '../..') });

test('the shipped scenarios have no issue, every oracle passes, and faults do not survive', async () => {
  const { issues, reports } = await checkLoaded(loaded);
  expect(issues).toEqual([]);
  const summary = summariseChecks(reports);
  expect(summary).toMatchObject({ errors: 0, rejected: [] });
  expect(summary.mutationScore).toBeGreaterThanOrEqual(0.95);
});

test('each faulty persona fails in the shipped scenarios for the reason of its fault, or is right where it cannot be wrong', async () => {
  const allowed = {
    'wrong-arguments': ['wrong-arguments', 'invalid-arguments'],
    'wrong-tool': ['wrong-tool', 'choice-ignored'],
    talker: ['missing-call', 'choice-ignored'],
    eager: ['called-tool'],
  } as const;
  for (const persona of ['wrong-arguments', 'wrong-tool', 'talker', 'eager'] as const) {
    for (const scenario of loaded.scenarios) {
      const { reason } = await rehearsedVerdict(scenario, await scriptFor(persona, scenario, 1));
      const plans = plansOf(scenario);
      const calls = plans.some((plan) => plan.groups === 'any' || (plan.groups?.length ?? 0) > 0);
      const abstains = plans.some((plan) => plan.groups?.length === 0) && scenario.toolChoice !== 'none';
      const faulty = persona === 'eager' ? abstains : calls;
      expect(faulty ? allowed[persona] : [null], `${persona} in ${scenario.id}`).toContain(reason);
    }
  }
});

test('a tool that scenarios share is judged by what all of them expect', async () => {
  const { issues } = await checkLoaded(
    loadYaml(`
tools:
  - name: get_weather
    parameters: { type: object, properties: { city: { type: string } }, required: [city] }
    returns:
      - { when: { city: Paris }, result: 22 }
      - { when: { city: Lyon }, result: 23 }
      - { when: { city: Nice }, result: 24 }
  - { name: get_time, parameters: { type: object, properties: {} }, returns: [{ result: noon }] }
defaults: { tools: [get_weather, get_time] }
scenarios:
  - { id: a, prompt: One thing., expect: { calls: [{ name: get_weather, arguments: { city: Paris } }] } }
  - { id: b, prompt: Another thing., expect: { calls: [{ name: get_weather, arguments: { city: Lyon } }] } }
  - { id: c, prompt: What time is it?, expect: { calls: [{ name: get_time, arguments: {} }] } }
`),
  );
  expect(issues.map((issue) => `${issue.code} ${issue.path}`)).toEqual(['unreachable-result tools[0].returns[2].when']);
});
