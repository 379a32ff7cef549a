import { expect, test } from 'vitest';
import type { Json } from '../../../src/json/json.ts';
import type { Scenario } from '../../../src/domain/scenario.ts';
import { calls, DONE, said, scenarioOf, verdictOf } from './play.ts';

const CUSTOMERS: Json = [
  { when: { name: 'Ada' }, result: { customer: { id: 'c1', tags: ['x', 'y'] } } },
  { when: { name: 'Bob' }, result: { customer: { id: 'c2', tags: [] } } },
  { error: 'no such customer' },
];
const TOOLS = { lookup: CUSTOMERS, orders: [{ result: ['o1', 'o2'] }], note: [{ result: 'n-7' }] };

const lookupThenOrders = (): Scenario =>
  scenarioOf(TOOLS, {
    expect: {
      calls: [
        { name: 'lookup', id: 'ada', arguments: { name: 'Ada' } },
        { name: 'orders', after: ['ada'], arguments: { customer: { $result: 'ada.customer.id' } } },
      ],
    },
  });

test('a reference is the value in the result that the call got in this trial', async () => {
  const right = await verdictOf(lookupThenOrders(), [
    calls({ lookup: { name: 'Ada' } }),
    calls({ orders: { customer: 'c1' } }),
    DONE,
  ]);
  expect(said(right)).toEqual([]);
  const wrong = await verdictOf(lookupThenOrders(), [
    calls({ lookup: { name: 'Ada' } }),
    calls({ orders: { customer: 'c2' } }),
    DONE,
  ]);
  expect(said(wrong)).toEqual([
    'wrong-arguments: call 2: customer is "c2", expected "c1" (the result ada.customer.id)',
  ]);
});

test('a value that the result does not have is a wrong argument that says so', async () => {
  const scenario = scenarioOf(TOOLS, {
    expect: {
      calls: [
        { name: 'lookup', id: 'ada', arguments: { name: 'Eve' } },
        { name: 'orders', arguments: { customer: { $result: 'ada.customer.id' } } },
      ],
    },
  });
  const verdict = await verdictOf(scenario, [
    calls({ lookup: { name: 'Eve' } }),
    calls({ orders: { customer: 'c1' } }),
    DONE,
  ]);
  expect(said(verdict)).toEqual([
    'wrong-arguments: call 2: customer is "c1", expected the result ada.customer.id, but there is no such value',
  ]);
  const alone = await verdictOf(scenario, [calls({ orders: { customer: 'c1' } }), DONE]);
  expect(alone.problems.map(({ code }) => code)).toEqual(['missing-call', 'wrong-arguments']);
});

test.each<[string, Json, Json, boolean]>([
  ['the whole result, a text that is no JSON', { $result: 'note' }, 'n-7', true],
  ['the whole result, a list', { $result: 'orders' }, ['o1', 'o2'], true],
  ['an item of a list', { $result: 'orders[1]' }, 'o2', true],
  ['a value inside a matcher', { $oneOf: ['x', { $result: 'orders[0]' }] }, 'o1', true],
  ['what must not be it', { $not: { $result: 'orders[0]' } }, 'o1', false],
  ['an optional one that is there', { $optional: { $result: 'orders[0]' } }, 'o3', false],
  ['inside an object', { deep: [{ $result: 'orders[0]' }] }, { deep: ['o1'] }, true],
  ['part of a text', { $contains: { $result: 'orders[0]' } }, 'cancel o1, please', true],
  ['part of a text that has another', { $contains: { $result: 'orders[0]' } }, 'cancel o3, please', false],
  ['one of several parts of a text', { $contains: ['cancel', { $result: 'note' }] }, 'cancel n-7', true],
  ['an element of a list', { $contains: { $result: 'orders[0]' } }, ['o9', 'o1'], true],
  ['what must not be there, where no result has it', { $not: { $result: 'orders[7]' } }, 'o1', false],
  ['the same inside a list of matchers', { $not: { $oneOf: ['x', { $result: 'orders.id' }] } }, 'o1', false],
  ['a text of digits is no number', { $result: 'note' }, 7, false],
  ['what a literal holds is no reference', { $literal: { $result: 'note' } }, { $result: 'note' }, true],
])('%s', async (_, matcher, value, fits) => {
  const scenario = scenarioOf(TOOLS, {
    expect: {
      calls: [
        { name: 'note', id: 'note', arguments: {} },
        { name: 'orders', id: 'orders', arguments: {} },
        { name: 'lookup', arguments: { name: matcher } },
      ],
    },
  });
  const steps = [calls({ note: {} }, { orders: {} }), calls({ lookup: { name: value } }), DONE];
  expect((await verdictOf(scenario, steps)).pass).toBe(fits);
});

test('references go on from call to call, and into later turns', async () => {
  const scenario = scenarioOf(
    { next: [{ result: { n: '${n}+' } }] },
    {
      turns: [
        {
          user: 'One',
          expect: {
            calls: [
              { name: 'next', id: 'c', arguments: { n: { $result: 'b.n' } } },
              { name: 'next', id: 'b', arguments: { n: { $result: 'a.n' } } },
              { name: 'next', id: 'a', arguments: { n: '0' } },
            ],
          },
        },
        { user: 'Two', expect: { calls: [{ name: 'next', arguments: { n: { $result: 'c.n' } } }] } },
      ],
    },
  );
  const chain = [calls({ next: { n: '0' } }), calls({ next: { n: '0+' } }), calls({ next: { n: '0++' } }), DONE];
  const right = await verdictOf(scenario, chain, [calls({ next: { n: '0+++' } }), DONE]);
  expect(said(right)).toEqual([]);
  // Calls that need each other's results cannot come together, so there is no verdict on parallel calls.
  expect(right.scores.parallel).toBeNull();
  const wrong = await verdictOf(scenario, chain, [calls({ next: { n: '0++' } }), DONE]);
  expect(said(wrong)).toEqual(['wrong-arguments: call 4: n is "0++", expected "0+++" (the result c.n)']);
});

const FLIPPING: Json = [{ times: 1, result: { token: 't1' } }, { result: { token: 't2' } }];

test('a reference to a call that could equally be paired with several fits the result of any of them', async () => {
  const scenario = scenarioOf(
    { open: FLIPPING, use: [{ result: 'ok' }] },
    {
      expect: {
        extra: ['open'],
        calls: [
          { name: 'open', id: 'open', arguments: { box: 'A' } },
          { name: 'use', arguments: { token: { $result: 'open.token' } } },
        ],
      },
    },
  );
  const twice = calls({ open: { box: 'A' } }, { open: { box: 'A' } });
  for (const token of ['t1', 't2']) {
    expect(said(await verdictOf(scenario, [twice, calls({ use: { token } }), DONE]))).toEqual([]);
  }
  const other = await verdictOf(scenario, [twice, calls({ use: { token: 't3' } }), DONE]);
  expect(said(other)).toEqual([
    'wrong-arguments: call 3: token is "t3", expected "t1" or "t2" (the result open.token)',
  ]);
  // The second box is another one: it fits less well, so the reference is to the first alone.
  const apart = calls({ open: { box: 'A' } }, { open: { box: 'B' } });
  expect((await verdictOf(scenario, [apart, calls({ use: { token: 't2' } }), DONE])).reason).toBe('wrong-arguments');
});

test('a value that must not be a result is none where there is no such result, and fits where one of several calls fits', async () => {
  const scenario = scenarioOf(
    { open: FLIPPING, use: [{ result: 'ok' }] },
    {
      expect: {
        extra: ['open'],
        calls: [
          { name: 'open', id: 'open' },
          { name: 'use', arguments: { token: { $not: { $result: 'open.token' } } } },
        ],
      },
    },
  );
  const twice = calls({ open: {} }, { open: {} });
  expect(said(await verdictOf(scenario, [twice, calls({ use: { token: 't1' } }), DONE]))).toEqual([]);
  const once = await verdictOf(scenario, [calls({ open: {} }), calls({ use: { token: 't1' } }), DONE]);
  expect(once.reason).toBe('wrong-arguments');
  const missing = await verdictOf(scenario, [calls({ use: { token: 't9' } }), DONE]);
  expect(said(missing)).toContain(
    'wrong-arguments: call 1: token is "t9", expected anything but the result open.token, but there is no such value',
  );
});

test('which of two calls is meant follows from a third that wants one of them', async () => {
  const scenario = scenarioOf(
    { open: [{ result: { token: 't-${box}' } }], use: [{ result: 'ok' }] },
    {
      expect: {
        calls: [
          { name: 'open', id: 'any', arguments: { box: { $any: true } } },
          { name: 'open', arguments: { box: 'A' } },
          { name: 'use', arguments: { token: { $result: 'any.token' } } },
        ],
      },
    },
  );
  const both = calls({ open: { box: 'A' } }, { open: { box: 'B' } });
  expect(said(await verdictOf(scenario, [both, calls({ use: { token: 't-B' } }), DONE]))).toEqual([]);
  expect((await verdictOf(scenario, [both, calls({ use: { token: 't-A' } }), DONE])).reason).toBe('wrong-arguments');
});

test.each<[string, Json[]]>([
  [
    'after',
    [
      { name: 'open', id: 'first', arguments: { box: { $any: true } } },
      { name: 'open', id: 'second', after: ['first'], arguments: { box: { $any: true } } },
      { name: 'use', after: ['second'], arguments: { token: { $result: 'first.token' } } },
    ],
  ],
  [
    'steps',
    [
      [{ name: 'open', id: 'first', arguments: { box: { $any: true } } }],
      [{ name: 'open', arguments: { box: { $any: true } } }],
      [{ name: 'use', arguments: { token: { $result: 'first.token' } } }],
    ],
  ],
])('which of two calls is meant follows from their order: %s', async (kind, list) => {
  const scenario = scenarioOf(
    { open: [{ result: { token: 't-${box}' } }], use: [{ result: 'ok' }] },
    { expect: kind === 'steps' ? { steps: list } : { calls: list } },
  );
  const opened = [calls({ open: { box: 'A' } }), calls({ open: { box: 'B' } })];
  expect(said(await verdictOf(scenario, [...opened, calls({ use: { token: 't-A' } }), DONE]))).toEqual([]);
  expect(said(await verdictOf(scenario, [...opened, calls({ use: { token: 't-B' } }), DONE]))).toEqual([
    'wrong-arguments: call 3: token is "t-B", expected "t-A" (the result first.token)',
  ]);
  // Calls of one step have no order, so either may be the first.
  const together = [calls({ open: { box: 'A' } }, { open: { box: 'B' } }), calls({ use: { token: 't-B' } }), DONE];
  expect((await verdictOf(scenario, together)).problems.map(({ code }) => code)).toEqual(['wrong-order']);
});

test('with allow_retry the reference is to the call that was made again, not to the one that failed', async () => {
  const scenario = scenarioOf(
    { open: [{ times: 1, error: 'busy' }, { result: { token: 't1' } }], use: [{ result: 'ok' }] },
    {
      expect: {
        allow_retry: true,
        calls: [
          { name: 'open', id: 'open', arguments: {} },
          { name: 'use', arguments: { token: { $result: 'open.token' } } },
        ],
      },
    },
  );
  const verdict = await verdictOf(scenario, [
    calls({ open: {} }),
    calls({ open: {} }),
    calls({ use: { token: 't1' } }),
    DONE,
  ]);
  expect(said(verdict)).toEqual([]);
});
