import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json/json.ts';
import type { RecordedStep } from '../../../src/conversation/play-calls.ts';
import { loadOne } from '../../scenario/load-text.ts';
import * as fc from '../../support/properties.ts';
import { calls, DONE, said, verdictOf } from './play.ts';

const PARAMETERS = { type: 'object', properties: { p: { type: 'integer' } }, required: ['p'] };

/** `fails` answers every call with an error, `busy` the first one, `works` none. Each wants a whole number `p`. */
const TOOLS = [
  { name: 'fails', description: 'Fails.', parameters: PARAMETERS, returns: [{ error: 'bad' }] },
  {
    name: 'busy',
    description: 'Works later.',
    parameters: PARAMETERS,
    returns: [{ error: 'busy', times: 1 }, { result: 1 }],
  },
  { name: 'works', description: 'Works.', parameters: PARAMETERS, returns: [{ result: { p: '${p}' } }] },
];

const load = (parts: JsonObject): ReturnType<typeof loadOne> =>
  loadOne(JSON.stringify({ id: 'a', ...('turns' in parts ? {} : { prompt: 'Do it.' }), tools: TOOLS, ...parts }));

const fails = (p?: number): JsonObject => ({ name: 'fails', ...(p !== undefined && { arguments: { p } }) });

test.each<[string, JsonObject, RecordedStep[]]>([
  [
    'a refused call is the attempt, not the call that the tool could run',
    { expect: { calls: [{ name: 'busy' }, { name: 'works' }], allow_retry: true } },
    [calls({ busy: { p: 'x' } }, { works: { p: 1 } }), calls({ busy: { p: 2 } })],
  ],
  [
    'of many equal failed calls the last one is paired',
    { expect: { calls: [fails(3), fails(3)], allow_retry: true } },
    [calls({ fails: { p: 3 } }, { fails: { p: 3 } }, { fails: { p: 3 } }), calls({ fails: { p: 3 } })],
  ],
  [
    'a failed call in its place is no attempt of a later one',
    { expect: { steps: [[fails()], [fails(1)]], extra: ['fails'], allow_retry: true } },
    [calls({ fails: { p: 3 } }), calls({ fails: { p: 1 } }, { fails: { p: 1 } })],
  ],
  [
    'the chain of a reference is made in as few steps as it has calls',
    {
      expect: {
        calls: [
          { name: 'works', arguments: { p: { $result: 'i.p' } } },
          { name: 'works' },
          { name: 'busy', arguments: { p: 1 }, id: 'i' },
        ],
        extra: ['busy'],
        require_parallel: true,
      },
      tools: TOOLS.map((tool) => ({ ...tool, returns: [{ result: { p: '${p}' } }] })),
    },
    [calls({ works: { p: 3 } }), calls({ busy: { p: 1 } }), calls({ works: { p: 1 } }, { busy: { p: 1 } })],
  ],
])('%s', async (_, parts, steps) => {
  expect(said(await verdictOf(load(parts), [...steps, DONE]))).toEqual([]);
});

test('the conversation makes up for a failed call whichever equal calls the turn takes', async () => {
  const subject = load({
    turns: [{ user: 'x', expect: { calls: [fails(), fails(2), fails(1)] } }],
    expect: { calls: [fails(1)], allow_retry: true },
  });
  const steps = [calls({ fails: { p: 1 } }, { fails: { p: 3 } }), calls({ fails: { p: 3 } }, { fails: { p: 1 } })];
  expect(said(await verdictOf(subject, [...steps, calls({ fails: { p: 2 } }), DONE]))).toEqual([]);
  const late = [calls({ fails: { p: 1 } }, { fails: { p: 1 } }), calls({ fails: { p: 3 } }, { fails: { p: 3 } })];
  expect((await verdictOf(subject, [...late, calls({ fails: { p: 2 } }), DONE])).pass).toBe(false);
});

test('of equal calls in one step the turn takes the one that succeeded where the conversation makes up for the other', async () => {
  const works = (p: number): JsonObject => ({ name: 'busy', arguments: { p } });
  const subject = load({
    turns: [{ user: 'x', expect: { calls: [works(2)] } }, { user: 'y' }],
    expect: { calls: [works(1)], allow_retry: true },
  });
  const twice = calls({ busy: { p: 2 } }, { busy: { p: 2 } });
  expect(said(await verdictOf(subject, [twice, DONE], [calls({ busy: { p: 1 } }), DONE]))).toEqual([]);
});

test('the conversation takes a failed call only where no turn needs it, and judges its arguments', async () => {
  const subject = load({
    turns: [{ user: 'x' }, { user: 'y' }],
    expect: { calls: [{ name: 'works' }, { name: 'works', arguments: { p: 1 } }], allow_retry: true },
  });
  const broken = [calls({ works: { p: 'x' } }), DONE];
  expect((await verdictOf(subject, broken, [calls({ works: { p: 1 } }), DONE])).pass).toBe(false);
  expect((await verdictOf(subject, broken, [calls({ works: { p: 1 } }, { works: { p: 2 } }), DONE])).pass).toBe(true);
});

const made = fc.record({
  name: fc.constantFrom('fails', 'busy', 'works'),
  p: fc.constantFrom<number | string>(1, 2, 'x'),
});
const wanted = fc.record({ name: fc.constantFrom('fails', 'busy', 'works'), p: fc.constantFrom(1, 2, null) });
const expected = ({ name, p }: { name: string; p: number | null }): JsonObject =>
  p === null ? { name } : { name, arguments: { p } };

test('what passes without allow_retry passes with it', async () => {
  const list = fc.array(wanted, { minLength: 1, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(list, { minLength: 1, maxLength: 2 }),
      fc.array(fc.array(made, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom<'allow' | string[]>('allow', [], ['fails', 'busy']),
      fc.boolean(),
      fc.constantFrom<JsonObject | null>(null, { calls: 'any' }, { calls: [{ name: 'fails' }] }),
      async (groups, steps, extra, require_parallel, whole) => {
        const plan = (allow_retry: boolean): JsonObject => ({
          steps: groups.map((group) => group.map(expected)),
          extra,
          require_parallel,
          allow_retry,
        });
        const verdict = (allow: boolean): ReturnType<typeof verdictOf> =>
          verdictOf(
            load(
              whole === null ? { expect: plan(allow) } : { turns: [{ user: 'x', expect: plan(allow) }], expect: whole },
            ),
            [...steps.map((step) => calls(...step.map(({ name, p }) => ({ [name]: { p } })))), DONE],
          );
        if ((await verdict(false)).pass) expect(said(await verdict(true))).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});
