import { expect, test } from 'vitest';
import { playCalls } from '../../../src/conversation/play-calls.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { scoreTrial } from '../../../src/score/score.ts';
import { load } from '../../scenario/load-text.ts';
import { calls, DONE, said, scenarioOf, verdictOf } from './play.ts';

const STATE: JsonObject = {
  orders: { o1: { status: 'open', lines: [1, 2] }, o2: { status: 'open', lines: [] } },
  log: [],
};
const TOOLS: { readonly [name: string]: Json } = {
  set_status: [{ result: 'ok', set: { 'orders.${id}.status': '${status}' } }],
  log: [{ result: 'ok', set: { 'log[0]': { text: 'said ${text}' }, 'seen["a b"].count': '${n}' } }],
  fail: [{ error: 'no' }],
};
const cancel = calls({ set_status: { id: 'o1', status: 'cancelled' } });
const state = (wanted: JsonObject, more: JsonObject = {}): ReturnType<typeof scenarioOf> =>
  scenarioOf(TOOLS, { state: STATE, expect: { extra: 'allow', calls: [], state: wanted, ...more } });

test('a result writes into the state, templates filled in values and paths', async () => {
  const scenario = state({});
  const { state: after } = await playCalls(scenario, [
    [cancel, calls({ log: { text: 'hi', n: 3 } }), calls({ set_status: { id: 'a.b', status: 'new' } }), DONE],
  ]);
  expect(after).toEqual({
    orders: { o1: { status: 'cancelled', lines: [1, 2] }, o2: { status: 'open', lines: [] }, 'a.b': { status: 'new' } },
    log: [{ text: 'said hi' }],
    seen: { 'a b': { count: 3 } },
  });
  // Each trial has its own copy.
  expect((await playCalls(scenario, [[DONE]])).state).toEqual(STATE);
});

test('the state is matched as $subset at its top, and exactly below', async () => {
  expect(
    said(
      await verdictOf(state({ orders: { o1: { status: 'cancelled', lines: [1, 2] }, o2: { $any: true } } }), [
        cancel,
        DONE,
      ]),
    ),
  ).toEqual([]);
  const verdict = await verdictOf(
    state({ orders: { o1: { status: 'cancelled', lines: [1, 2] }, o2: { $any: true } } }),
    [DONE],
  );
  expect(verdict.reason).toBe('wrong-state');
  expect(verdict.problems).toEqual([
    { code: 'wrong-state', path: 'state.orders.o1.status', expected: 'cancelled', actual: 'open', detail: null },
  ]);
  const exact = await verdictOf(state({ orders: { o1: { $subset: { status: 'open' } } } }), [DONE]);
  expect(said(exact)).toEqual([
    'wrong-state: state.orders.o2 is {"status":"open","lines":[]}, expected not to be there',
  ]);
});

test('a literal is all of the state, and only what differs is told', async () => {
  expect(said(await verdictOf(state({ $literal: STATE }), [DONE]))).toEqual([]);
  const verdict = await verdictOf(state({ $literal: { ...STATE, note: 'x' } }), [
    cancel,
    calls({ log: { text: 'hi', n: 1 } }),
    DONE,
  ]);
  expect(said(verdict)).toEqual([
    'wrong-state: state.orders.o1.status is "cancelled", expected "open"',
    'wrong-state: state.log[0] is {"text":"said hi"}, expected not to be there',
    'wrong-state: state.note is missing, expected "x"',
    'wrong-state: state.seen is {"a b":{"count":1}}, expected not to be there',
  ]);
});

test('an item put into a long list is one difference', async () => {
  const list = Array.from({ length: 50 }, (_, i) => ({ id: i }));
  const scenario = scenarioOf(
    { put: [{ result: 1, set: { list: '${list}' } }] },
    { state: { list: [] }, expect: { calls: [{ name: 'put' }], state: { list } } },
  );
  const made: JsonObject = { list: [...list.slice(0, 20), { id: 'new' }, ...list.slice(20)] };
  expect(said(await verdictOf(scenario, [calls({ put: made }), DONE]))).toEqual([
    'wrong-state: state.list[20] is {"id":"new"}, expected not to be there',
  ]);
});

test('many differences are cut with their number, and the verdict stays', async () => {
  const wanted = Object.fromEntries(Array.from({ length: 250 }, (_, i) => [`k${i}`, i]));
  const verdict = await verdictOf(scenarioOf({}, { tools: [], state: {}, expect: { state: wanted } }), [DONE]);
  expect(verdict.problems).toHaveLength(101);
  expect(said(verdict).at(-1)).toBe('wrong-state: the state differs in 150 more places');
});

test('the state is judged after the last turn, beside any_of too, and by references', async () => {
  const scenario = scenarioOf(
    { open: [{ result: { id: 'o-7' }, set: { opened: 'o-7' } }], close: [{ result: 1, set: { closed: true } }] },
    {
      turns: [{ user: 'Open.', expect: { calls: [{ name: 'open', id: 'open' }] } }, { user: 'Close.' }],
      expect: {
        any_of: [{ calls: [{ name: 'close' }] }, { calls: [] }],
        state: { opened: { $result: 'open.id' }, closed: true },
      },
    },
  );
  expect(said(await verdictOf(scenario, [calls({ open: {} }), DONE], [calls({ close: {} }), DONE]))).toEqual([]);
  expect(said(await verdictOf(scenario, [calls({ open: {} }), DONE], [DONE]))).toEqual([
    'wrong-state: state.closed is missing, expected true',
  ]);
});

test('each alternative may want its own state', async () => {
  const scenario = scenarioOf(TOOLS, {
    state: STATE,
    expect: {
      any_of: [
        {
          calls: [{ name: 'set_status' }],
          state: { orders: { $subset: { o1: { $subset: { status: 'cancelled' } } } } },
        },
        { calls: [], state: { $literal: STATE } },
      ],
    },
  });
  expect((await verdictOf(scenario, [cancel, DONE])).pass).toBe(true);
  expect((await verdictOf(scenario, [DONE])).pass).toBe(true);
  expect((await verdictOf(scenario, [calls({ set_status: { id: 'o2', status: 'x' } }), DONE])).pass).toBe(false);
});

test("a path that leads through a value is the author's mistake, and says where", async () => {
  const scenario = scenarioOf(
    { put: [{ result: 1, set: { 'log.name': 1 } }], deep: [{ result: 1, set: { 'a.b.c': 1 } }] },
    { state: { log: [], a: { b: 'text' } }, expect: { extra: 'allow', calls: [] } },
  );
  await expect(verdictOf(scenario, [calls({ deep: {} }), DONE])).rejects.toThrow(
    'scenarios/a.yaml: a: `set` cannot write a.b.c: a.b is a string, and holds no "c"',
  );
  await expect(verdictOf(scenario, [calls({ put: {} }), DONE])).rejects.toThrow(
    'log is a list of 0, and has no place "name"',
  );
});

test('inherited names are keys like others', async () => {
  const scenario = scenarioOf(
    { put: [{ result: 1, set: { '${key}.x': 1 } }] },
    { state: {}, expect: { calls: [{ name: 'put' }], state: {} } },
  );
  const { state: after } = await playCalls(scenario, [[calls({ put: { key: '__proto__' } }), DONE]]);
  expect(Object.keys(after)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('a tool module is handed the state of the trial, changes it in place, and its failure writes nothing', async () => {
  const module = `
    export function add({ n }, { state }) { state.sum = (state.sum ?? 0) + n; return state.sum; }
    export function boom() { throw new Error('boom'); }
    export function odd(args, { state }) { state.when = new Date(0); state.self = state; return 1; }`;
  const tool = (name: string, export_: string, more: JsonObject = {}): JsonObject => ({
    name,
    description: 'x',
    parameters: { type: 'object' },
    returns: [{ module: `./tools.mjs#${export_}`, ...more }],
  });
  const [scenario] = load({
    'scenarios/tools.mjs': module,
    'scenarios/a.json': JSON.stringify({
      id: 'a',
      prompt: 'Add.',
      state: { sum: 1 },
      tools: [tool('add', 'add'), tool('boom', 'boom', { set: { written: true } }), tool('odd', 'odd')],
      expect: { extra: 'allow', calls: [], state: { $literal: { sum: 4 } } },
    }),
  }).scenarios;
  if (scenario === undefined) throw new Error('no scenario');
  const played = await playCalls(scenario, [[calls({ add: { n: 1 } }), calls({ add: { n: 2 } }, { boom: {} }), DONE]]);
  expect(played.state).toEqual({ sum: 4 });
  expect(played.turns[0]?.steps.flatMap(({ results }) => results.map(({ content }) => content))).toEqual([
    '2',
    '4',
    '{"error":"boom"}',
  ]);
  expect(scoreTrial(scenario, played, { wire: 'fair' }).problems).toEqual([]);
  await expect(playCalls(scenario, [[calls({ odd: {} }), DONE]])).rejects.toThrow('what JSON cannot hold');
});
