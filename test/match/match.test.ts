import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import type { Json } from '../../src/json/json.ts';
import { fits, matchValue } from '../../src/match/match.ts';
import { paths } from '../score/support.ts';

const ABSENT = undefined;

const FITS: readonly (readonly [Json, Json | undefined])[] = [
  [5, 5],
  ['caf\u00e9', 'cafe\u0301'],
  [
    [1, { a: 2 }],
    [1, { a: 2 }],
  ],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [null, null],
  [{ $any: true }, null],
  [{ $any: true }, []],
  [{ $oneOf: ['a', { $regex: '^b' }] }, 'bc'],
  [{ $oneOf: [{ $absent: true }, 'a'] }, ABSENT],
  [{ $optional: 'celsius' }, ABSENT],
  [{ $optional: 'celsius' }, 'celsius'],
  [{ $absent: true }, ABSENT],
  [{ $regex: '京' }, '北京市'],
  [{ $regex: '^\\p{Script=Han}+$' }, '北京'],
  [{ $regex: '^.$' }, '😀'],
  [{ $regex: 'paris', $flags: 'i' }, 'PARIS'],
  [{ $regex: '^caf\u00e9$' }, 'cafe\u0301'],
  [{ $contains: '北京' }, '中国北京市'],
  [{ $contains: ['北', '京'] }, '北京'],
  [{ $contains: 2 }, [1, 2, 3]],
  [{ $contains: [1, { $range: [3, 4] }] }, [3, 2, 1]],
  [{ $contains: { a: 1 } }, [{ a: 1 }]],
  [{ $text: 'Hello, World!' }, 'hello world'],
  [{ $approx: 3.14 }, 3.14 + 1e-10],
  [{ $approx: 0.3 }, 0.1 + 0.2],
  [{ $approx: 0.3, $tolerance: 0.1 }, 0.4],
  [{ $approx: 1e12 }, 1e12 + 500],
  [{ $approx: 100, $tolerance: 5 }, 95],
  [{ $range: [1, 2] }, 1],
  [{ $range: [1, 2] }, 2],
  [{ $type: 'integer' }, 5],
  [{ $type: 'number' }, 5.5],
  [{ $type: ['string', 'null'] }, null],
  [{ $type: 'array' }, []],
  [{ $type: 'object' }, {}],
  [{ $type: 'boolean' }, false],
  [{ $unordered: [1, 2, 2] }, [2, 1, 2]],
  [{ $unordered: [{ $any: true }, 'a'] }, ['a', 'b']],
  [{ $subset: { a: 1 } }, { a: 1, b: 2 }],
  [{ $subset: { a: { $optional: 1 } } }, { b: 2 }],
  [{ $date: '2026-11-23' }, '2026年11月23日'],
  [{ $date: '2026-11-23' }, 'November 23rd, 2026'],
  [{ $schema: { type: 'string', minLength: 2 } }, '北京'],
  [{ $schema: true }, 5],
  [{ $not: 'a' }, 'b'],
  [{ $not: { $contains: 'x' } }, 5],
  [{ $all: [{ $contains: 'a' }, { $regex: 'z$' }] }, 'abz'],
  [{ $all: [{ $optional: 'a' }, { $optional: { $type: 'string' } }] }, ABSENT],
  [{ $literal: { $regex: 'a' } }, { $regex: 'a' }],
  [{ a: [{ b: { $oneOf: [1, 2] } }] }, { a: [{ b: 2 }] }],
  [{ $regex: '^a', $example: 'abc' }, 'a'],
  [{ $optional: { $subset: { a: 1 } } }, { a: 1, b: 2 }],
];

test.each(FITS)('%j is fitted by %j', (matcher, actual) => {
  expect(matchValue(matcher, actual, 'x')).toEqual([]);
  expect(fits(matcher, actual)).toBe(true);
});

const FAILS: readonly (readonly [Json, Json | undefined, readonly Json[]])[] = [
  [5, '5', [['x', null]]],
  [5, ABSENT, [['x', 'missing']]],
  ['a', 'A', [['x', null]]],
  [null, 0, [['x', null]]],
  [
    [1, 2],
    [2, 1],
    [
      ['x[0]', null],
      ['x[1]', null],
    ],
  ],
  [[1], [1, 2], [['x', 'length']]],
  [[1], { 0: 1 }, [['x', null]]],
  [{ a: 1 }, [1], [['x', null]]],
  [
    { a: 1 },
    { a: 2, b: 3 },
    [
      ['x.a', null],
      ['x.b', 'unexpected'],
    ],
  ],
  [{ a: 1, b: 2 }, { a: 1 }, [['x.b', 'missing']]],
  [{ $any: true }, ABSENT, [['x', 'missing']]],
  [{ $oneOf: ['a', 'b'] }, 'c', [['x', '$oneOf']]],
  [{ $oneOf: ['a', 'b'] }, ABSENT, [['x', 'missing']]],
  [{ $optional: 'celsius' }, 'kelvin', [['x', null]]],
  [{ $absent: true }, null, [['x', '$absent']]],
  [{ $regex: '^Paris$' }, 'Paris, FR', [['x', '$regex']]],
  [{ $regex: '5' }, 5, [['x', '$regex']]],
  [{ $contains: '北京' }, '上海', [['x', '$contains']]],
  [{ $contains: ['a', 'b'] }, 'a', [['x', '$contains']]],
  [{ $contains: 'a' }, ['ab'], [['x', '$contains']]],
  [{ $contains: 2 }, '2', [['x', '$contains']]],
  [{ $text: '1.5' }, '15', [['x', '$text']]],
  [{ $approx: 3 }, 3.001, [['x', '$approx']]],
  [{ $approx: 3 }, '3', [['x', '$approx']]],
  [{ $approx: 100, $tolerance: 5 }, 94.9, [['x', '$approx']]],
  [{ $range: [1, 2] }, 2.0001, [['x', '$range']]],
  [{ $range: [1, 2] }, '1', [['x', '$range']]],
  [{ $type: 'integer' }, 5.5, [['x', '$type']]],
  [{ $type: 'object' }, null, [['x', '$type']]],
  [{ $type: 'number' }, true, [['x', '$type']]],
  [{ $unordered: [1, 1, 2] }, [1, 2, 2], [['x[2]', '$unordered']]],
  [{ $unordered: [1] }, [1, 1], [['x', 'length']]],
  [{ $unordered: [1] }, 1, [['x', '$unordered']]],
  [{ $subset: { a: { b: 1 } } }, { a: { b: 1, c: 2 }, d: 3 }, [['x.a.c', 'unexpected']]],
  [{ $subset: { a: 1 } }, 'a', [['x', '$subset']]],
  [{ $date: '2026-11-23' }, '2026-11-24', [['x', '$date']]],
  [{ $date: '2026-04-03' }, '03/04/2026', [['x', '$date']]],
  [{ $date: '2026-11-23' }, 20261123, [['x', '$date']]],
  [{ $schema: { type: 'string' } }, 5, [['x', '$schema']]],
  [{ $schema: false }, 5, [['x', '$schema']]],
  [{ $not: 'a' }, 'a', [['x', '$not']]],
  [{ $not: 'a' }, ABSENT, [['x', 'missing']]],
  [
    { $all: [{ $contains: 'a' }, { $contains: 'b' }] },
    'c',
    [
      ['x', '$contains'],
      ['x', '$contains'],
    ],
  ],
  [{ $literal: { a: { $any: true } } }, { a: 1 }, [['x', '$literal']]],
  [{ $regexp: 'a' }, 'a', [['x', 'invalid matcher']]],
  [{ $regex: '(' }, '(', [['x', '$regex']]],
  [{ 'a b': [{ $any: true }, { c: 1 }] }, { 'a b': [0, { c: 2 }] }, [['x["a b"][1].c', null]]],
];

test.each(FAILS)('%j is not fitted by %j', (matcher, actual, where) => {
  expect(paths(matchValue(matcher, actual, 'x'))).toEqual(where);
  expect(fits(matcher, actual)).toBe(false);
});

test('a mismatch carries the matcher that was not fitted and what came instead', () => {
  expect(matchValue({ city: { $regex: '^Paris$' } }, { city: 'Paris, FR' }, 'calls[0].arguments')).toEqual([
    { path: 'calls[0].arguments.city', expected: { $regex: '^Paris$' }, actual: 'Paris, FR', detail: '$regex' },
  ]);
});

test('names that every object inherits are keys like others', () => {
  expect(fits({ a: 1 }, JSON.parse('{"a":1,"__proto__":2}'))).toBe(false);
  expect(fits(JSON.parse('{"__proto__":1,"constructor":2}'), JSON.parse('{"__proto__":1,"constructor":2}'))).toBe(true);
  expect(fits({ toString: { $absent: true } }, {})).toBe(true);
});

const plainKey = fc.string().filter((key) => !key.startsWith('$'));
const plainJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 0 }) as fc.Arbitrary<Json>,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(plainKey, tie('json'), { maxKeys: 4 }),
  ),
})).json;
const anyJson = fc.jsonValue() as fc.Arbitrary<Json>;

test('every value without `$` keys fits itself', () => {
  fc.assert(
    fc.property(plainJson, (value) => {
      expect(matchValue(value, structuredClone(value), '')).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('every value fits itself as a literal', () => {
  fc.assert(
    fc.property(fc.oneof(anyJson, fc.dictionary(fc.constantFrom('$any', '$regex', 'a'), anyJson)), (value) => {
      expect(fits({ $literal: value }, structuredClone(value))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('the order of alternatives does not matter', () => {
  const arbitrary = fc.array(fc.oneof(plainJson, fc.constant({ $type: 'number' })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(arbitrary, plainJson, fc.nat(), (options, actual, seed) => {
      const turned = options.map((_, i) => options[(i + seed) % options.length] ?? null);
      expect(fits({ $oneOf: turned }, actual)).toBe(fits({ $oneOf: options }, actual));
      expect(fits({ $oneOf: [...options, { $literal: actual }] }, actual)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('an array in any order fits its own shuffles, and nothing of another length', () => {
  fc.assert(
    fc.property(fc.array(plainJson, { maxLength: 6 }), fc.nat(), (items, seed) => {
      const shuffled = items.map((_, i) => items[(items.length - 1 - i + seed) % items.length] ?? null);
      expect(fits({ $unordered: items }, shuffled)).toBe(true);
      expect(fits({ $unordered: items }, [...shuffled, 1])).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('the quick answer and the list of mismatches agree', () => {
  const matcher = fc.oneof(
    plainJson,
    plainJson.map((value) => ({ $not: value })),
    plainJson.map((value) => ({ $subset: { a: value } })),
    plainJson.map((value) => ({ a: { $optional: value } })),
    fc.array(plainJson, { maxLength: 3 }).map((values) => ({ $unordered: values })),
    fc.array(plainJson, { maxLength: 2 }).map((values) => ({ $all: values })),
  );
  fc.assert(
    fc.property(matcher, fc.oneof(plainJson, fc.dictionary(fc.constantFrom('a', 'b'), plainJson)), (one, actual) => {
      expect(fits(one, actual)).toBe(matchValue(one, actual, '').length === 0);
    }),
    { numRuns: 2000 },
  );
});
