import { childrenOf } from './children-of.ts';
import type { AST } from '@eslint-community/regexpp';
import { parsePattern } from './parse.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { partExample, takenProbes } from './regex-example.ts';

/** Length of a usual text of a model. */
const LENGTH = 400;
const MOST_LOOPS = 12;

/**
 * A text of a few hundred characters for which the pattern uses up its steps; null where none is found. For each loop the
 * search joins a text that leads to the loop, many copies of a piece that the loop can match in several ways, and an end that
 * makes the match fail.
 */
export function slowText(source: string, flags = ''): string | null {
  const compiled = compilePattern(source, flags);
  if (!compiled.ok || compiled.pattern.isQuick(LENGTH)) return null;
  const { pattern } = compiled;
  const tree = parsePattern(source, pattern.flags.includes('u'));
  if (tree === null) return null;
  for (const loop of loopsIn(tree).slice(0, MOST_LOOPS)) {
    const lead = leadTo(loop, pattern.flags);
    for (const piece of piecesOf(loop, pattern.flags)) {
      const text = slowWith(pattern, lead, piece);
      if (text !== null) return text;
    }
  }
  return null;
}

function slowWith(pattern: Pattern, lead: string, piece: string): string | null {
  const repeated = piece.repeat(Math.ceil(LENGTH / piece.length));
  for (const end of ['\u0000', '!', '\n', '']) {
    for (const text of [lead + repeated + end, repeated + end]) if (!pattern.finishes(text)) return text;
  }
  return null;
}

/** Loops with many iterations, outer loops first. */
function loopsIn(node: AST.Pattern | AST.Alternative | AST.Element): AST.Quantifier[] {
  const own = node.type === 'Quantifier' && node.max > 8 ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(loopsIn)];
}

/** A text that matches everything before a part of the pattern. */
function leadTo(node: AST.Element, flags: string): string {
  let lead = '';
  let at: AST.Node = node;
  for (let up: AST.Node | null = node.parent; up !== null; at = up, up = up.parent) {
    if (up.type !== 'Alternative') continue;
    const before = up.elements.slice(0, up.elements.indexOf(at as AST.Element));
    lead = before.map((element) => partExample(element, flags)).join('') + lead;
  }
  return lead;
}

/** Pieces that a loop may match in several ways: characters that match most of its parts, and examples of its body. */
function piecesOf(loop: AST.Quantifier, flags: string): readonly string[] {
  const counts = new Map<string, number>();
  const visit = (node: AST.Alternative | AST.Element): void => {
    const isSingle = node.type === 'Character' || node.type === 'CharacterClass' || node.type === 'CharacterSet';
    if (isSingle) {
      const taken = node.type === 'Character' ? [String.fromCodePoint(node.value)] : takenProbes(node.raw, flags);
      for (const one of taken) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(loop.element);
  const common = [...counts].sort(([, a], [, b]) => b - a).slice(0, 6);
  const examples: string[] = [];
  for (let branch = 0; branch < 4; branch += 1) {
    for (const loops of ['least', 'few', 'more'] as const)
      examples.push(partExample(loop.element, flags, loops, branch));
  }
  const pieces = new Set([...common.map(([one]) => one), ...examples, examples.join('')]);
  return [...pieces].filter((piece) => piece !== '' && piece.length <= 60);
}
