import type { AST } from '@eslint-community/regexpp';
import { BoundedMap } from '../json/remember.ts';
import { childrenOf, type Branch } from './children-of.ts';

/** Flags at a place of a pattern. Groups may change them. */
export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** True when the pattern reads code points instead of code units. */
  readonly unicode: boolean;
}

/**
 * One instruction of a backtracking matcher. Targets are indexes into the program; registers hold positions and counts.
 * `backward` reads to the left, as in a lookbehind.
 */
export type Instruction =
  | { readonly kind: 'accept' }
  | { readonly kind: 'character'; readonly takes: (code: number) => boolean; readonly backward: boolean }
  | { readonly kind: 'jump'; to: number }
  /** Continues at the first target. Where that fails, tries the other targets in order. */
  | { readonly kind: 'choose'; readonly to: readonly number[] }
  | { readonly kind: 'set'; readonly register: number; readonly value: number | 'position' }
  /** Begins another iteration of a loop, or leaves the loop. */
  | { readonly kind: 'loop'; readonly loop: Loop }
  | { readonly kind: 'turned'; readonly loop: Loop }
  | { readonly kind: 'edge'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'look'; readonly negate: boolean; body: number; next: number }
  | {
      readonly kind: 'repeat';
      readonly groups: readonly number[];
      readonly ignoreCase: boolean;
      readonly backward: boolean;
    };

interface Loop {
  readonly min: number;
  readonly max: number;
  readonly greedy: boolean;
  /** Registers of the number of iterations and of the start of the current one. */
  readonly count: number;
  readonly began: number;
  /** Registers of the groups inside, which each iteration clears. */
  readonly forgets: readonly number[];
  body: number;
  exit: number;
}

export interface PatternProgram {
  readonly code: readonly Instruction[];
  readonly registers: number;
  readonly unicode: boolean;
  /** True when a match can begin only at the start of the text. */
  readonly anchored: boolean;
}

/**
 * Compiles a syntax tree. Group `n` has the registers 2n and 2n+1, which are written only where the pattern refers to the
 * group.
 */
export function compileProgram(pattern: AST.Pattern, flags: Flags): PatternProgram {
  const code: Instruction[] = [];
  const groups = new Map<AST.CapturingGroup, number>();
  number(pattern, groups);
  const refers = holdsBackreference(pattern);
  let registers = groups.size * 2;

  const add = <T extends Instruction>(instruction: T): T => {
    code.push(instruction);
    return instruction;
  };

  const alternatives = (list: readonly AST.Alternative[], at: Flags, backward: boolean): void => {
    if (list.length === 1) return list[0] === undefined ? undefined : sequence(list[0], at, backward);
    const to: number[] = [];
    add({ kind: 'choose', to });
    const ends: { to: number }[] = [];
    for (const alternative of list) {
      to.push(code.length);
      sequence(alternative, at, backward);
      ends.push(add({ kind: 'jump', to: 0 }));
    }
    for (const end of ends) end.to = code.length;
  };

  const sequence = ({ elements }: AST.Alternative, at: Flags, backward: boolean): void => {
    for (const element of backward ? elements.toReversed() : elements) compile(element, at, backward);
  };

  const compile = (node: AST.Element, at: Flags, backward: boolean): void => {
    switch (node.type) {
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
      case 'ExpressionCharacterClass':
        add({ kind: 'character', takes: characterTest(node, at), backward });
        return;
      case 'Group':
        alternatives(node.alternatives, groupFlags(at, node.modifiers), backward);
        return;
      case 'CapturingGroup': {
        const register = (groups.get(node) ?? 0) * 2;
        if (refers) add({ kind: 'set', register: backward ? register + 1 : register, value: 'position' });
        alternatives(node.alternatives, at, backward);
        if (refers) add({ kind: 'set', register: backward ? register : register + 1, value: 'position' });
        return;
      }
      case 'Backreference': {
        const targets = Array.isArray(node.resolved) ? node.resolved : [node.resolved];
        const numbers = targets.map((target) => groups.get(target) ?? 0);
        add({ kind: 'repeat', groups: numbers, ignoreCase: at.ignoreCase, backward });
        return;
      }
      case 'Quantifier':
        quantifier(node, at, backward);
        return;
      case 'Assertion':
        assertion(node, at);
    }
  };

  const quantifier = (node: AST.Quantifier, at: Flags, backward: boolean): void => {
    const inside = new Map<AST.CapturingGroup, number>();
    if (refers) number(node.element, inside);
    const forgets = [...inside.keys()].flatMap((group) => [
      (groups.get(group) ?? 0) * 2,
      (groups.get(group) ?? 0) * 2 + 1,
    ]);
    const loop: Loop = {
      min: node.min,
      max: node.max,
      greedy: node.greedy,
      count: registers,
      began: registers + 1,
      forgets,
      body: 0,
      exit: 0,
    };
    registers += 2;
    add({ kind: 'set', register: loop.count, value: 0 });
    add({ kind: 'loop', loop });
    loop.body = code.length;
    compile(node.element, at, backward);
    add({ kind: 'turned', loop });
    loop.exit = code.length;
  };

  const assertion = (node: AST.Assertion, at: Flags): void => {
    if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
      const look = add({ kind: 'look', negate: node.negate, body: code.length + 1, next: 0 });
      alternatives(node.alternatives, at, node.kind === 'lookbehind');
      add({ kind: 'accept' });
      look.next = code.length;
      return;
    }
    add({ kind: 'edge', holds: edgeTest(node, at) });
  };

  alternatives(pattern.alternatives, flags, false);
  add({ kind: 'accept' });
  const anchored = !flags.multiline && pattern.alternatives.every(beginsAtStart);
  return { code, registers, unicode: flags.unicode, anchored };
}

function beginsAtStart({ elements }: AST.Alternative): boolean {
  const [first] = elements;
  return first?.type === 'Assertion' && first.kind === 'start';
}

/** Numbers the groups from 0, in the order of their opening brackets. */
function number(node: Branch, groups: Map<AST.CapturingGroup, number>): void {
  if (node.type === 'CapturingGroup') groups.set(node, groups.size);
  for (const child of childrenOf(node)) number(child, groups);
}

function holdsBackreference(node: Branch): boolean {
  return node.type === 'Backreference' || childrenOf(node).some(holdsBackreference);
}

/** The flags inside a group: `(?i:…)`, `(?-s:…)`. */
export function groupFlags(flags: Flags, modifiers: AST.Modifiers | null): Flags {
  if (modifiers === null) return flags;
  const { add, remove } = modifiers;
  const flag = (name: 'ignoreCase' | 'multiline' | 'dotAll'): boolean =>
    add[name] || (flags[name] && remove?.[name] !== true);
  return { ...flags, ignoreCase: flag('ignoreCase'), multiline: flag('multiline'), dotAll: flag('dotAll') };
}

const tests = new BoundedMap<string, (code: number) => boolean>(500);

type Single = AST.Character | AST.CharacterClass | AST.CharacterSet | AST.ExpressionCharacterClass;

/** Returns whether a character matches, by a cached test with Node's engine. */
export function characterTest(node: Single, flags: Flags): (code: number) => boolean {
  if (node.type === 'Character' && !flags.ignoreCase) return (code) => code === node.value;
  const source = node.type === 'Character' ? escaped(node.value, flags.unicode) : node.raw;
  const { ignoreCase, dotAll, unicode } = flags;
  const key = `${ignoreCase ? 'i' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}/${source}`;
  let test = tests.get(key);
  if (test === undefined) {
    const regex = new RegExp(`^${source}$`, key.slice(0, key.indexOf('/')));
    const known = new BoundedMap<number, boolean>(10_000);
    test = (code) => {
      let takes = known.get(code);
      if (takes === undefined) {
        takes = regex.test(unicode ? String.fromCodePoint(code) : String.fromCharCode(code));
        known.set(code, takes);
      }
      return takes;
    };
    tests.set(key, test);
  }
  return test;
}

function escaped(code: number, unicode: boolean): string {
  return unicode ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

const LINE_END = /[\n\r\u2028\u2029]/;

function edgeTest(
  node: AST.EdgeAssertion | AST.WordBoundaryAssertion,
  flags: Flags,
): (text: string, at: number) => boolean {
  if (node.kind === 'word') {
    const word = new RegExp('^\\w$', `${flags.ignoreCase ? 'i' : ''}${flags.unicode ? 'u' : ''}`);
    const isWord = (text: string, at: number): boolean => at >= 0 && at < text.length && word.test(text.charAt(at));
    return (text, at) => (isWord(text, at - 1) !== isWord(text, at)) !== node.negate;
  }
  const { multiline } = flags;
  if (node.kind === 'start') return (text, at) => at === 0 || (multiline && LINE_END.test(text.charAt(at - 1)));
  return (text, at) => at === text.length || (multiline && LINE_END.test(text.charAt(at)));
}
