import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { isObject, type Json } from '../../../src/json/json.ts';
import { describeMatcher } from '../../../src/match/describe.ts';
import { exampleFor } from '../../../src/match/examples/example.ts';
import { checkMatcher } from '../../../src/match/match-check.ts';
import { fits, matchValue } from '../../../src/match/match.ts';
import { readMatcher } from '../../../src/match/matcher.ts';
import { OPERATORS } from '../../../src/match/operators.ts';

const ROWS = OPERATORS.map((operator) => ({ ...operator, matcher: load(operator.example) as Json }));

test('every operator has its own name, with one dollar sign', () => {
  const names = OPERATORS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^\$[a-z][A-Za-z]*$/.test(name))).toEqual([]);
});

test.each(ROWS)('the documented example of $name is a sound matcher of that operator', ({ name, matcher }) => {
  expect(checkMatcher(matcher, '')).toEqual([]);
  expect(readMatcher(matcher)?.operator.name).toBe(name);
  expect(describeMatcher(matcher)).not.toBe('');
});

test.each(ROWS.filter(({ name }) => name !== '$absent'))('an example is found for that of $name', ({ matcher }) => {
  const example = exampleFor(matcher, null);
  expect(example).toMatchObject({ ok: true });
  if (example.ok) expect(matchValue(matcher, example.value, '')).toEqual([]);
});

/** What a model, or an author, may put where an operator expects something else. */
const ODD: readonly (Json | undefined)[] = [
  undefined,
  null,
  true,
  0,
  -1.5,
  '',
  'text',
  '(',
  [],
  [null],
  ['a', 1],
  {},
  { a: 1 },
  { $any: true },
  { $nothing: [] },
];

test.each(ROWS)('$name never throws, whatever its operand and the value are', ({ name }) => {
  for (const operand of ODD) {
    if (operand === undefined) continue;
    const matcher: Json = { [name]: operand };
    const issues = checkMatcher(matcher, 'here');
    expect(issues.every((issue) => issue.path.startsWith('here') && issue.message !== '')).toBe(true);
    expect(describeMatcher(matcher)).toBeTypeOf('string');
    for (const value of ODD) expect(fits(matcher, value)).toBe(matchValue(matcher, value, '').length === 0);
    expect(isObject(exampleFor(matcher, null))).toBe(true);
  }
});
