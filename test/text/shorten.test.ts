import { assert, integer, jsonValue, property, string } from '../support/properties.ts';
import { expect, test } from 'vitest';
import type { Json } from '../../src/json/json.ts';
import { excerptAround, joinShort, shorten, shortJson } from '../../src/text/shorten.ts';

test('a shortened text has at most its limit, and no half of a character', () => {
  assert(
    property(string({ unit: 'binary' }), integer({ min: 1, max: 40 }), (text, limit) => {
      const short = shorten(text, limit);
      expect(short.length).toBeLessThanOrEqual(Math.max(limit, 1));
      expect(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1)))).toBe(true);
      if (text.isWellFormed()) expect(short.isWellFormed()).toBe(true);
    }),
  );
  expect(shorten('👩‍👧‍👦 and', 4)).toBe('👩…');
});

test('an excerpt shows the place it is about', () => {
  const text = `${'a'.repeat(500)}NEEDLE${'b'.repeat(500)}`;
  const excerpt = excerptAround(text, 500, 80);
  expect(excerpt).toContain('NEEDLE');
  expect(excerpt).toMatch(/^…a+NEEDLEb+…$/);
  expect(excerptAround(`${'a'.repeat(100)}😀`, 101, 40).isWellFormed()).toBe(true);
  expect(excerptAround('short', 3, 80)).toBe('short');
});

test('of a list as many whole parts are shown as fit, the rest is counted', () => {
  expect(joinShort(['one', 'two', 'three', 'four'], ', ', 12)).toBe('one, two, … 2 more');
  expect(joinShort(['one'], ', ', 12)).toBe('one');
  expect(joinShort([], ', ', 12)).toBe('');
});

test.each<readonly [Json, string]>([
  [{ to: 'tom@example.com', items: [1, 2] }, '{"to":"tom@example.com","items":[1,2]}'],
  ['x'.repeat(60), `"${'x'.repeat(37)}…"`],
  [[...Array(40).keys()], '[0,1,2,3,4,5,6,7,8,9,10,11,… 28 more]'],
  [{ street: 'Lindenstraße '.repeat(9), city: 'Berlin' }, '{"street":"Lindenstraße Lindenstraß…",… 1 more}'],
])('%j is cut where its texts and lists end, never in the middle of its syntax', (value, text) => {
  expect(shortJson(value, 40)).toBe(text);
});

test('what stays of a long value is JSON again once its marks are taken out', () => {
  assert(
    property(jsonValue({ maxDepth: 6 }), integer({ min: 10, max: 200 }), (value, limit) => {
      const text = shortJson(value as Json, limit);
      const whole = text.replace(/,?… \d+ more(?=[\]}])/gu, '');
      expect(() => JSON.parse(whole) as unknown).not.toThrow();
    }),
  );
});

test('no depth and no length exhausts it', () => {
  let deep: Json = 'x';
  for (let i = 0; i < 50_000; i++) deep = i % 2 === 0 ? [deep] : { a: deep };
  expect(shortJson(deep, 120).length).toBeLessThan(200);
  expect(
    shortJson(
      Array.from({ length: 100_000 }, () => 'text'),
      120,
    ).length,
  ).toBeLessThan(200);
});
