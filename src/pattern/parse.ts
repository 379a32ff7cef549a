import { createRequire } from 'node:module';
import type { AST } from '@eslint-community/regexpp';

type Library = typeof import('@eslint-community/regexpp');
let library: Library | null = null;

/** Loads the parser of patterns at the first use, because most runs have no pattern that must be parsed. */
function regexpp(): Library {
  library ??= createRequire(import.meta.url)('@eslint-community/regexpp') as Library;
  return library;
}

/** The syntax tree of a pattern; null for a pattern that is invalid or nests too deeply. */
export function parsePattern(source: string, unicode: boolean): AST.Pattern | null {
  try {
    return new (regexpp().RegExpParser)({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, { unicode });
  } catch {
    return null;
  }
}
