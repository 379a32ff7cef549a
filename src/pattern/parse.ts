import { createRequire } from 'node:module';
import type { AST } from '@eslint-community/regexpp';

type Library = typeof import('@eslint-community/regexpp');
let library: Library | null = null;

/** The parser of patterns, loaded when first needed: most runs have no pattern that must be looked into. */
function regexpp(): Library {
  library ??= createRequire(import.meta.url)('@eslint-community/regexpp') as Library;
  return library;
}

/** The syntax tree of a pattern; null for what cannot be parsed, or nests too deeply to be. */
export function parsePattern(source: string, unicode: boolean): AST.Pattern | null {
  try {
    return new (regexpp().RegExpParser)({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode });
  } catch {
    return null;
  }
}
