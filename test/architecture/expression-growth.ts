import type { AST } from '@eslint-community/regexpp';
import { parsePattern } from '../../src/pattern/parse.ts';
import { characterTest, compileProgram, type Flags } from '../../src/pattern/program.ts';
import { partExample, takenProbes } from '../../src/pattern/regex-example.ts';
import { runProgram } from '../../src/pattern/run-program.ts';
import { stepsBound } from '../../src/pattern/steps-bound.ts';

const SHORT = 20_000;

/**
 * How many times as many steps a text of twice the length can take, at most: 2 for a linear search, 4 for a quadratic one. NaN where no
 * bound is found.
 */
export function growth(source: string, flags: string): number {
  const unicode = /[uv]/.test(flags);
  const pattern = parsePattern(source, unicode);
  if (pattern === null) return Number.NaN;
  const options = {
    ignoreCase: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: flags.includes('s'),
    unicode,
  };
  const anchored = flags.includes('y') || (source.startsWith('^') && !flags.includes('m'));
  const grown = (fixed: boolean): number =>
    stepsBound(pattern, options, 2 * SHORT, fixed) / stepsBound(pattern, options, SHORT, fixed);
  const all = grown(anchored);
  return all < 2.2 || !startsOutsideLoops(pattern, options) ? all : grown(true);
}

type Node = AST.Pattern | AST.Alternative | AST.Element;
type Single = AST.Character | AST.CharacterClass | AST.CharacterSet;
type Takes = (code: number) => boolean;

/**
 * Whether no loop without a bound takes a character that a match of its alternative can begin with. Then attempts that begin inside of what a loop has read
 * fail at their first character, and all attempts together read a character as often as one does.
 */
function startsOutsideLoops(pattern: AST.Pattern, flags: Flags): boolean {
  return pattern.alternatives.every((alternative) => {
    const loops = unbounded(alternative, flags);
    const starts = startsOf(alternative.elements, flags);
    return (
      loops !== null && starts !== null && starts.every((start) => loops.every((loop) => areDisjoint(start, loop)))
    );
  });
}

/** What the loops without a bound take; null where one holds more than a character. */
function unbounded(node: Node, flags: Flags): Takes[] | null {
  if (node.type === 'Quantifier' && node.max === Infinity) {
    return isSingle(node.element) ? [characterTest(node.element, flags)] : null;
  }
  const found: Takes[] = [];
  for (const child of childrenOf(node)) {
    const inside = unbounded(child, flags);
    if (inside === null) return null;
    found.push(...inside);
  }
  // A loop there reads backwards, from wherever an attempt begins.
  const isBehind = node.type === 'Assertion' && node.kind === 'lookbehind';
  return isBehind && found.length > 0 ? null : found;
}

/** What a match of these elements can begin with; null where that is not known. */
function startsOf(elements: readonly AST.Element[], flags: Flags): Takes[] | null {
  const starts: Takes[] = [];
  for (const element of elements) {
    if (element.type === 'Assertion') {
      // After the beginning of a line stands what ends the one before.
      if (element.kind === 'start' && flags.multiline) return [...starts, (code) => code === 10];
      continue;
    }
    const [own, isOptional] = element.type === 'Quantifier' ? [element.element, element.min === 0] : [element, false];
    if (isSingle(own)) starts.push(characterTest(own, flags));
    else if (own.type === 'Group' || own.type === 'CapturingGroup') {
      for (const alternative of own.alternatives) {
        const inside = startsOf(alternative.elements, flags);
        if (inside === null) return null;
        starts.push(...inside);
      }
    } else return null;
    if (!isOptional) return starts;
  }
  return null;
}

function isSingle(element: AST.Element): element is Single {
  return element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet';
}

function childrenOf(node: Node): readonly Node[] {
  if (node.type === 'Pattern' || node.type === 'Group' || node.type === 'CapturingGroup') return node.alternatives;
  if (node.type === 'Alternative') return node.elements;
  if (node.type === 'Quantifier') return [node.element];
  return node.type === 'Assertion' && (node.kind === 'lookahead' || node.kind === 'lookbehind')
    ? node.alternatives
    : [];
}

function areDisjoint(one: Takes, other: Takes): boolean {
  for (let code = 0; code < 0x1_00_00; code += 1) if (one(code) && other(code)) return false;
  return true;
}

/**
 * The same as steps are counted on texts made to be hard: what leads to a loop, pieces that the loop takes, again and again, and an end that
 * makes all of it fail. 0 where no such text takes long.
 */
export function countedGrowth(source: string, flags: string): number {
  const unicode = /[uv]/.test(flags);
  const tree = parsePattern(source, unicode);
  if (tree === null) return Number.NaN;
  const own = flags.replace(/[dgy]/g, '');
  const compiled = compileProgram(tree, {
    ignoreCase: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: flags.includes('s'),
    unicode,
  });
  const program = flags.includes('y') ? { ...compiled, anchored: true } : compiled;
  const steps = (text: string): number => {
    const budget = { left: MOST_STEPS };
    runProgram(program, text, 0, budget);
    return MOST_STEPS - budget.left;
  };
  let worst = 0;
  for (const loop of loopsIn(tree)) {
    const lead = leadTo(loop, own);
    for (const piece of piecesOf(loop, own)) {
      for (const [start, again] of [
        [lead, piece],
        ['', piece],
        ['', lead + piece],
      ] as const) {
        for (const end of ['\0', '\n', '']) {
          const long = (length: number): string => start + again.repeat(Math.ceil(length / again.length)) + end;
          const half = steps(long(FEW));
          if (half > 4 * FEW) worst = Math.max(worst, steps(long(2 * FEW)) / half);
        }
      }
    }
  }
  return worst;
}

const FEW = 120;
const MOST_STEPS = 300_000;

function loopsIn(node: Node): AST.Quantifier[] {
  const own = node.type === 'Quantifier' && node.max > 8 ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(loopsIn)];
}

function leadTo(loop: AST.Element, flags: string): string {
  let lead = '';
  let at: AST.Node = loop;
  for (let up: AST.Node | null = loop.parent; up !== null; at = up, up = up.parent) {
    if (up.type !== 'Alternative') continue;
    const before = up.elements.slice(0, up.elements.indexOf(at as AST.Element));
    lead = before.map((element) => partExample(element, flags)).join('') + lead;
  }
  return lead;
}

function piecesOf(loop: AST.Quantifier, flags: string): readonly string[] {
  const pieces = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === 'Character') pieces.add(String.fromCodePoint(node.value));
    if (node.type === 'CharacterClass' || node.type === 'CharacterSet')
      for (const one of takenProbes(node.raw, flags).slice(0, 3)) pieces.add(one);
    childrenOf(node).forEach(visit);
  };
  visit(loop.element);
  for (const branch of [0, 1, 2]) pieces.add(partExample(loop.element, flags, 'few', branch));
  return [...pieces].filter((piece) => piece !== '' && piece.length < 60).slice(0, 10);
}
