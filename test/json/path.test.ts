import { array, assert, nat, oneof, property, string } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { joinPath } from '../../src/json/json.ts';
import { isWithin, parsePath, parsePathPattern, valueAt } from '../../src/json/path.ts';

test('a path that was joined is split into the same keys and indices', () => {
  assert(
    property(array(oneof(nat(9), string({ unit: 'binary', minLength: 1 }))), (steps) => {
      expect(parsePath(steps.reduce(joinPath, ''))).toEqual(steps);
    }),
  );
});

test.each([
  ['messages[*].name', ['messages', null, 'name']],
  ['messages.*.name', ['messages', null, 'name']],
  ['*.name', [null, 'name']],
  ['["odd \\"key"][0]', ['odd "key', 0]],
  ['a..b', null],
  ['[x]', null],
  ['["\\x"]', null],
  ['a[', null],
  ['', []],
])('%s is the way %j', (path, steps) => {
  expect(parsePathPattern(path)).toEqual(steps);
});

test('a path that names every item is not the path of one value', () => {
  expect(parsePath('a[*]')).toBeNull();
});

test('the value at a path is own data only', () => {
  const root = { a: [{ b: 1 }], 'c d': 2 };
  expect(valueAt(root, 'a[0].b')).toBe(1);
  expect(valueAt(root, 'a.0.b')).toBe(1);
  expect(valueAt(root, '["c d"]')).toBe(2);
  expect(valueAt(root, 'toString')).toBeUndefined();
  expect(valueAt(root, 'a.length')).toBeUndefined();
  expect(valueAt(root, 'a[')).toBeUndefined();
});

test.each([
  ['a.b', 'a', true],
  ['a[0]', 'a', true],
  ['a', 'a', true],
  ['ab', 'a', false],
])('%s lies in %s: %s', (path, base, within) => {
  expect(isWithin(path, base)).toBe(within);
});
