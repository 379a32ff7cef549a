import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';

import { joinPath } from '../../../src/json/json.ts';
import type { ScenarioRow, TrialRow } from '../../../src/domain/run.ts';
import { callPairs } from '../../../src/report-app/data/comparison.ts';
import { placeAfter } from '../../../src/report-app/data/grid-keys.ts';
import { isWithin, parsePath, valueAt } from '../../../src/json/path.ts';
import { FAMILIES, familyOf, shortWordOf } from '../../../src/report-app/data/outcomes.ts';
import { FAIL_REASONS, UNRECORDED_REASONS } from '../../../src/domain/score.ts';
import { TRIAL_ERROR_CODES } from '../../../src/domain/wire.ts';
import { DEFAULT_VIEW, formatHash, parseHash } from '../../../src/report-app/data/view.ts';

test('a path made of any keys and indices is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.nat(99)), { minLength: 1 }), (tokens) => {
      expect(parsePath(tokens.reduce<string>(joinPath, ''))).toEqual(tokens);
    }),
  );
});

test('a path leads to its value, and to nothing where nothing stands', () => {
  const root = { expect: { calls: [{ name: 'a', arguments: { 'b c': [1, { d: null }] } }] } };
  expect(valueAt(root, 'expect.calls[0].arguments["b c"][1].d')).toBe(null);
  expect(valueAt(root, 'expect.calls[1].name')).toBe(undefined);
  expect(valueAt(root, 'expect.constructor')).toBe(undefined);
  expect(valueAt(root, 'expect..calls[')).toBe(undefined);
});

test.each([
  ['calls[1].arguments.city', 'calls[1]', true],
  ['calls[1]', 'calls[1]', true],
  ['calls[10].arguments', 'calls[1]', false],
  ['calls[1].arguments.city_name', 'calls[1].arguments.city', false],
  ['calls[1].arguments.list[2]', 'calls[1].arguments.list', true],
])('%s lies within %s: %s', (path, base, within) => {
  expect(isWithin(path, base)).toBe(within);
});

test('any view stands in the address and is read back from it', () => {
  const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }));
  fc.assert(
    fc.property(
      fc.record({
        text: fc.string({ unit: 'grapheme' }),
        tags: names,
        models: names,
        results: names,
        sort: fc.string({ minLength: 1 }),
        descending: fc.boolean(),
        open: fc.option(
          fc.record({
            scenario: fc.string({ unit: 'grapheme' }),
            model: fc.string(),
            trial: fc.integer({ min: 1, max: 99 }),
            beside: fc.option(fc.string()),
            before: fc.boolean(),
          }),
        ),
        left: fc.option(fc.record({ scenario: fc.string({ unit: 'grapheme' }), model: fc.string() })),
      }),
      ({ left, ...rest }) => {
        const { open } = rest;
        const view = { ...rest, at: open === null ? left : { scenario: open.scenario, model: open.model } };
        expect(parseHash(`#${formatHash(view)}`)).toEqual(view);
      },
    ),
  );
  expect(formatHash(DEFAULT_VIEW)).toBe('');
  expect(parseHash('')).toEqual(DEFAULT_VIEW);
});

test('every reason has a family of its status and a short word of its own within it', () => {
  for (const reason of FAIL_REASONS) expect(['pass', 'error', 'unrecorded']).not.toContain(familyOf('fail', reason));
  for (const reason of TRIAL_ERROR_CODES) expect(familyOf('error', reason)).toBe('error');
  for (const reason of UNRECORDED_REASONS) expect(familyOf('unrecorded', reason)).toBe('unrecorded');
  const words = [...FAIL_REASONS, ...TRIAL_ERROR_CODES, ...UNRECORDED_REASONS].map((reason) =>
    shortWordOf('fail', reason),
  );
  expect(new Set(words).size).toBe(words.length);
  expect(words.filter((word) => word.length > 8)).toEqual([]);
  const symbols = Object.values(FAMILIES).map(({ symbol }) => symbol);
  expect(new Set(symbols).size).toBe(symbols.length);
});

test.each([
  ['ArrowDown', false, { row: 3, column: 2 }],
  ['ArrowUp', false, { row: 1, column: 2 }],
  ['ArrowUp', true, { row: 0, column: 2 }],
  ['ArrowDown', true, { row: 99, column: 2 }],
  ['ArrowRight', true, { row: 2, column: 4 }],
  ['ArrowLeft', false, { row: 2, column: 1 }],
  ['PageDown', false, { row: 12, column: 2 }],
  ['PageUp', false, { row: 0, column: 2 }],
  ['Home', false, { row: 2, column: 0 }],
  ['End', true, { row: 99, column: 4 }],
  ['a', false, null],
])('%s (control: %s) leads from row 2, column 2 to %o', (key, control, place) => {
  expect(placeAfter(key, control, { row: 2, column: 2 }, { rows: 100, columns: 5, page: 10 })).toEqual(place);
});

test('the row above the first is the headings, and nothing lies beyond', () => {
  const bounds = { rows: 1, columns: 1, page: 5 };
  expect(placeAfter('ArrowUp', false, { row: 0, column: 0 }, bounds)).toEqual({ row: -1, column: 0 });
  expect(placeAfter('ArrowUp', false, { row: -1, column: 0 }, bounds)).toEqual({ row: -1, column: 0 });
  expect(placeAfter('ArrowDown', false, { row: 0, column: 0 }, bounds)).toEqual({ row: 0, column: 0 });
});

const scenario = (expectation: ScenarioRow['expect']): ScenarioRow => ({
  id: 's',
  tags: [],
  messages: [],
  tools: [],
  expect: expectation,
  ruleHash: '',
});
const trial = (calls: TrialRow['calls'], problems: TrialRow['problems'] = []): TrialRow =>
  ({ status: 'fail', calls, problems, steps: [] }) as unknown as TrialRow;
const call = (name: string, args: TrialRow['calls'][number]['arguments'], expected: string | null) => ({
  step: 1,
  name,
  arguments: args,
  rawArguments: '',
  expected,
});
const problem = (path: string) =>
  ({ code: 'wrong-arguments', path, expected: null, actual: null, detail: null }) as const;

test('a made call stands beside the one it was paired with, differing arguments marked', () => {
  const [pair, ...more] = callPairs(
    trial(
      [call('f', { a: 1, c: 3 }, 'expect.calls[0]')],
      [problem('calls[0].arguments.a'), problem('calls[0].arguments.b')],
    ),
    scenario({ calls: [{ name: 'f', arguments: { a: { $any: true }, b: 2 } }] }),
  );
  expect(more).toEqual([]);
  expect(pair?.arguments).toEqual([
    { name: 'a', path: 'calls[0].arguments.a', wanted: { $any: true }, made: 1, differs: true },
    { name: 'b', path: 'calls[0].arguments.b', wanted: 2, made: undefined, differs: true },
    { name: 'c', path: 'calls[0].arguments.c', wanted: undefined, made: 3, differs: false },
  ]);
});

test('expected calls that were not made follow, of steps, turns and the plan that the trial was judged by', () => {
  const names = (expectation: ScenarioRow['expect'], made: TrialRow['calls']): (string | undefined)[] =>
    callPairs(trial(made), scenario(expectation)).map(
      (pair) => `${pair.made?.name ?? '-'}/${pair.wanted?.name ?? '-'}`,
    );
  expect(names({ steps: [[{ name: 'a' }], [{ name: 'b' }]] }, [call('b', {}, 'expect.steps[1][0]')])).toEqual([
    'b/b',
    '-/a',
  ]);
  expect(
    names({ turns: [{ expect: { calls: [{ name: 'a' }] } }, { expect: { calls: [{ name: 'b' }] } }] }, [
      call('a', {}, 'turns[0].expect.calls[0]'),
    ]),
  ).toEqual(['a/a', '-/b']);
  const plans = { any_of: [{ calls: [{ name: 'a' }] }, { calls: [{ name: 'b' }, { name: 'c' }] }] };
  expect(names(plans, [call('b', {}, 'expect.any_of[1].calls[0]')])).toEqual(['b/b', '-/c']);
  expect(names(plans, [])).toEqual(['-/a']);
  expect(names({ calls: 'any' }, [call('x', {}, null)])).toEqual(['x/-']);
});

test('calls of the whole conversation stand behind those of the turns', () => {
  const expectation = {
    turns: [{ expect: { calls: [{ name: 'a' }] } }, { expect: {} }],
    expect: { calls: [{ name: 'b' }, { name: 'c' }] },
  };
  const made = [call('a', {}, 'turns[0].expect.calls[0]'), call('b', {}, 'expect.calls[0]')];
  const pairs = callPairs(trial(made), scenario(expectation));
  expect(pairs.map(({ made: one, wanted }) => `${one?.name ?? '-'}/${wanted?.name ?? '-'}`)).toEqual([
    'a/a',
    'b/b',
    '-/c',
  ]);
});

test('a reference shows the value that it stands for in this trial', () => {
  const result = { content: '{"customer":{"id":"c1"}}', isError: false, unsimulated: false };
  const step = { turn: 1, text: null, finishReason: null, latencyMs: 0 };
  const [, pair] = callPairs(
    {
      ...trial([
        { ...call('look', {}, 'expect.steps[0][0]'), step: 1 },
        { ...call('act', { id: 'c2' }, 'expect.steps[1][0]'), step: 2 },
      ]),
      steps: [
        { ...step, results: [result] },
        { ...step, results: [] },
      ],
    },
    scenario({
      steps: [[{ name: 'look', id: 'l' }], [{ name: 'act', arguments: { id: { $result: 'l.customer.id' } } }]],
    }),
  );
  expect(pair?.arguments[0]?.wanted).toEqual({ $result: { reference: 'l.customer.id', values: ['c1'] } });
});

test('accepted values of the other rules stand where matchers do', () => {
  const [pair] = callPairs(
    trial([call('f', { a: 2 }, 'expect.calls[0]')]),
    scenario({ calls: [{ name: 'f', accept: { a: [1, 2] } }] }),
  );
  expect(pair?.wanted?.rule).toBe('one of');
  expect(pair?.arguments[0]?.wanted).toEqual([1, 2]);
});
