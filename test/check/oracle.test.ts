import { expect, test } from 'vitest';
import { playAnswers } from '../../src/check/mutants/play-answers.ts';
import { mutate } from '../../src/check/mutants/mutate.ts';
import { consultOracle } from '../../src/check/oracle.ts';
import { answersOf } from '../../src/check/plan-places.ts';
import { rehearse, WITHOUT_MODULES } from '../../src/sandbox/rehearse.ts';
import { oracleScript } from '../../src/sandbox/oracle-script.ts';
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

const TWO = `tools:
  - { name: f, parameters: { type: object, properties: { a: { type: integer } }, required: [a] }, returns: [{ result: 1 }] }
  - { name: g, parameters: { type: object, properties: { a: { type: integer } }, required: [a] }, returns: [{ result: 2 }] }`;
const F = '{ name: f, arguments: { a: 1 } }';
const G = '{ name: g, arguments: { a: 2 } }';

test.each([
  ['required', `[{ user: x }, { user: y }]`, `{ calls: [${F}, ${G}] }`],
  ['required', `[{ user: x }, { user: y }]`, `{ steps: [[${F}], [${G}]] }`],
  ['required', `[{ user: x }, { user: y }, { user: z }]`, `{ calls: [${F}, ${F}, ${G}, ${G}] }`],
  ['required', `[{ user: x }, { user: y }]`, `{ calls: [${F}], extra: [g] }`],
  ['required', `[{ user: x }, { user: y, expect: { calls: [${G}] } }]`, `{ calls: [${F}] }`],
  ['required', `[{ user: x, expect: { calls: [${G}] } }, { user: y }]`, `{ calls: [${F}] }`],
  ['required', `[{ user: x }, { user: y }]`, `{ any_of: [{ calls: [${F}, ${G}] }, { calls: [${G}, ${G}] }] }`],
  ['required', `[{ user: x }, { user: y }]`, `{ calls: any, forbidden: [f] }`],
  ['required', `[{ user: x, expect: { forbidden: [g] } }]`, `{ calls: any }`],
  ['required', `[{ user: x }]`, `{ forbidden: [f] }`],
  ['auto', `[{ user: x, expect: { calls: any } }]`, `{ forbidden: [f] }`],
  [
    'required',
    `[{ user: x }, { user: y }]`,
    `{ calls: [{ name: f, arguments: { a: 1 }, id: i }, { name: g, arguments: { a: { $result: i } } }] }`,
  ],
  [
    'required',
    `[{ user: x }, { user: y, expect: { calls: [{ name: g, arguments: { a: { $result: i } } }] } }, { user: z }]`,
    `{ calls: [{ name: f, arguments: { a: 1 }, id: i }, ${G}] }`,
  ],
  ['{ name: g }', `[{ user: x }, { user: y }]`, `{ calls: [${F}, ${G}, ${G}] }`],
  ['{ name: g }', `[{ user: x, expect: { calls: [${F}, ${G}] } }]`, `{ calls: [] }`],
])(
  'under tool_choice %s the right answer to the turns %s passes where %s stands beside them',
  async (choice, turns, whole) => {
    const scenario = loadOne(`id: a\n${TWO}\ntool_choice: ${choice}\nturns: ${turns}\nexpect: ${whole}\n`);
    expect((await consultOracle(scenario)).rejected).toEqual([]);
    const { score, survivors } = await mutate(scenario);
    expect([score ?? 1, survivors]).toEqual([1, []]);
  },
);

test('the right answer fails where tool_choice demands a call that neither the turn nor the conversation allows', async () => {
  const text = `id: a\n${TWO}\ntool_choice: required\nturns: [{ user: x }, { user: y }]\nexpect: { calls: [${F}] }\n`;
  const { rejected } = await consultOracle(loadOne(text));
  expect(rejected.map(({ reason }) => reason)).toEqual(['extra-call']);
});

test.each([
  ['prompt: x', '{ state: { mail: { ada: hi } } }', ['expect']],
  ['prompt: x', '{ calls: any, state: { mail: { ada: hi } } }', ['expect']],
  ['turns: [{ user: x }, { user: y }]', '{ state: { mail: { ada: hi } } }', ['turns[0].expect']],
  ['prompt: x', '{ state: { mail: {} } }', []],
  ['prompt: x', '{ calls: [{ name: send, arguments: { to: ada, text: hi } }], state: { mail: { ada: hi } } }', []],
])('no answer is made up where only the state says what to do: %s, %s', async (turns, expectation, unknown) => {
  const send = `tools: [{ name: send, parameters: { type: object, properties: { to: { type: string }, text: { type: string } } }, returns: [{ result: 1, set: { 'mail.\${to}': '\${text}' } }] }]`;
  const scenario = loadOne(`id: a\n${turns}\n${send}\nstate: { mail: {} }\nexpect: ${expectation}\n`);
  expect(await consultOracle(scenario)).toEqual({ pass: true, rejected: [], unknown, passesEmpty: [] });
});

test('an expected state to which the listed calls do not lead is an error', async () => {
  const text = `id: a\nprompt: x\n${TOOL}\nstate: {}\nexpect: { calls: [{ name: f, arguments: { a: 1 } }], state: { b: 1 } }\n`;
  expect((await consultOracle(loadOne(text))).rejected.map(({ reason }) => reason)).toEqual(['wrong-state']);
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
