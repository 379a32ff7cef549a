import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json/json.ts';
import { calls, DONE, said, scenarioOf, verdictOf } from './play.ts';

const TOOLS = {
  find: [{ result: { id: 'o-${q}' } }],
  read: [{ result: { open: true } }],
  cancel: [{ result: 'cancelled' }],
  refund: [{ result: 'refunded' }],
};
const CANCEL = { name: 'cancel', arguments: { id: 'o1' } };
const cancel = { cancel: { id: 'o1' } };
const refund = { refund: { id: 'o1' } };

const scenario = (whole: JsonObject, ...turns: readonly (JsonObject | null)[]): ReturnType<typeof scenarioOf> =>
  scenarioOf(TOOLS, {
    turns: turns.map((expect, i) => ({ user: `Turn ${i}`, ...(expect !== null && { expect }) })),
    expect: whole,
  });

test('a call of the whole conversation may come in any turn, and only once', async () => {
  const one = scenario({ calls: [CANCEL], extra: ['read'] }, null, null, null);
  for (const at of [0, 1, 2]) {
    const turns = [0, 1, 2].map((turn) => (turn === at ? [calls({ read: {} }), calls(cancel), DONE] : [DONE]));
    const verdict = await verdictOf(one, ...turns);
    expect(said(verdict)).toEqual([]);
    expect(verdict.scores).toMatchObject({ selection: 1, arguments: 1, abstention: null, parallel: null });
    expect(verdict.pairs).toEqual([null, 'expect.calls[0]']);
  }
  const twice = await verdictOf(one, [calls(cancel), DONE], [DONE], [calls(cancel), DONE]);
  expect(said(twice)).toEqual(['extra-call: call 2: called cancel(id: "o1"), which is one call more than expected']);
  expect(twice.scores.selection).toBeCloseTo(2 / 3);
  const never = await verdictOf(one, [DONE], [DONE], [DONE]);
  expect(said(never)).toEqual(['missing-call: expected the call cancel(id: "o1"), but it was not made']);
  const other = await verdictOf(one, [calls(refund), DONE], [DONE], [DONE]);
  expect(said(other)).toEqual(['wrong-tool: call 1: called refund(id: "o1"), expected cancel(id: "o1")']);
});

test('a turn takes its calls first, the conversation takes what is left, and the rest is extra', async () => {
  const one = scenario({ calls: [CANCEL] }, { calls: [{ name: 'find', arguments: { q: '1' } }] }, null);
  const right = await verdictOf(one, [calls({ find: { q: '1' } }), calls(cancel), DONE], [DONE]);
  expect(said(right)).toEqual([]);
  expect(right.pairs).toEqual(['turns[0].expect.calls[0]', 'expect.calls[0]']);
  const extra = await verdictOf(one, [calls({ find: { q: '1' } }, refund), DONE], [calls(cancel), DONE]);
  expect(said(extra)).toEqual(['extra-call: call 2: called refund(id: "o1"), which is one call more than expected']);
  // What is missing in a turn is not made up for by another call of the conversation's.
  const missing = await verdictOf(one, [calls(cancel), DONE], [DONE]);
  expect(said(missing)).toEqual(['missing-call: expected the call find(q: "1"), but it was not made']);
});

test('where a turn could take either of two calls, it leaves the one that the conversation wants', async () => {
  const open = { name: 'cancel', arguments: { id: { $any: true } } };
  const one = scenario({ calls: [CANCEL] }, { calls: [open] }, null);
  for (const made of [calls(cancel, { cancel: { id: 'o2' } }), calls({ cancel: { id: 'o2' } }, cancel)]) {
    expect(said(await verdictOf(one, [made, DONE], [DONE]))).toEqual([]);
  }
});

test('a call that a turn or the conversation allows is not extra', async () => {
  const one = scenario(
    { calls: [CANCEL] },
    { calls: [], extra: ['read'] },
    { calls: [{ name: 'find' }], extra: 'allow' },
  );
  const made = await verdictOf(one, [calls({ read: {} }), DONE], [calls({ find: {} }, refund, cancel), DONE]);
  expect(said(made)).toEqual([]);
});

test('a turn that wants no call has none, whatever the conversation wants', async () => {
  const one = scenario({ calls: [CANCEL] }, { calls: [] }, null);
  const early = await verdictOf(one, [calls(cancel), DONE], [DONE]);
  expect(said(early)).toEqual(['called-tool: call 1: called cancel(id: "o1"), expected no call']);
  expect(early.scores.abstention).toBe(0);
  expect(said(await verdictOf(one, [DONE], [calls(cancel), DONE]))).toEqual([]);
});

test('without calls of its own a turn judges its text alone, and forbidden tools are forbidden in every turn', async () => {
  const one = scenario({ forbidden: ['refund'] }, { final: { contains: ['Which'] } }, null);
  expect(said(await verdictOf(one, [calls(cancel), { text: 'Which one?' }], [calls(cancel), DONE]))).toEqual([]);
  const wrong = await verdictOf(one, [{ text: 'No.' }], [calls(refund), DONE]);
  expect(said(wrong)).toEqual([
    'forbidden-call: call 1: called refund(id: "o1"), which is forbidden',
    'wrong-answer: the final answer is "No.", expected to contain "Which"',
  ]);
});

test('a turn forbids a tool, whatever the conversation wants', async () => {
  const one = scenario({ calls: [CANCEL] }, { forbidden: ['cancel'] }, null);
  expect(said(await verdictOf(one, [calls(cancel), DONE], [DONE]))).toEqual([
    'forbidden-call: call 1: called cancel(id: "o1"), which is forbidden',
  ]);
  expect(said(await verdictOf(one, [DONE], [calls(cancel), DONE]))).toEqual([]);
});

test('a forbidden call is told once where the turn forbids it, too', async () => {
  const one = scenario({ forbidden: ['refund'] }, { forbidden: ['refund'] });
  expect((await verdictOf(one, [calls(refund), DONE])).problems).toHaveLength(1);
});

test('the final text of the conversation is that of its last turn', async () => {
  const one = scenario({ final: { contains: ['bye'] } }, null, null);
  expect(said(await verdictOf(one, [DONE], [{ text: 'bye' }]))).toEqual([]);
  expect((await verdictOf(one, [{ text: 'bye' }], [DONE])).reason).toBe('wrong-answer');
  expect((await verdictOf(one, [DONE], [{ text: '' }])).problems.map(({ code }) => code)).toEqual([
    'empty-turn',
    'wrong-answer',
  ]);
});

test('no call, or any call, of the whole conversation', async () => {
  const none = scenario({ calls: [] }, { calls: [{ name: 'find' }] }, null);
  expect(said(await verdictOf(none, [calls({ find: {} }), DONE], [DONE]))).toEqual([]);
  const called = await verdictOf(none, [calls({ find: {} }), DONE], [calls(cancel), DONE]);
  expect(said(called)).toEqual(['called-tool: call 2: called cancel(id: "o1"), expected no call']);
  const any = scenario({ calls: 'any' }, null, null);
  expect(said(await verdictOf(any, [DONE], [calls(cancel), DONE]))).toEqual([]);
  const silent = await verdictOf(any, [DONE], [DONE]);
  expect(said(silent)).toEqual(['missing-call: expected a call of any tool, but it was not made']);
  expect(silent.relevance).toBe(0);
});

test('any call of a turn may be one that the conversation lists', async () => {
  const one = scenario({ calls: [CANCEL] }, { calls: 'any' }, null);
  expect(said(await verdictOf(one, [calls(cancel), DONE], [DONE]))).toEqual([]);
  expect(said(await verdictOf(one, [DONE], [calls(cancel), DONE]))).toEqual([
    'missing-call: expected a call of any tool, but it was not made',
  ]);
});

test('any call of the conversation is one that no turn takes, and none of these is extra', async () => {
  const one = scenario({ calls: 'any' }, { calls: [CANCEL] }, null);
  expect(said(await verdictOf(one, [calls(cancel), DONE], [DONE]))).toEqual([
    'missing-call: expected a call of any tool, but it was not made',
  ]);
  for (const turns of [
    [[calls(cancel, refund), DONE], [DONE]] as const,
    [
      [calls(cancel), DONE],
      [calls(refund), DONE],
    ] as const,
  ]) {
    expect(said(await verdictOf(one, ...turns))).toEqual([]);
  }
});

test('an undeclared tool in a turn without calls is judged with the calls of the conversation', async () => {
  const one = scenario({ calls: [CANCEL] }, null, null);
  const beside = await verdictOf(one, [calls({ stop: {} }), DONE], [calls(cancel), DONE]);
  expect(beside.problems.map(({ code }) => code)).toEqual(['extra-call']);
  const instead = await verdictOf(one, [calls({ stop: {} }), DONE], [DONE]);
  expect(instead.problems.map(({ code }) => code)).toEqual(['wrong-tool']);
  expect(instead.scores.recovered, 'a turn whose call the conversation refuses').toBe(0);
  const again = scenario({ calls: [CANCEL], allow_retry: true }, null, null);
  expect(said(await verdictOf(again, [calls({ Cancel: { id: 'o1' } }), calls(cancel), DONE], [DONE]))).toEqual([]);
});

test('order, alternatives and retries hold over turns', async () => {
  const ordered = scenario({ steps: [[{ name: 'read' }], [CANCEL]] }, null, null);
  expect(said(await verdictOf(ordered, [calls({ read: {} }), DONE], [calls(cancel), DONE]))).toEqual([]);
  expect((await verdictOf(ordered, [calls(cancel), DONE], [calls({ read: {} }), DONE])).reason).toBe('wrong-order');

  const partial = scenario(
    {
      calls: [
        { name: 'read', id: 'r' },
        { ...CANCEL, after: ['r'] },
        { name: 'refund', id: 'f' },
      ],
    },
    null,
    null,
  );
  expect(said(await verdictOf(partial, [calls(refund), calls({ read: {} }), DONE], [calls(cancel), DONE]))).toEqual([]);

  const either = scenario({ any_of: [{ calls: [CANCEL] }, { calls: [{ name: 'refund' }] }] }, null, null);
  expect(said(await verdictOf(either, [DONE], [calls(refund), DONE]))).toEqual([]);
  expect((await verdictOf(either, [calls(cancel), DONE], [calls(refund), DONE])).reason).toBe('extra-call');
});

test('a call that failed in one turn and is made again in another counts once', async () => {
  const one = scenarioOf(
    { pay: [{ times: 1, error: 'busy' }, { result: 'paid' }] },
    {
      turns: [{ user: 'Pay.' }, { user: 'Again.' }],
      expect: { calls: [{ name: 'pay', arguments: {} }], allow_retry: true },
    },
  );
  expect(said(await verdictOf(one, [calls({ pay: {} }), DONE], [calls({ pay: {} }), DONE]))).toEqual([]);
  const thrice = await verdictOf(one, [calls({ pay: {} }), DONE], [calls({ pay: {} }), calls({ pay: {} }), DONE]);
  expect(thrice.problems.map(({ code }) => code)).toEqual(['extra-call']);
});

test('calls of different turns cannot come together, calls of one turn can', async () => {
  const one = scenario({ calls: [CANCEL, { name: 'refund' }], require_parallel: true }, null, null);
  const parallel = async (...turns: Parameters<typeof verdictOf>[1][]): Promise<unknown> =>
    (await verdictOf(one, ...turns)).scores.parallel;
  expect(await parallel([calls(cancel), DONE], [calls(refund), DONE])).toBeNull();
  expect(await parallel([DONE], [calls(cancel, refund), DONE])).toBe('parallel');
  expect(await parallel([DONE], [calls(cancel), calls(refund), DONE])).toBe('serial');
  expect(await parallel([DONE], [calls(cancel), DONE])).toBe('incomplete');
});

test('references go from the conversation to the turns, and the other way', async () => {
  const whole = scenario(
    { calls: [{ name: 'cancel', arguments: { id: { $result: 'found.id' } } }] },
    { calls: [{ name: 'find', id: 'found' }] },
    null,
  );
  expect(
    said(await verdictOf(whole, [calls({ find: { q: '9' } }), DONE], [calls({ cancel: { id: 'o-9' } }), DONE])),
  ).toEqual([]);
  const turned = scenario({ calls: [{ name: 'find', id: 'found' }] }, null, {
    calls: [{ name: 'cancel', arguments: { id: { $result: 'found.id' } } }],
  });
  expect(
    said(await verdictOf(turned, [calls({ find: { q: '9' } }), DONE], [calls({ cancel: { id: 'o-9' } }), DONE])),
  ).toEqual([]);
  const wrong = await verdictOf(turned, [calls({ find: { q: '9' } }), DONE], [calls({ cancel: { id: 'o-8' } }), DONE]);
  expect(said(wrong)).toEqual(['wrong-arguments: call 2: id is "o-8", expected "o-9" (the result found.id)']);
});
