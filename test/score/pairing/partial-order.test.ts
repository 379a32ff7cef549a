import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import type { ExpectedCall } from '../../../src/domain/scenario.ts';
import type { Verdict } from '../../../src/domain/score.ts';
import type { ToolCall } from '../../../src/domain/wire.ts';
import { call, codes, expected, judge, plan } from '../support.ts';

/** A call named by its place, that waits for earlier places. */
interface Node {
  readonly city: number;
  readonly after: readonly number[];
}

const LETTERS = 'abcdefghij';

/** Acyclic: a call waits only for calls before it in the list. `cities` bounds how many calls their arguments tell apart. */
function plans(most: number, cities: number): fc.Arbitrary<readonly Node[]> {
  return fc.integer({ min: 1, max: most }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, place) =>
        fc.record({
          city: fc.nat(cities - 1),
          after: place === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(place - 1), { maxLength: 3 }),
        }),
      ),
    ),
  );
}

function calls(nodes: readonly Node[]): readonly ExpectedCall[] {
  return nodes.map(({ city, after }, place) =>
    expected(
      'get_weather',
      { city: `${city}` },
      { id: LETTERS[place] ?? `${place}`, after: after.map((one) => LETTERS[one] ?? `${one}`) },
    ),
  );
}

const made = (nodes: readonly Node[], places: readonly number[]): readonly ToolCall[] =>
  places.map((place) => call('get_weather', { city: `${nodes[place]?.city}` }));

/** Groups of places in an order that respects the plan; `wide` of how many may come at once. */
function interleave(
  nodes: readonly Node[],
  picks: readonly number[],
  wide: (open: number, at: number) => number,
): number[][] {
  const done = new Set<number>();
  const steps: number[][] = [];
  for (let at = 0; done.size < nodes.length; at += 1) {
    const open = [...nodes.keys()].filter(
      (place) => !done.has(place) && nodes[place]?.after.every((one) => done.has(one)),
    );
    const start = (picks[at % picks.length] ?? 0) % open.length;
    const turned = [...open.slice(start), ...open.slice(0, start)];
    const step = turned.slice(0, Math.max(1, wide(open.length, at)));
    for (const place of step) done.add(place);
    steps.push(step);
  }
  return steps;
}

function longest(nodes: readonly Node[]): number {
  const depth: number[] = [];
  for (const [place, { after }] of nodes.entries())
    depth[place] = 1 + Math.max(0, ...after.map((one) => depth[one] ?? 0));
  return Math.max(...depth);
}

const distinct = (nodes: readonly Node[]): readonly Node[] => nodes.map((node, city) => ({ ...node, city }));
const seeds = fc.array(fc.nat(30), { minLength: 1, maxLength: 8 });

test('every interleaving that respects the order passes, and its parallel verdict goes by the longest chain', () => {
  fc.assert(
    fc.property(plans(8, 1), seeds, fc.constantFrom('serial', 'wide', 'mixed'), (nodes, picks, how) => {
      const told = distinct(nodes);
      const steps = interleave(told, picks, (open, at) =>
        how === 'wide' ? open : how === 'serial' ? 1 : 1 + ((picks[(at + 1) % picks.length] ?? 0) % open),
      );
      const verdict = judge(plan([calls(told)]), [...steps.map((step) => made(told, step)), 'done'], { maxSteps: 20 });
      expect(codes(verdict)).toEqual([]);
      const chain = longest(told);
      const wanted = chain === told.length ? null : steps.length <= chain ? 'parallel' : 'serial';
      expect(verdict.scores.parallel).toBe(wanted);
      if (how === 'wide') expect(steps).toHaveLength(chain);
    }),
    { numRuns: 10_000 },
  );
}, 300_000);

test('an interleaving that breaks the order of calls with different arguments fails as wrong-order, and as nothing else', () => {
  fc.assert(
    fc.property(plans(8, 1), seeds, fc.nat(), (nodes, picks, pick) => {
      const told = distinct(nodes);
      const links = told.flatMap(({ after }, place) => after.map((one) => [one, place] as const));
      fc.pre(links.length > 0);
      const [first, later] = links[pick % links.length] ?? [0, 0];
      const steps = interleave(told, picks, () => 1).flat();
      const swapped = steps.map((place) => (place === first ? later : place === later ? first : place));
      const verdict = judge(plan([calls(told)]), [...swapped.map((place) => made(told, [place])), 'done'], {
        maxSteps: 20,
      });
      expect(new Set(codes(verdict))).toEqual(new Set(['wrong-order']));
    }),
    { numRuns: 10_000 },
  );
}, 300_000);

/** By brute force: some assignment of the calls to the made ones keeps the order. */
function canKeepOrder(nodes: readonly Node[], steps: readonly (readonly number[])[]): boolean {
  const slots = steps.flatMap((cities, step) => cities.map((city) => ({ city, step })));
  const place = (node: number, taken: ReadonlySet<number>, at: readonly number[]): boolean => {
    if (node === nodes.length) return true;
    return slots.some(({ city, step }, slot) => {
      if (taken.has(slot) || city !== nodes[node]?.city) return false;
      if (!(nodes[node]?.after ?? []).every((one) => (at[one] ?? 0) < step)) return false;
      return place(node + 1, new Set([...taken, slot]), [...at, step]);
    });
  };
  return place(0, new Set(), []);
}

test('calls that only the order tells apart are paired so that the order is kept wherever it can be', () => {
  fc.assert(
    fc.property(plans(6, 2), fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }), (nodes, stepOf) => {
      const steps = [0, 1, 2, 3, 4]
        .map((step) => nodes.flatMap(({ city }, place) => (stepOf[place] === step ? [city] : [])))
        .filter((step) => step.length > 0);
      const said = steps.map((step) => step.map((city) => call('get_weather', { city: `${city}` })));
      const verdict = judge(plan([calls(nodes)]), [...said, 'done'], { maxSteps: 20 });
      expect(verdict.pass).toBe(canKeepOrder(nodes, steps));
    }),
    { numRuns: 10_000 },
  );
});

function essence({ pass, reason, scores, parallelCounts, problems }: Verdict): unknown {
  const said = problems.map(({ code, expected: wanted, actual, detail }) =>
    JSON.stringify([code, wanted, actual, detail]),
  );
  return { pass, reason, scores, parallelCounts, said: said.toSorted((a, b) => (a < b ? -1 : 1)) };
}

function shuffled<T>(items: readonly T[], keys: readonly number[]): readonly T[] {
  return items
    .map((item, i) => ({ item, key: keys[i % keys.length] ?? 0, i }))
    .toSorted((a, b) => a.key - b.key || b.i - a.i)
    .map(({ item }) => item);
}

test('a verdict on a partial order does not change when expected calls are listed otherwise, or made calls within a step', () => {
  fc.assert(
    fc.property(
      plans(6, 3),
      fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      seeds,
      (nodes, steps, allow, keys) => {
        const options = { extra: allow ? ('allow' as const) : ('forbid' as const) };
        const said = steps.map((step) => step.map((city) => call('get_weather', { city: `${city}` })));
        const wanted = calls(nodes);
        const one = judge(plan([wanted], options), [...said, 'done']);
        const other = judge(plan([shuffled(wanted, keys)], options), [
          ...said.map((step) => shuffled(step, keys)),
          'done',
        ]);
        expect(essence(other)).toEqual(essence(one));
      },
    ),
    { numRuns: 10_000 },
  );
}, 300_000);

test('with calls to spare the pairing takes no more steps than it must', () => {
  const [a, b, c] = [
    expected('get_weather', { city: '1' }, { id: 'a' }),
    expected('get_weather', { city: '2' }, { id: 'b' }),
    expected('search_products', { query: 'x' }, { id: 'c', after: ['a', 'b'] }),
  ];
  const [one, two, search] = [
    call('get_weather', { city: '1' }),
    call('get_weather', { city: '2' }),
    call('search_products', { query: 'x' }),
  ];
  const said = [[one], [one, two], [search], 'done'] as const;
  expect(judge(plan([[a, b, c]], { extra: 'allow' }), said).scores.parallel).toBe('parallel');
  expect(judge(plan([[a, b, c]]), [[one], [two], [search], 'done']).scores.parallel).toBe('serial');
  const strict = judge(plan([[a, b, c]], { requireParallel: true }), [[one], [two], [search], 'done']);
  expect(codes(strict)).toEqual(['not-parallel']);
});
