import type { AST } from '@eslint-community/regexpp';
import { BoundedMap } from '../json/remember.ts';
import { parsePattern } from './parse.ts';
import { compilePattern } from './pattern.ts';

const PROBES: readonly string[] = Array.from(
  'abcdefghijklmnopqrstuvwxyz1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ_-. ,:;/@+#!?()[]{}<>=*&%$~^|\\"\'`\t\n' +
    'éüñßÉ中文天気あア한яЯαΩאع€😀',
);

/** How an example is made of a pattern: the number of iterations of its loops, and the chosen alternatives. */
interface Walk {
  readonly loops: 'least' | 'few' | 'more';
  /** Writes a space first where any character is allowed, for patterns with `\\b`. */
  readonly spaced: boolean;
  readonly branch: number;
  readonly flags: string;
  readonly groups: Map<AST.CapturingGroup, string>;
  /** Characters that may still be written. The example of `(?:a{1000}){1000}` is cut, and then does not match. */
  readonly room: { left: number };
}

const LONGEST = 100_000;

const WALKS = [
  ['few', false],
  ['few', true],
  ['least', false],
  ['more', false],
  ['more', true],
] as const;

/**
 * Texts that probably match a regular expression (with the flag `u` where its source is valid so), the most readable first.
 * Look-arounds and word boundaries may fail, so the caller must test the texts. Empty for an invalid source.
 */
export function* regexExamples(source: string): Generator<string> {
  const compiled = compilePattern(source);
  if (!compiled.ok) return;
  const { flags } = compiled.pattern;
  const pattern = parsePattern(source, flags.includes('u'));
  if (pattern === null) return;
  const seen = new Set<string>();
  const lookaheads = positiveLookaheads(pattern);
  for (let branch = 0; branch < 4; branch += 1) {
    for (const [loops, spaced] of WALKS) {
      const walk: Walk = { loops, spaced, branch, flags, groups: new Map(), room: { left: LONGEST } };
      const text = oneOf(pattern.alternatives, walk);
      const wanted = lookaheads.map((node) => oneOf(node.alternatives, walk)).join('');
      for (const example of [text, wanted + text, text + wanted, ` ${text} `]) {
        if (seen.has(example)) continue;
        seen.add(example);
        yield example;
      }
    }
  }
}

/** A readable text for one part of a pattern. `branch` chooses among its alternatives, `loops` the number of iterations. */
export function partExample(node: AST.Element, flags: string, loops: Walk['loops'] = 'few', branch = 0): string {
  return write(node, { loops, spaced: false, branch, flags, groups: new Map(), room: { left: LONGEST } }, 0);
}

/** The characters, among probes of many scripts, that match a part of one character. */
export function takenProbes(raw: string, flags: string): readonly string[] {
  return membersOf(raw, flags);
}

function positiveLookaheads(pattern: AST.Pattern): AST.LookaheadAssertion[] {
  const found: AST.LookaheadAssertion[] = [];
  for (const alternative of pattern.alternatives) {
    for (const element of alternative.elements) {
      if (element.type === 'Assertion' && element.kind === 'lookahead' && !element.negate) found.push(element);
    }
  }
  return found;
}

function oneOf(alternatives: readonly AST.Alternative[], walk: Walk): string {
  const alternative = alternatives[walk.branch % alternatives.length];
  return alternative === undefined ? '' : alternative.elements.map((element) => write(element, walk, 0)).join('');
}

/** `turn` counts the iterations of a loop, so that `[a-z]+` becomes `abc` and not `aaa`. */
function write(node: AST.Element, walk: Walk, turn: number): string {
  switch (node.type) {
    case 'Character':
      return String.fromCodePoint(node.value);
    case 'CharacterClass':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
      return memberOf(node, walk, turn);
    case 'Group':
      return oneOf(node.alternatives, walk);
    case 'CapturingGroup': {
      const text = oneOf(node.alternatives, walk);
      walk.groups.set(node, text);
      return text;
    }
    case 'Backreference': {
      const target = Array.isArray(node.resolved) ? node.resolved[0] : node.resolved;
      return (target && walk.groups.get(target)) ?? '';
    }
    case 'Quantifier':
      return repeated(node, walk);
    case 'Assertion':
      return '';
  }
}

function repeated(node: AST.Quantifier, walk: Walk): string {
  const count = countOf(node, walk);
  let text = '';
  for (let turn = 0; turn < count && walk.room.left > 0; turn += 1) {
    walk.room.left -= 1;
    text += write(node.element, walk, turn);
  }
  return text;
}

function countOf(node: AST.Quantifier, walk: Walk): number {
  if (walk.loops === 'least') return node.min;
  const wanted = walk.loops === 'more' ? node.min + 3 : node.element.type === 'Group' ? 1 : 3;
  return Math.min(node.max, Math.max(node.min, node.min === 0 && walk.loops === 'few' ? 1 : wanted));
}

function memberOf(
  node: AST.CharacterClass | AST.CharacterSet | AST.ExpressionCharacterClass,
  walk: Walk,
  turn: number,
): string {
  const members = membersOf(node.raw, walk.flags);
  const spacer = walk.spaced && turn === 0 ? members.find((one) => !/\w/.test(one)) : undefined;
  const member = spacer ?? members[turn % members.length];
  if (member !== undefined) return member;
  const first = node.type === 'CharacterClass' && !node.negate ? node.elements[0] : undefined;
  if (first?.type === 'Character') return String.fromCodePoint(first.value);
  return first?.type === 'CharacterClassRange' ? String.fromCodePoint(first.min.value) : 'a';
}

const classes = new BoundedMap<string, readonly string[]>(500);

/** The probes that match a character class. Cached, because most patterns use the same few classes. */
function membersOf(raw: string, flags: string): readonly string[] {
  const key = `${flags}/${raw}`;
  let members = classes.get(key);
  if (members === undefined) {
    const test = new RegExp(`^${raw}$`, flags);
    members = PROBES.filter((probe) => test.test(probe));
    classes.set(key, members);
  }
  return members;
}
