import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { parsePattern } from '../../src/pattern/parse.ts';
import { compilePattern, type Pattern } from '../../src/pattern/pattern.ts';
import { PatternStopped } from '../../src/pattern/pattern-stopped.ts';
import { compileProgram, type Flags } from '../../src/pattern/program.ts';
import { runProgram } from '../../src/pattern/run-program.ts';
import { stepsBound } from '../../src/pattern/steps-bound.ts';

function patternOf(source: string, flags = ''): Pattern {
  const compiled = compilePattern(source, flags);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.pattern;
}

test.each([
  ['^[\\w-\\.]+$', 'a-b.c', ''],
  ['^[\\w\\-]+$', 'a-b', 'u'],
  ['^\\p{L}+\\-\\d$', 'é-1', 'u'],
  ['^\\:\\_\\/$', ':_/', 'u'],
  ['^{a}$', '{a}', ''],
  ['^a{,2}$', 'a{,2}', ''],
  ['^\\d{4}$', '2026', 'u'],
  ['^😀{2}$', '😀😀', 'u'],
])('/%s/ takes %j, read with the flags %j', (source, text, flags) => {
  const pattern = patternOf(source);
  expect(pattern.test(text)).toBe(true);
  expect(pattern.flags).toBe(flags);
});

test.each(['(', '[z-a]', 'a**', '(?<n>a)(?<n>b)', '\\k<x>(?<y>a)'])(
  '%s is no pattern, and the engine says why',
  (source) => {
    expect(compilePattern(source)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('Invalid regular expression'),
    });
  },
);

test.each([
  ['^(\\w+\\s?)*$', `${'a'.repeat(40)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(40)],
  ['(x+x+)+y', 'x'.repeat(40)],
  ['^(?:a|a|b)*$', `${'a'.repeat(40)}c`],
  ['(.*)*\\d$', 'b'.repeat(50)],
  ['^\\s*(\\S+\\s*)*;$', 'word '.repeat(20)],
  ['^(a?){40}$', `${'a'.repeat(40)}b`],
  ['^(?=(\\w+)+$)', `${'a'.repeat(40)}-`],
  ['(\\d+)*(?<=(\\w|\\w\\w)*-)!', `-${'1'.repeat(40)}`],
  ['\\s+$', `${' '.repeat(200_000)}x`],
])('/%s/ is stopped on a text that no engine gets done with', (source, text) => {
  expect(() => patternOf(source).test(text)).toThrow(PatternStopped);
  expect(() => patternOf(source).test(text)).toThrow(`the pattern /${source}/`);
});

test.each([
  ['^(\\w+\\s?)*$', 'plain words that fit', true],
  ['^(\\w+\\s?)*$', 'no!', false],
  ['^[\\w.+-]+@([\\w-]+\\.)+[a-z]{2,}$', 'ada@mail.example.com', true],
  ['^(?:[01]\\d|2[0-3]):[0-5]\\d$', '23:59', true],
  ['(foo|bar)*baz', 'foobarbaz', true],
  ['\\d+', 'a'.repeat(3_000_000), false],
  ['\\s+$', `word${' '.repeat(1000)}`, true],
  ['^(?:a|b)*$', 'ab'.repeat(200_000), true],
  ['(?:a{1000}){1000}', 'a'.repeat(10), false],
])('/%s/ on a text of its kind is done', (source, text, holds) => {
  expect(patternOf(source).test(text)).toBe(holds);
});

test('every match is replaced, and an empty one is passed over', () => {
  expect(patternOf('\\d{3,}').replaceAll('1 123 45 6789', () => '#')).toBe('1 # 45 #');
  expect(patternOf('(?:a|ab)*c').replaceAll('xababcabcx', (found) => `<${found}>`)).toBe('x<ababc><abc>x');
  expect(patternOf('x*').replaceAll('axb', () => '-')).toBe('axb'.replaceAll(/x*/gu, '-'));
});

test('what a text cost once is not paid again', () => {
  const pattern = patternOf('^(b+)+$');
  const text = `${'b'.repeat(50)}!`;
  expect(() => pattern.test(text)).toThrow(PatternStopped);
  const begun = process.cpuUsage().user;
  for (let i = 0; i < 1000; i += 1) expect(() => pattern.test(text)).toThrow(PatternStopped);
  expect(process.cpuUsage().user - begun).toBeLessThan(2_000_000);
  expect(pattern.test('bbb')).toBe(true);
});

const FLAGS: Flags = { ignoreCase: false, multiline: false, dotAll: false, unicode: true };
const piece = fc
  .tuple(
    fc.constantFrom('a', 'b', '.', '[ab]', '\\w', '(?:ab)', '(a|b)', '(?:a|bb)', '(?=a)', '\\b', '^', '$', '(a?b)'),
    fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '*?', '+?'),
  )
  .map(([one, times]) => (/^(\^|\$|\\b|\(\?=)/.test(one) ? one : one + times));

test('no search takes more steps than the bound says', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.string({ unit: fc.constantFrom('a', 'a', 'a', 'b', 'c'), maxLength: 40 }),
      (pieces, text) => {
        const tree = parsePattern(pieces.join(''), true);
        if (tree === null) return fc.pre(false);
        const program = compileProgram(tree, FLAGS);
        const bound = stepsBound(tree, FLAGS, text.length, program.anchored);
        const steps = { left: 10_000_000 };
        runProgram(program, text, 0, steps);
        // An instruction of the matcher is less than a step of the bound: a turn of a loop takes three.
        expect((10_000_000 - steps.left) / 6).toBeLessThanOrEqual(bound + 10);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  '^[a-z]+$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  '^https?://[^\\s]+$',
  '^#[0-9a-f]{6}$',
  '\\d{9,}',
  '^(?:low|high)$',
  'sk-[a-z]+',
])('the bound of /%s/ is low for a text of a thousand characters', (source) => {
  const tree = parsePattern(source, true);
  if (tree === null) throw new Error(source);
  expect(stepsBound(tree, FLAGS, 1000, compileProgram(tree, FLAGS).anchored)).toBeLessThan(50_000_000);
});
