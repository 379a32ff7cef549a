import { expect, test } from 'vitest';
import type { Json } from '../../src/json/json.ts';
import { checkMatcher } from '../../src/match/match-check.ts';

const SOUND: readonly Json[] = [
  'text',
  { a: [1, { b: null }] },
  { $any: true },
  { $oneOf: ['a', { $regex: '^b' }] },
  { $optional: { $subset: { a: { $not: 1 } } } },
  { $absent: true },
  { $regex: '^\\p{L}+$', $flags: 'is' },
  { $contains: ['a', 'b'] },
  { $text: 'Hello' },
  { $approx: 3.14, $tolerance: 0.01 },
  { $range: [1, 1] },
  { $type: ['string', 'null'] },
  { $unordered: [] },
  { $date: '2026-11-23' },
  { $schema: { type: 'object', $defs: { a: {} }, properties: { b: { $ref: '#/$defs/a' } } } },
  { $all: [{ $contains: 'a' }] },
  { $literal: { $anything: 1 } },
  { $regex: 'a', $example: 'a' },
];

test.each(SOUND)('%j is sound', (matcher) => {
  expect(checkMatcher(matcher, 'x')).toEqual([]);
});

const FAULTY: readonly (readonly [Json, string, string, RegExp])[] = [
  [{ $regexp: 'a' }, 'x.$regexp', 'unknown-operator', /did you mean \$regex\?.*\$literal/],
  [{ $one_of: ['a'] }, 'x.$one_of', 'unknown-operator', /did you mean \$oneOf\?/],
  [{ $contain: 'a' }, 'x.$contain', 'unknown-operator', /did you mean \$contains\?/],
  [{ $ref: '#/a' }, 'x.$ref', 'unknown-operator', /\$literal/],
  [{ a: [{ $foo: 1 }] }, 'x.a[0].$foo', 'unknown-operator', /the operators are \$any/],
  [{ $regex: 'a', $contains: 'b' }, 'x', 'several-operators', /\$regex and \$contains.*\$all/],
  [{ $regex: 'a', city: 'b' }, 'x', 'mixed-keys', /"city".*\$subset.*\$literal/],
  [{ $example: 1 }, 'x', 'stray-modifier', /\$example needs an operator/],
  [{ $range: [1, 2], $tolerance: 1 }, 'x.$tolerance', 'stray-modifier', /\$approx only/],
  [{ $text: 'a', $flags: 'i' }, 'x.$flags', 'stray-modifier', /\$regex only/],
  [{ $regex: '(' }, 'x.$regex', 'bad-regex', /Unterminated group/],
  [{ $regex: 5 }, 'x.$regex', 'bad-operand', /found 5/],
  [{ $regex: 'a', $flags: 'g' }, 'x.$flags', 'bad-regex', /i, m and s/],
  [{ $regex: 'a', $flags: 'ii' }, 'x.$flags', 'bad-regex', /i, m and s/],
  [{ $range: [2, 1] }, 'x.$range', 'empty-range', /no number is from 2 to 1/],
  [{ $range: [1] }, 'x.$range', 'bad-operand', /\[min, max\]/],
  [{ $range: ['a', 'b'] }, 'x.$range', 'bad-operand', /two numbers/],
  [{ $approx: '3' }, 'x.$approx', 'bad-operand', /a number/],
  [{ $approx: 3, $tolerance: -1 }, 'x.$tolerance', 'bad-operand', /from 0 on/],
  [{ $oneOf: [] }, 'x.$oneOf', 'bad-operand', /at least one/],
  [{ $oneOf: 'a' }, 'x.$oneOf', 'bad-operand', /a list/],
  [{ $all: [] }, 'x.$all', 'bad-operand', /at least one/],
  [{ $any: false }, 'x.$any', 'bad-operand', /expected true/],
  [{ $absent: false }, 'x.$absent', 'bad-operand', /expected true/],
  [{ $contains: [] }, 'x.$contains', 'bad-operand', /not empty/],
  [{ $text: 5 }, 'x.$text', 'bad-operand', /a text/],
  [{ $type: 'int' }, 'x.$type', 'bad-operand', /one of string, number/],
  [{ $unordered: {} }, 'x.$unordered', 'bad-operand', /a list/],
  [{ $subset: [1] }, 'x.$subset', 'bad-operand', /an object/],
  [{ $subset: { $regex: 'a' } }, 'x.$subset', 'bad-operand', /found an operator/],
  [{ $date: '23/11/2026' }, 'x.$date', 'bad-operand', /YYYY-MM-DD/],
  [{ $date: '2026-02-30' }, 'x.$date', 'bad-operand', /YYYY-MM-DD/],
  [{ $schema: 5 }, 'x.$schema', 'bad-operand', /a JSON Schema/],
  [{ $schema: { type: 'int' } }, 'x.$schema.type', 'bad-operand', /one of string/],
  [{ $optional: { $regex: '(' } }, 'x.$optional.$regex', 'bad-regex', /valid/],
  [{ $not: { $range: [3, 2] } }, 'x.$not.$range', 'empty-range', /no number/],
];

test.each(FAULTY)('%j is refused', (matcher, path, code, message) => {
  const issues = checkMatcher(matcher, 'x');
  expect(issues.map((issue) => [issue.path, issue.code])).toContainEqual([path, code]);
  expect(issues.find((issue) => issue.path === path && issue.code === code)?.message).toMatch(message);
});

test('all faults of a value are told at once', () => {
  const issues = checkMatcher(
    { a: { $regex: '(' }, b: { $oneof: [1] }, c: { $range: [2, 1] } },
    'expect.calls[0].arguments',
  );
  expect(issues.map((issue) => issue.path)).toEqual([
    'expect.calls[0].arguments.a.$regex',
    'expect.calls[0].arguments.b.$oneof',
    'expect.calls[0].arguments.c.$range',
  ]);
});
