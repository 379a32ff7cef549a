import { expect, test } from 'vitest';
import { checkScenarios, type CheckReport } from '../../src/check/check.ts';
import { stateMutants, turnMutants } from '../../src/check/mutants/make-mutants.ts';
import { MUTATIONS } from '../../src/check/mutants/mutations.ts';
import { mutate } from '../../src/check/mutants/mutate.ts';
import { meetsMinMutation, summariseChecks } from '../../src/check/summary.ts';
import { planScript } from '../../src/sandbox/script.ts';
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

async function survivors(expectation: string): Promise<string[]> {
  const scenario = loadOne(`id: one\nprompt: What now?\n${TOOLS}\nexpect: ${expectation}\n`);
  return (await mutate(scenario)).survivors.map((one) => one.sentence);
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
])('no fault survives the expected arguments %s', async (args) => {
  expect(await survivors(call(args))).toEqual([]);
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
])('the faults that survive the expected arguments %s are told', async (args, sentences) => {
  expect(await survivors(call(args))).toEqual(sentences);
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
])('of the expectation %s the surviving faults are %j', async (expectation, sentences) => {
  expect(await survivors(expectation)).toEqual(sentences);
});

test('an alternative does not cover for what another leaves open', async () => {
  const expectation =
    '{ any_of: [{ calls: [{ name: get_weather, arguments: { city: Paris } }] }, { calls: [{ name: get_weather, arguments: { city: { $regex: "." } } }] }] }';
  const told = await survivors(expectation);
  expect(told).toContain('get_weather: `city` may be anything');
  expect(told.filter((sentence) => sentence.includes('anything'))).toHaveLength(1);
});

test('every kind of mutant is made', () => {
  const { scenarios } = loadYaml(SHAPES);
  const made = new Set(
    scenarios.flatMap((scenario) =>
      scenario.turns.flatMap(({ expect: { plans } }) =>
        plans.flatMap((plan) => [
          ...[...turnMutants(scenario, plan, planScript(scenario, plan))].map((mutant) => mutant.kind),
          ...[...stateMutants({ wanted: plan.state ?? {}, path: plan.path, right: { a: 1 }, initial: {} })].map(
            (mutant) => mutant.kind,
          ),
        ]),
      ),
    ),
  );
  expect([...made].toSorted()).toEqual(MUTATIONS.flatMap(({ kinds }) => Object.keys(kinds)).toSorted());
});

test('what the author allows in so many words counts neither way', async () => {
  const scenario = loadOne(`id: one\nprompt: x\n${TOOLS}\nexpect: ${call('{ city: { $any: true } }')}\n`);
  const { killed, survived, tolerated, score } = await mutate(scenario);
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

const SHOP = `
state: { orders: { o1: { open: true } } }
tools:
  - name: find
    parameters: { type: object, properties: { q: { type: string } }, required: [q] }
    returns: [{ result: { id: o1 } }]
  - name: close
    parameters: { type: object, properties: { id: { type: string } }, required: [id] }
    returns: [{ result: ok, set: { "orders.\${id}.open": false } }]
`;

const shop = async (expectation: string): Promise<{ killed: number; survivors: readonly string[] }> => {
  const { killed, survivors: left } = await mutate(
    loadOne(`id: one\nprompt: Close it.\n${SHOP}\nexpect: ${expectation}\n`),
  );
  return { killed, survivors: left.map(({ kind, sentence }) => `${kind}: ${sentence}`) };
};

test('faults in an order, a reference and a state are caught where these are judged', async () => {
  const { killed, survivors: left } = await shop(
    '{ calls: [{ name: find, id: f, arguments: { q: x } }, { name: close, after: [f], arguments: { id: { $result: f.id } } }], state: { orders: { o1: { open: false } } } }',
  );
  expect(left).toEqual([]);
  expect(killed).toBeGreaterThan(15);
});

test('what is not judged of an order and of a state is told', async () => {
  const loose = await shop('{ calls: [{ name: close, arguments: { id: o1 } }], state: { orders: { $any: true } } }');
  expect(loose.survivors).toContain('state-unchanged: what the calls do to the state need not be done');
  const twin = await shop(
    '{ calls: [{ name: find, id: f, arguments: { q: { $regex: . } } }, { name: find, after: [f], arguments: { q: { $regex: . } } }] }',
  );
  expect(twin.survivors).toContain('order-broken: find may come before f');
});

test('a wrong call of the whole conversation is caught in whatever turn it is made', async () => {
  const { survivors: left } = await mutate(
    loadOne(
      `id: one\n${SHOP}\nturns: [{ user: Close it. }, { user: Thanks., expect: { calls: [] } }]\nexpect: { calls: [{ name: close, arguments: { id: o1 } }] }\n`,
    ),
  );
  expect(left).toEqual([]);
});

test('an expected value that breaks a format alone is right', async () => {
  const scenario = loadOne(
    'id: one\nprompt: When?\ntools: [{ name: f, parameters: { type: object, properties: { at: { type: string, format: date-time } }, required: [at] }, returns: [{ result: 1 }] }]\nexpect: { calls: [{ name: f, arguments: { at: 2026-05-01 10:00 } }] }\n',
  );
  const reports: CheckReport[] = [];
  for await (const report of checkScenarios([scenario])) reports.push(report);
  expect(reports.map(({ issues, oracle }) => [issues.map(({ code }) => code), oracle.pass])).toEqual([[[], true]]);
});
