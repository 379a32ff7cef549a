import { expect, test } from 'vitest';
import { playAnswers } from '../../src/check/mutants/play-answers.ts';
import { consultOracle } from '../../src/check/oracle.ts';
import { answersOf } from '../../src/check/plan-places.ts';
import { rehearse, WITHOUT_MODULES } from '../../src/sandbox/rehearse.ts';
import { oracleScript } from '../../src/sandbox/script.ts';
import { scoreTrial } from '../../src/score/score.ts';
import { loadOne, loadYaml } from '../sandbox/load-yaml.ts';
import { SHAPES } from '../sandbox/shapes.ts';

const { scenarios } = loadYaml(SHAPES);

const TOOL =
  'tools: [{ name: f, parameters: { type: object, properties: { a: { type: integer } }, required: [a] }, returns: [{ result: 1 }] }]';

test.each([
  ['{ calls: [], final: { contains: [warm], not: warm } }', 'expect', 'wrong-answer'],
  ['{ calls: [{ name: f, arguments: { a: x } }] }', 'expect', 'invalid-arguments'],
  ['{ calls: [{ name: f, arguments: { a: 1 } }], forbidden: [f] }', 'expect', 'forbidden-call'],
  [
    '{ any_of: [{ calls: [] }, { calls: [{ name: f, arguments: { a: x } }] }] }',
    'expect.any_of[1]',
    'invalid-arguments',
  ],
])('the answer built from %s is rejected at %s: %s', async (expectation, path, reason) => {
  const { pass, rejected } = await consultOracle(loadOne(`id: a\nprompt: x\n${TOOL}\nexpect: ${expectation}\n`));
  expect(pass).toBe(false);
  expect(rejected.map((one) => [one.path, one.reason])).toEqual([[path, reason]]);
  expect(rejected[0]?.problems.length).toBeGreaterThan(0);
});

test('every alternative of every turn is rehearsed', async () => {
  const text = `id: a
${TOOL}
turns:
  - { user: one, expect: { any_of: [{ calls: [] }, { calls: [{ name: f, arguments: { a: 1 } }] }] } }
  - { user: two, expect: { any_of: [{ calls: [] }, { calls: [{ name: f, arguments: { a: x } }] }] } }
`;
  const { rejected } = await consultOracle(loadOne(text));
  expect(rejected.map((one) => one.path)).toEqual(['turns[1].expect.any_of[1]']);
});

test.each(scenarios.map((scenario) => scenario.id))(
  'an empty answer to %s fails where calls are wanted',
  async (id) => {
    const scenario = scenarios.find((one) => one.id === id)!;
    expect((await consultOracle(scenario)).passesEmpty).toEqual([]);
  },
);

test.each(scenarios.filter((one) => one.id !== 'nested' && one.id !== 'serial-by-request').map((one) => one.id))(
  'the transcript that is built for %s gets the verdict of the one that is held',
  async (id) => {
    const scenario = scenarios.find((one) => one.id === id)!;
    const script = oracleScript(scenario);
    const { transcript: built } = await playAnswers(scenario, answersOf(script), WITHOUT_MODULES);
    const held = await rehearse(scenario, script);
    const { scores: builtScores, ...builtVerdict } = scoreTrial(scenario, built, { wire: 'fair' });
    const { scores: heldScores, ...heldVerdict } = scoreTrial(scenario, held, { wire: 'fair' });
    expect(builtVerdict).toEqual(heldVerdict);
    // The built one has every tool answer well, so that there is nothing to recover from.
    expect({ ...builtScores, recovered: null }).toEqual({ ...heldScores, recovered: null });
  },
);
