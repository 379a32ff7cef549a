import type { AST } from '@eslint-community/regexpp';

/** A node of a pattern that can hold others. */
export type Branch = AST.Pattern | AST.Alternative | AST.Element;

/** The nodes directly inside a node, in order; none inside a character, a class, an edge or a backreference. */
export function childrenOf(node: Branch): readonly (AST.Alternative | AST.Element)[] {
  switch (node.type) {
    case 'Pattern':
    case 'Group':
    case 'CapturingGroup':
      return node.alternatives;
    case 'Alternative':
      return node.elements;
    case 'Quantifier':
      return [node.element];
    case 'Assertion':
      return node.kind === 'lookahead' || node.kind === 'lookbehind' ? node.alternatives : [];
    default:
      return [];
  }
}
