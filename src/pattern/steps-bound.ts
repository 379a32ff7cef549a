import type { AST } from '@eslint-community/regexpp';
import { groupFlags, characterTest, type Flags } from './program.ts';

/** Upper bounds of the steps of a match from one place of the pattern on. */
interface Bound {
  /** Steps until it has failed. Infinity where no polynomial bound is found. */
  readonly fail: number;
  /** Steps until it has succeeded. */
  readonly succeed: number;
  /** False where it certainly succeeds. */
  readonly canFail: boolean;
}

const DONE: Bound = { fail: 0, succeed: 1, canFail: false };

/**
 * An upper bound of the steps that a backtracking engine needs to search a text of `length` characters. It is low for the
 * patterns that people usually write. Infinity where a loop contains a choice, because the steps may then double with each
 * character.
 */
export function stepsBound(pattern: AST.Pattern, flags: Flags, length: number, anchored: boolean): number {
  const { fail, succeed } = alternatives(pattern.alternatives, flags, length, DONE, null);
  const starts = anchored ? 1 : length + 1;
  return starts * Math.max(1, fail) + succeed;
}

type Single = AST.Character | AST.CharacterClass | AST.CharacterSet | AST.ExpressionCharacterClass;

/**
 * `rest` is the bound of the part that follows. `next` is the single character that it must begin with; null where that is not
 * known.
 */
function alternatives(
  list: readonly AST.Alternative[],
  flags: Flags,
  length: number,
  rest: Bound,
  next: Single | null,
): Bound {
  const bounds = list.map(({ elements }) => sequence(elements, flags, length, rest, next));
  const fail = sum(bounds.map((bound) => bound.fail));
  return {
    fail: fail + list.length,
    succeed: fail + Math.max(...bounds.map((bound) => bound.succeed)) + list.length,
    canFail: bounds.every((bound) => bound.canFail),
  };
}

function sequence(
  elements: readonly AST.Element[],
  flags: Flags,
  length: number,
  rest: Bound,
  next: Single | null,
): Bound {
  let bound = rest;
  let follower = next;
  for (const element of elements.toReversed()) {
    bound = before(element, flags, length, bound, follower);
    follower = isSingle(element) ? element : firstOf(element);
  }
  return bound;
}

/** The bound of an element and everything that follows it. */
function before(element: AST.Element, flags: Flags, length: number, rest: Bound, next: Single | null): Bound {
  switch (element.type) {
    case 'Group':
      if (element.modifiers === null) return alternatives(element.alternatives, flags, length, rest, next);
      return alternatives(element.alternatives, groupFlags(flags, element.modifiers), length, rest, null);
    case 'CapturingGroup':
      return alternatives(element.alternatives, flags, length, rest, next);
    case 'Quantifier':
      return loop(element, flags, length, rest, next);
    case 'Backreference':
      return { fail: length + rest.fail, succeed: length + rest.succeed, canFail: true };
    case 'Assertion': {
      if (element.kind !== 'lookahead' && element.kind !== 'lookbehind') return plus(1, rest);
      const inside = alternatives(element.alternatives, flags, length, DONE, null);
      return plus(Math.max(inside.fail, inside.succeed), rest);
    }
    default:
      return plus(1, rest);
  }
}

function plus(steps: number, rest: Bound): Bound {
  return { fail: steps + rest.fail, succeed: steps + rest.succeed, canFail: true };
}

function loop(node: AST.Quantifier, flags: Flags, length: number, rest: Bound, next: Single | null): Bound {
  const turns = Math.min(node.max, Math.max(length, node.min));
  if (turns === 0) return rest;
  const cost = turnCost(node.element, flags);
  if (cost === null) return unrolled(node, flags, length, rest);
  const all = cost * (turns + 1);
  if (!rest.canFail) {
    return {
      fail: node.min === 0 ? 0 : cost * node.min,
      succeed: all + rest.succeed,
      canFail: node.min > 0,
    };
  }
  const exits = turns - node.min + 1;
  // The loop matches no character that the rest begins with, so giving characters back fails at once.
  const tries = next !== null && isSingle(node.element) && areDisjoint(node.element, next, flags) ? 1 : exits;
  const fail = all + exits + tries * rest.fail;
  return { fail, succeed: fail + rest.succeed, canFail: true };
}

const MAX_UNROLLED = 8;

/** Writes a loop of few iterations as nested options, so that each has its own choices: `a(a(a)?)?` for `a{1,3}`. */
function unrolled(node: AST.Quantifier, flags: Flags, length: number, rest: Bound): Bound {
  if (node.max > MAX_UNROLLED) return { fail: Infinity, succeed: Infinity, canFail: true };
  let bound = rest;
  for (let turn = node.max; turn > 0; turn -= 1) {
    const taken = before(node.element, flags, length, bound, null);
    if (turn <= node.min) bound = taken;
    else {
      const fail = taken.fail + rest.fail + 1;
      bound = { fail, succeed: fail + Math.max(taken.succeed, rest.succeed), canFail: rest.canFail && taken.canFail };
    }
  }
  return bound;
}

/** The steps of one iteration of a loop without a choice; null where it has a choice or may match the empty text. */
function turnCost(element: AST.Element, flags: Flags): number | null {
  if (isSingle(element)) return 2;
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') return null;
  const [only, ...others] = element.alternatives;
  if (only === undefined || others.length > 0 || only.elements.length === 0) return null;
  let cost = 2;
  for (const part of only.elements) {
    const own = part.type === 'Quantifier' ? null : turnCost(part, flags);
    if (own === null) return null;
    cost += own;
  }
  return cost;
}

function isSingle(element: AST.Element): element is Single {
  return (
    element.type === 'Character' ||
    element.type === 'CharacterClass' ||
    element.type === 'CharacterSet' ||
    element.type === 'ExpressionCharacterClass'
  );
}

/** The single-character part that an element must begin with; null where there are several. */
function firstOf(element: AST.Element): Single | null {
  if (element.type === 'Quantifier') {
    return element.min > 0 && isSingle(element.element) ? element.element : null;
  }
  if (element.type !== 'CapturingGroup' && (element.type !== 'Group' || element.modifiers !== null)) return null;
  const [only, ...others] = element.alternatives;
  const first = others.length === 0 ? only?.elements[0] : undefined;
  if (first === undefined) return null;
  return isSingle(first) ? first : firstOf(first);
}

/** True only where no character matches both: one of them is a single character, and the other does not match it. */
function areDisjoint(a: Single, b: Single, flags: Flags): boolean {
  if (flags.ignoreCase) return false;
  if (b.type === 'Character') return !characterTest(a, flags)(b.value);
  return a.type === 'Character' && !characterTest(b, flags)(a.value);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
