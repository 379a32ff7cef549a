import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import type { ExpectedCall } from '../../src/domain/scenario.ts';
import type { Verdict } from '../../src/domain/score.ts';
import type { ToolCall } from '../../src/domain/wire.ts';
import { call, expected, judge, malformedCall, plan } from './support.ts';

const cities = fc.constantFrom('Paris', 'Rome', 'Oslo');
const expectedCalls: fc.Arbitrary<ExpectedCall> = fc.oneof(
  cities.map((city) => expected('get_weather', { city })),
  fc.constant(expected('get_weather', { city: { $oneOf: ['Paris', 'Rome'] }, unit: { $optional: 'celsius' } })),
  fc.constant(expected('get_weather', { city: { $any: true } })),
  fc.constant(expected('search_products', { query: 'x' })),
);
const madeCalls: fc.Arbitrary<ToolCall> = fc.oneof(
  cities.map((city) => call('get_weather', { city })),
  cities.map((city) => call('get_weather', { city, unit: 'celsius' })),
  fc.constant(call('get_weather', { city: 5 })),
  fc.constant(call('search_products', { query: 'x' })),
  fc.constant(call('Get_Weather', { city: 'Paris' })),
  fc.constant(malformedCall('get_weather', '{', 'bad-json')),
);

/** Everything of a verdict that must not depend on a listing order: what is said, not where. */
function essence(verdict: Verdict): unknown {
  const said = verdict.problems.map(({ code, expected: wanted, actual, detail }) =>
    JSON.stringify([code, wanted, actual, detail]),
  );
  const { pass, reason, scores, parallelCounts, relevance } = verdict;
  return { pass, reason, scores, parallelCounts, relevance, said: said.toSorted((a, b) => (a < b ? -1 : 1)) };
}

function shuffled<T>(items: readonly T[], seeds: readonly number[]): readonly T[] {
  return items
    .map((item, i) => ({ item, key: seeds[i] ?? 0, i }))
    .toSorted((a, b) => a.key - b.key || a.i - b.i)
    .map(({ item }) => item);
}

test('a verdict does not change when expected calls are permuted in a group and made calls in a step', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(expectedCalls, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 }),
      fc.array(fc.array(madeCalls, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      fc.record({ requireParallel: fc.boolean(), allowRetry: fc.boolean() }),
      fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      (groups, steps, options, seeds) => {
        const one = judge(plan(groups, options), [...steps, 'done']);
        const other = judge(
          plan(
            groups.map((group) => shuffled(group, seeds)),
            options,
          ),
          [...steps.map((step) => shuffled(step, seeds)), 'done'],
        );
        expect(essence(other)).toEqual(essence(one));
      },
    ),
    { numRuns: 10_000 },
  );
});

test('made calls taken as expected pass, in order and all parallel', () => {
  const valid = fc.constantFrom(
    call('get_weather', { city: 'Paris' }),
    call('get_weather', { city: 'Rome', unit: 'celsius' }),
    call('search_products', { query: 'x', max_price: 5 }),
    call('delete_all'),
  );
  fc.assert(
    fc.property(fc.array(fc.array(valid, { minLength: 1, maxLength: 4 }), { maxLength: 3 }), (steps) => {
      const wanted = steps.map((step) => step.map((made) => expected(made.name, made.arguments)));
      const verdict = judge(plan(wanted, { requireParallel: true }), [...steps, 'done']);
      expect(verdict).toMatchObject({ pass: true, problems: [], scores: { selection: 1 } });
      expect(verdict.scores.parallel).toBe(steps.some((step) => step.length > 1) ? 'parallel' : null);
    }),
    { numRuns: 1000 },
  );
});
