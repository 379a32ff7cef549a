import { expect, test } from 'vitest';
import { checkScenarios, type CheckReport } from '../../src/check/check.ts';
import { MUTATIONS } from '../../src/check/mutants/mutant.ts';
import { turnMutants } from '../../src/check/mutants/call-mutants.ts';
import { mutate } from '../../src/check/mutants/mutate.ts';
import { meetsMinMutation, summariseChecks } from '../../src/check/summary.ts';
import { oracleScript, planScript } from '../../src/sandbox/script.ts';
import { loadOne, loadYaml } from '../sandbox/load-yaml.ts';
import { SHAPES } from '../sandbox/shapes.ts';

const TOOLS = `
tools:
  - name: get_weather
    parameters:
      type: object
      properties:
        city: { type: string }
        unit: { type: string, enum: [celsius, fahrenheit] }
        days: { type: integer, minimum: 1, maximum: 14 }
        where: { type: object, properties: { country: { type: string }, region: { type: string } } }
      required: [city]
    returns: [{ result: 22 }]
  - name: get_time
    parameters: { type: object, properties: {} }
    returns: [{ result: noon }]
`;

function survivors(expectation: string): string[] {
  const scenario = loadOne(`id: one\nprompt: What now?\n${TOOLS}\nexpect: ${expectation}\n`);
  return mutate(scenario, oracleScript(scenario)).survivors.map((one) => one.sentence);
}

const call = (args: string): string => `{ calls: [{ name: get_weather, arguments: ${args} }] }`;

test.each([
  ['{ city: Paris, unit: celsius, days: 3 }'],
  ['{ city: { $contains: Paris } }'],
  ['{ city: { $text: "Paris, France" }, unit: { $optional: celsius } }'],
  ['{ city: { $oneOf: [Paris, Lyon] }, days: { $range: [2, 5] } }'],
  ['{ city: { $any: true }, unit: { $type: string } }'],
  ['{ city: { $regex: "^paris$", $flags: i } }'],
  ['{ $subset: { city: Paris } }'],
  ['{ city: Paris, where: { country: France } }'],
])('no fault survives the expected arguments %s', (args) => {
  expect(survivors(call(args))).toEqual([]);
});

test.each([
  [
    '{ city: { $regex: "." } }',
    ['get_weather: `city` may be anything', 'get_weather: `city` may be in another case, such as "EXAMPLE"'],
  ],
  ['{ city: { $regex: "(?=.*else)|^Par" } }', ['get_weather: `city` may be "something else entirely"']],
  ['{ city: Paris, unit: { $regex: "e" } }', ['get_weather: `unit` may be anything']],
  ['{ city: Paris, unit: { $contains: i } }', ['get_weather: `unit` may be anything']],
  [
    '{ city: Paris, where: { $subset: { country: { $contains: "" } } } }',
    [
      'get_weather: `where.country` may be anything',
      'get_weather: `where.country` may be in another case, such as "EXAMPLE"',
    ],
  ],
])('the faults that survive the expected arguments %s are told', (args, sentences) => {
  expect(survivors(call(args))).toEqual(sentences);
});

test.each([
  ['{ calls: any }', []],
  ['{ calls: [] }', []],
  ['{ calls: [{ name: get_weather }], extra: allow }', []],
  ['{ calls: [{ name: get_time, arguments: {} }], final: { matches: "." } }', ['the final answer may be anything']],
  [
    '{ steps: [[{ name: get_weather, arguments: { city: { $oneOf: [Paris, Lyon] } } }], [{ name: get_weather, arguments: { city: { $oneOf: [Lyon, Paris] } } }]] }',
    ['the steps may come in any order'],
  ],
])('of the expectation %s the surviving faults are %j', (expectation, sentences) => {
  expect(survivors(expectation)).toEqual(sentences);
});

test('an alternative does not cover for what another leaves open', () => {
  const expectation =
    '{ any_of: [{ calls: [{ name: get_weather, arguments: { city: Paris } }] }, { calls: [{ name: get_weather, arguments: { city: { $regex: "." } } }] }] }';
  expect(survivors(expectation)).toContain('get_weather: `city` may be anything');
  expect(survivors(expectation).filter((sentence) => sentence.includes('anything'))).toHaveLength(1);
});

test('every kind of mutant is made', () => {
  const { scenarios } = loadYaml(SHAPES);
  const made = new Set(
    scenarios.flatMap((scenario) =>
      scenario.turns.flatMap(({ expect: { plans } }) =>
        plans.flatMap((plan) =>
          [...turnMutants(scenario, plan, planScript(scenario, plan))].map((mutant) => mutant.kind),
        ),
      ),
    ),
  );
  expect([...made].toSorted()).toEqual(Object.keys(MUTATIONS).toSorted());
});

test('what the author allows in so many words counts neither way', () => {
  const scenario = loadOne(`id: one\nprompt: x\n${TOOLS}\nexpect: ${call('{ city: { $any: true } }')}\n`);
  const { killed, survived, tolerated, score } = mutate(scenario, oracleScript(scenario));
  expect({ survived, score }).toEqual({ survived: 0, score: 1 });
  expect(tolerated).toBeGreaterThan(0);
  expect(killed).toBeGreaterThan(0);
});

async function reports(text: string): Promise<CheckReport[]> {
  const all: CheckReport[] = [];
  for await (const report of checkScenarios(loadYaml(text).scenarios)) all.push(report);
  return all;
}

test('scenarios of every shape prove themselves: each oracle passes, and hardly a fault survives', async () => {
  const all = await reports(SHAPES);
  expect(all.filter((report) => !report.oracle.pass).map((report) => report.scenario)).toEqual([]);
  const summary = summariseChecks(all);
  expect(summary).toMatchObject({ errors: 0, rejected: [], survived: 0, mutationScore: 1 });
  expect(summary.killed).toBeGreaterThan(200);
});

test('the gate compares killed faults with all that are not allowed, over all scenarios', async () => {
  const text = `${TOOLS}
scenarios:
  - { id: strict, prompt: One thing., tools: [get_weather], expect: ${call('{ city: Paris }')} }
  - { id: lax, prompt: Another thing., tools: [get_weather], expect: ${call('{ city: { $regex: "." } }')} }`;
  const all = await reports(text);
  const summary = summariseChecks(all);
  const [lax, strict] = all;
  expect(strict?.mutants?.score).toBe(1);
  expect(lax?.mutants?.score).toBeLessThan(1);
  const { killed, survived, mutationScore } = summary;
  expect(mutationScore).toBe(killed / (killed + survived));
  expect(meetsMinMutation(summary, mutationScore ?? 0)).toBe(true);
  expect(meetsMinMutation(summary, 1)).toBe(false);
  expect(meetsMinMutation(summariseChecks([]), 0)).toBe(false);
});

test('progress is told after each scenario', async () => {
  const told: string[] = [];
  const { scenarios } = loadYaml(SHAPES);
  const options = { onProgress: (done: number, total: number) => told.push(`${done}/${total}`) };
  for await (const _ of checkScenarios(scenarios, options));
  expect(told).toHaveLength(scenarios.length);
  expect(told.at(-1)).toBe(`${scenarios.length}/${scenarios.length}`);
});
