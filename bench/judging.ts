import type { JsonObject } from '../src/json/json.ts';
import type { ExpectedCall, Plan, Scenario } from '../src/domain/scenario.ts';
import { playCalls, type RecordedStep } from '../src/conversation/play-calls.ts';
import { scoreTrial } from '../src/score/score.ts';

/** Processor time of judging where it could take long: `npx node bench/judging.ts`. */
const CALLS = 100;
const TOOL = {
  name: 'get',
  kind: 'function',
  parameters: { type: 'object' },
  returns: null,
} as unknown as Scenario['tools'][number];

const planOf = (groups: readonly (readonly ExpectedCall[])[]): Plan => ({
  groups,
  extra: 'forbid',
  forbidden: [],
  requireParallel: false,
  allowRetry: false,
  final: null,
  state: null,
  path: 'expect',
});

function scenarioOf(groups: readonly (readonly ExpectedCall[])[], more: Partial<Scenario>): Scenario {
  return {
    id: 'bench',
    tags: [],
    file: 'bench.yaml',
    turns: [{ messages: [], expect: { plans: [planOf(groups)] } }],
    conversation: null,
    state: null,
    trials: null,
    minPass: null,
    tools: [TOOL],
    toolChoice: null,
    request: {},
    rules: 'native',
    maxSteps: 1000,
    optionalNull: 'absent',
    formats: 'annotation',
    bare: false,
    written: { messages: [], expect: {} },
    ...more,
  } as unknown as Scenario;
}

const call = (place: number, args: JsonObject, after: readonly string[]): ExpectedCall => ({
  name: 'get',
  arguments: args,
  accept: null,
  id: `c${place}`,
  after,
  path: `expect.calls[${place}]`,
});

async function measure(
  name: string,
  budgetMs: number,
  scenario: Scenario,
  steps: readonly RecordedStep[],
): Promise<boolean> {
  const transcript = await playCalls(scenario, [steps]);
  scoreTrial(scenario, transcript, { wire: 'fair' });
  const times: number[] = [];
  let passes = false;
  for (let i = 0; i < 7; i += 1) {
    const start = process.cpuUsage();
    passes = scoreTrial(scenario, transcript, { wire: 'fair' }).pass;
    times.push(process.cpuUsage(start).user / 1000);
  }
  const median = times.toSorted((a, b) => a - b)[3] ?? 0;
  console.log(`${name}: ${median.toFixed(1)} ms (budget ${budgetMs} ms), ${passes ? 'pass' : 'fail'}`);
  return median <= budgetMs;
}

/** Each call waits for up to three before it, chosen by place, so that every run is the same. */
const links = (place: number): readonly string[] =>
  [...new Set([place - 1 - (place % 3), place - 7, Math.floor(place / 2)])]
    .filter((one) => one >= 0 && one < place)
    .map((one) => `c${one}`);

const places = Array.from({ length: CALLS }, (_, i) => i);
const serial = (args: (place: number) => JsonObject): RecordedStep[] =>
  places.map((place) => ({ calls: [{ name: 'get', arguments: args(place) }] }));
const done: RecordedStep = { text: 'Done.' };
const told = (place: number): JsonObject => ({ q: place });
const alike = (): JsonObject => ({ q: 'same' });
const near = (place: number): JsonObject => ({ q: { $range: [place - 10, place + 10] } });

/** The first half of the calls is expected in the turn, the second half in the conversation, by `plans` equal plans. */
const shared = (args: (place: number) => JsonObject, plans = 1): Scenario => {
  const [turn, conversation] = [places.slice(0, CALLS / 2), places.slice(CALLS / 2)].map((half) =>
    planOf([half.map((p) => call(p, args(p), []))]),
  );
  const listed = Array.from({ length: plans }, () => conversation as Plan);
  return scenarioOf(turn?.groups as readonly (readonly ExpectedCall[])[], { conversation: { plans: listed } });
};
const oneWrong = (steps: readonly RecordedStep[]): RecordedStep[] => [
  ...steps.slice(0, 30),
  { calls: [{ name: 'get', arguments: { q: 'wrong' } }] },
  ...steps.slice(31),
];

const ok = [
  await measure(
    '100 calls in a partial order, told apart',
    200,
    scenarioOf([places.map((p) => call(p, told(p), links(p)))], {}),
    [...serial(told), done],
  ),
  await measure(
    '100 calls in a partial order, all alike',
    200,
    scenarioOf([places.map((p) => call(p, alike(), links(p)))], {}),
    [...serial(alike), done],
  ),
  await measure(
    '100 calls in a partial order, reversed',
    200,
    scenarioOf([places.map((p) => call(p, told(p), links(p)))], {}),
    [...serial(told).toReversed(), done],
  ),
  await measure(
    '100 steps',
    200,
    scenarioOf(
      places.map((p) => [call(p, told(p), [])]),
      {},
    ),
    [...serial(told), done],
  ),
  await measure('100 calls in one group, told apart', 200, scenarioOf([places.map((p) => call(p, told(p), []))], {}), [
    ...serial(told),
    done,
  ]),
  await measure('100 calls in one group, all alike', 200, scenarioOf([places.map((p) => call(p, alike(), []))], {}), [
    ...serial(alike),
    done,
  ]),
  await measure('50 + 50 calls of turn and conversation, told apart', 200, shared(told), [...serial(told), done]),
  await measure('50 + 50 calls of turn and conversation, all alike', 200, shared(alike), [...serial(alike), done]),
  await measure('50 + 50 calls of turn and conversation, in reach', 200, shared(near), [...serial(told), done]),
  await measure('50 + 50 calls of turn and conversation, one wrong', 200, shared(told), [
    ...oneWrong(serial(told)),
    done,
  ]),
  await measure('50 + 50 calls of turn and conversation, in reach, one wrong', 200, shared(near), [
    ...oneWrong(serial(told)),
    done,
  ]),
  await measure('50 + 50 calls, five plans of the conversation, one wrong', 200, shared(told, 5), [
    ...oneWrong(serial(told)),
    done,
  ]),
  await measure(
    '100 calls, each refers to the one before',
    200,
    scenarioOf([places.map((p) => call(p, p === 0 ? {} : { q: { $result: `c${p - 1}` } }, []))], {}),
    [...serial((p) => (p === 0 ? {} : { q: null })), done],
  ),
];

const state: JsonObject = {
  rows: Array.from({ length: 12_500 }, (_, i) => ({
    id: `row-${i}`,
    name: `Name of row ${i}`,
    values: [i, i * 2, i * 3],
    open: i % 2 === 0,
  })),
};
const changed = structuredClone(state);
(changed['rows'] as JsonObject[])[4321] = { id: 'row-4321', name: 'Another', values: [], open: true };
console.log(`state: ${(JSON.stringify(state).length / 1e6).toFixed(2)} MB`);
for (const [name, wanted] of [
  ['a right state', { $literal: state }],
  ['a state with one difference', { $literal: changed }],
  ['a state matched by key', changed],
] as const) {
  const base = scenarioOf([], { state });
  const turns = base.turns.map((turn) => ({
    ...turn,
    expect: { plans: turn.expect.plans.map((plan) => ({ ...plan, state: wanted })) },
  }));
  ok.push(await measure(`1 MB of state, ${name}`, 100, { ...base, turns }, [done]));
}
process.exitCode = ok.every(Boolean) ? 0 : 1;
