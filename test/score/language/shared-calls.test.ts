import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import type { RecordedStep } from '../../../src/conversation/play-calls.ts';
import * as fc from '../../support/properties.ts';
import { calls, DONE, said, scenarioOf, verdictOf } from './play.ts';

const TOOLS = { read: [{ result: { n: '${n}' } }], write: [{ result: 'written' }] };

const scenario = (whole: JsonObject, ...turns: readonly (JsonObject | null)[]): ReturnType<typeof scenarioOf> =>
  scenarioOf(TOOLS, {
    turns: turns.map((expect, i) => ({ user: `Turn ${i}`, ...(expect !== null && { expect }) })),
    expect: whole,
  });

/** An expected call of `read`, and the numbers that fit it. */
const WANTED: readonly { readonly matcher: JsonObject | number; readonly numbers: readonly number[] }[] = [
  { matcher: 1, numbers: [1] },
  { matcher: 2, numbers: [2] },
  { matcher: { $oneOf: [1, 2] }, numbers: [1, 2] },
  { matcher: { $range: [2, 3] }, numbers: [2, 3] },
  { matcher: { $any: true }, numbers: [1, 2, 3] },
];

/** A call of a plan: what is wanted, what is made of it, and the turn and place where it is made. */
const one = fc.record({
  kind: fc.nat(WANTED.length - 1),
  number: fc.nat(2),
  turn: fc.nat(1),
  place: fc.nat(1000),
});
type One = typeof one extends fc.Arbitrary<infer T> ? T : never;

const wanted = ({ kind }: One): JsonObject => ({ name: 'read', arguments: { n: WANTED[kind]?.matcher ?? 0 } });
const made = ({ kind, number }: One): JsonObject => {
  const { numbers = [] } = WANTED[kind] ?? {};
  return { n: numbers[number % numbers.length] ?? 0 };
};

function turnOf(ones: readonly One[]): RecordedStep[] {
  const steps = ones.toSorted((a, b) => a.place - b.place).map((each): RecordedStep => calls({ read: made(each) }));
  return [...steps, DONE];
}

test('calls that can be shared so that all expectations are met are shared so', async () => {
  const lists = fc.tuple(fc.array(one, { minLength: 1, maxLength: 4 }), fc.array(one, { minLength: 1, maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(lists, fc.array(one, { minLength: 1, maxLength: 4 }), async (turns, whole) => {
      const subject = scenario(
        { calls: whole.map(wanted) },
        ...turns.map((list): JsonObject => ({ calls: list.map(wanted) })),
      );
      const right = turns.map((list, i) => [...list, ...whole.filter(({ turn }) => turn === i)]);
      expect(said(await verdictOf(subject, ...right.map(turnOf)))).toEqual([]);
      const [first = [], ...others] = right;
      const short = [first.slice(1), ...others];
      expect((await verdictOf(subject, ...short.map(turnOf))).pass).toBe(false);
    }),
    { numRuns: 300 },
  );
});

const read = (n: number): JsonObject => ({ name: 'read', arguments: { n } });
const any = { name: 'read', arguments: { n: { $any: true } } };

test('a turn leaves the call that alone fits the conversation, though the conversation could take both', async () => {
  const subject = scenario(
    { calls: [read(1), { name: 'read', arguments: { n: { $oneOf: [1, 2] } } }] },
    { calls: [any] },
  );
  const steps = [calls({ read: { n: 1 } }, { read: { n: 2 } }, { read: { n: 2 } }), DONE];
  expect(said(await verdictOf(subject, steps))).toEqual([]);
});

test('the order decides which of two equal calls a turn leaves', async () => {
  const subject = scenario({ steps: [[read(1)], [{ name: 'write' }]] }, { calls: [any] });
  for (const n of [1, 2]) {
    const steps = [calls({ read: { n: 1 } }), calls({ write: {} }), calls({ read: { n } }), DONE];
    expect(said(await verdictOf(subject, steps))).toEqual([]);
  }
});

test('a turn takes a call in order, though the conversation could take it too', async () => {
  const range = { name: 'read', arguments: { n: { $range: [2, 3] } } };
  const subject = scenario({ calls: [read(2)] }, { steps: [[read(1)], [range]], extra: 'allow' });
  const steps = [
    calls({ read: { n: 2 } }, { read: { n: 3 } }),
    calls({ read: { n: 1 } }),
    calls({ read: { n: 2 } }),
    DONE,
  ];
  expect(said(await verdictOf(subject, steps))).toEqual([]);
});

test('of the alternatives of a turn one counts that leaves nothing over', async () => {
  const subject = scenario(
    { calls: [{ name: 'write' }] },
    { any_of: [{ calls: [read(1)] }, { calls: [read(1), read(2)] }] },
  );
  const both = [calls({ read: { n: 1 } }, { read: { n: 2 } }, { write: {} }), DONE];
  expect(said(await verdictOf(subject, both))).toEqual([]);
  const more = [calls({ read: { n: 1 } }, { read: { n: 3 } }, { write: {} }), DONE];
  expect((await verdictOf(subject, more)).reason).toBe('extra-call');
});

test('the conversation takes the call that nothing else allows', async () => {
  const subject = scenario({ calls: [read(1)] }, { calls: [{ name: 'write' }], extra: ['read'] }, null);
  const twice = await verdictOf(
    subject,
    [calls({ read: { n: 1 } }, { write: {} }), DONE],
    [calls({ read: { n: 1 } }), DONE],
  );
  expect(said(twice)).toEqual([]);
});

test('a call that the conversation takes is any call of its turn, and is forbidden where the turn forbids it', async () => {
  const subject = scenario({ calls: [read(1)] }, { calls: 'any' });
  expect(said(await verdictOf(subject, [calls({ read: { n: 1 } }), DONE]))).toEqual([]);
  const strict = scenario({ calls: [read(1)] }, { calls: [{ name: 'write' }], forbidden: ['read'] }, null);
  const early = await verdictOf(strict, [calls({ write: {} }, { read: { n: 1 } }), DONE], [DONE]);
  expect(early.problems.map(({ code }) => code)).toEqual(['forbidden-call']);
  const late = await verdictOf(strict, [calls({ write: {} }), DONE], [calls({ read: { n: 1 } }), DONE]);
  expect(said(late)).toEqual([]);
});

test('a reference to a call of a turn does not decide how calls are shared', async () => {
  const subject = scenario(
    {
      calls: [read(1), read(2), { name: 'read', arguments: { n: { $result: 'own.n' } } }],
      require_parallel: true,
    },
    { calls: [{ name: 'read', id: 'own', arguments: { n: { $range: [2, 3] } } }] },
  );
  const steps = [calls({ read: { n: 3 } }, { read: { n: 1 } }, { read: { n: 2 } }), calls({ read: { n: 3 } }), DONE];
  expect(said(await verdictOf(subject, steps))).toEqual([]);
});

test('a refused call that was made again stays one where a turn would allow it', async () => {
  const subject = scenarioOf(
    { read: [{ when: { n: 1 }, error: 'busy' }, { result: { n: '${n}' } }] },
    {
      turns: [{ user: 'Turn 0' }],
      expect: {
        calls: [{ name: 'read' }, { name: 'read', arguments: { n: { $range: [2, 3] } } }],
        extra: ['read'],
        allow_retry: true,
      },
    },
  );
  const verdict = await verdictOf(subject, [
    calls({ read: { n: 1 } }, { read: { n: 3 } }),
    calls({ read: { n: 2 } }),
    DONE,
  ]);
  expect(said(verdict)).toEqual([]);
  expect(verdict.pairs[0]).toBeNull();
});

test('the conversation shares the calls that a turn without calls of its own allows', async () => {
  const read = (n: Json, more: JsonObject = {}): JsonObject => ({ name: 'read', arguments: { n }, ...more });
  const subject = scenario(
    { calls: [read({ $result: 'i.n' }, { id: 'k' }), read(2), read({ $result: 'i.n' }, { after: ['k'] })] },
    {
      calls: [
        { name: 'read', arguments: { n: 2, q: { $optional: 1 } }, id: 'i' },
        { name: 'read', arguments: { n: { $result: 'i.n' }, q: 1 }, id: 'j' },
        read(1),
        read(1, { after: ['i', 'j'] }),
      ],
      require_parallel: true,
    },
    { calls: [], extra: ['read'] },
  );
  const steps = [
    calls({ read: { n: 1 } }),
    calls({ read: { n: 2 } }),
    calls({ read: { n: 2, q: 1 } }, { read: { n: 2 } }),
    calls({ read: { n: 1 } }),
  ];
  const last = calls({ read: { n: 2 } }, { read: { n: 2 } });
  expect(said(await verdictOf(subject, [...steps, DONE], [last, DONE]))).toEqual([]);
});
