import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { nestsDeeper, textNestsDeeper } from '../../src/json/depth.ts';
import type { Json } from '../../src/json/json.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('the depth of a value and of its text are the same, whatever its strings hold', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 7 }), (value, limit) => {
      const isDeeper = depthOf(value) > limit;
      expect(nestsDeeper(value as Json, limit)).toBe(isDeeper);
      expect(textNestsDeeper(JSON.stringify(value), limit)).toBe(isDeeper);
      expect(textNestsDeeper(JSON.stringify(value, null, 2), limit)).toBe(isDeeper);
    }),
  );
});

test.each<[string, boolean]>([
  ['data: {"a":[', false],
  ['data: [[[\n\ndata: [[[\n\ndata: [[[\n\n', false],
  ['data: [[[\r\n\r\ndata: [[[\r\n\r\n', false],
  ['data: [[\ndata: [[\n\n', true],
  ['data: "broken\n\ndata: [[[[\n\n', true],
])('of the event stream %j, events alone are measured', (text, isDeeper) => {
  expect(textNestsDeeper(text, 3, true)).toBe(isDeeper);
});

test('a text of a million brackets is measured without recursion', () => {
  expect(textNestsDeeper('['.repeat(1_000_000), 999_999)).toBe(true);
  expect(nestsDeeper(JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as Json, 256)).toBe(true);
});
