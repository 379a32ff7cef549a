import { BoundedMap } from '../json/remember.ts';
import { PatternStopped } from './pattern-stopped.ts';
import { parsePattern } from './parse.ts';
import { compileProgram, type Flags, type PatternProgram } from './program.ts';
import { runProgram, type Match, type Steps } from './run-program.ts';
import { stepsBound } from './steps-bound.ts';

/** A regular expression of a user, a tool or a scenario. Its search always ends; see `PatternStopped`. */
export interface Pattern {
  readonly source: string;
  /** Flags of the compiled pattern: `u` where the source is valid with it. */
  readonly flags: string;
  /** The pattern as a `RegExp` of Node, which has no limit of steps. */
  readonly regex: RegExp;
  /** True when the pattern matches somewhere in the text. Errors: `PatternStopped`. */
  readonly test: (text: string) => boolean;
  /** The text with every match replaced. Errors: `PatternStopped`. */
  readonly replaceAll: (text: string, replacement: (found: string) => string) => string;
  /** False where `test` would throw for the text. */
  readonly finishes: (text: string) => boolean;
  /** True when the syntax of the pattern shows that a search ends within its steps for every text of this length. */
  readonly isQuick: (length: number) => boolean;
  /** True when `new RegExp(source, 'u')` is the same pattern and is quick for every text of this length. */
  readonly isPlain: (length: number) => boolean;
}

/** The part of a pattern that finds out whether it matches. A `RegExp` has it too. */
export type TextPattern = Pick<Pattern, 'source'> & { test(text: string): boolean };

export type Compiled =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly reason: string };

/** Most steps of a search that Node's own engine makes. That engine has no limit of steps. */
const NATIVE_STEPS = 50_000_000;
/**
 * Most steps of a search by our own matcher: enough for a pattern that reads each text once, and a few milliseconds for others.
 */
const STEPS = 2_000_000;
const STEPS_A_CHARACTER = 30;

const compiled = new BoundedMap<string, Compiled>(10_000);

/**
 * Compiles a pattern, with the flag `u` where the source is valid with it, else without. `flags` are some of `i`, `m`, `s`.
 * `reason` is the message of Node's engine for an invalid source. Source and texts are compared as they are; a caller that
 * wants NFC must normalize both.
 */
export function compilePattern(source: string, flags = ''): Compiled {
  const key = `${flags}/${source}`;
  let known = compiled.get(key);
  if (known === undefined) {
    known = compile(source, flags);
    compiled.set(key, known);
  }
  return known;
}

function compile(source: string, flags: string): Compiled {
  if (!/^[imsu]*$/.test(flags)) return { ok: false, reason: `the flags ${flags} are not some of i, m and s` };
  const own = flags.replaceAll('u', '');
  let reason = '';
  for (const [candidate, engine] of [
    [source, `${own}u`],
    [withoutNeedlessEscapes(source), `${own}u`],
    [source, own],
  ] as const) {
    try {
      const regex = new RegExp(candidate, engine);
      return { ok: true, pattern: createPattern(source, regex, candidate === source) };
    } catch (error) {
      reason ||= error instanceof Error ? error.message : String(error);
    }
  }
  return { ok: false, reason };
}

/**
 * Removes the backslash of escapes that only other dialects allow (`\-`, `\_`, `\:`). Patterns with `\p{L}` often have them.
 */
function withoutNeedlessEscapes(source: string): string {
  return source.replace(/\\(.)/gsu, (escape, sign: string) => {
    if (sign === '-') return '\\x2d';
    return /[ !"#%&',:;<=>@_`~]/.test(sign) ? sign : escape;
  });
}

function createPattern(source: string, regex: RegExp, asWritten: boolean): Pattern {
  const search = createSearch(regex);
  const unfinished = new Set<string>();

  const find = (text: string, from: number, steps: Steps): Match | null => {
    if (unfinished.has(text)) throw new PatternStopped(source, text);
    const found = search.find(text, from, steps);
    if (found !== 'stopped') return found;
    if (unfinished.size < 1000) unfinished.add(text);
    throw new PatternStopped(source, text);
  };

  return {
    source,
    flags: regex.flags,
    regex,
    test: (text) => find(text, 0, stepsFor(text)) !== null,
    replaceAll: (text, replacement) => {
      const steps = stepsFor(text);
      let result = '';
      let done = 0;
      for (let from = 0; from <= text.length;) {
        const match = find(text, from, steps);
        if (match === null) break;
        result += text.slice(done, match.start) + replacement(text.slice(match.start, match.end));
        done = match.end;
        from = match.end > match.start ? match.end : match.end + 1;
      }
      return result + text.slice(done);
    },
    finishes: (text) => search.find(text, 0, stepsFor(text)) !== 'stopped',
    isQuick: (length) => search.boundOf(length) <= STEPS,
    isPlain: (length) => regex.flags === 'u' && asWritten && search.isNative(length),
  };
}

function stepsFor(text: string): Steps {
  return { left: STEPS + STEPS_A_CHARACTER * text.length };
}

interface Search {
  readonly find: (text: string, from: number, steps: Steps) => Match | null | 'stopped';
  /** The most steps for a text of a given length. */
  readonly boundOf: (length: number) => number;
  readonly isNative: (length: number) => boolean;
}

/** Returns a search that uses Node's engine where the text is so short that the pattern is quick, else our own matcher. */
function createSearch(regex: RegExp): Search {
  const flags: Flags = {
    ignoreCase: regex.ignoreCase,
    multiline: regex.multiline,
    dotAll: regex.dotAll,
    unicode: regex.unicode,
  };
  const native = new RegExp(regex.source, `${regex.flags}g`);
  // Without a loop or a choice Node's engine is always quick, so the pattern is not parsed.
  if (regex.source.length < LONG_SOURCE && !/[*+?{|(]/.test(regex.source)) {
    return { find: (text, from) => nativeMatch(native, text, from), boundOf: () => 0, isNative: () => true };
  }
  let program: PatternProgram | null = null;
  const tree = parsePattern(regex.source, flags.unicode);
  const bounds = new Map<number, number>();
  const boundOf = (length: number): number => {
    if (tree === null) return Infinity;
    // The bound grows with the length, so the bound of the next power of two also holds for all shorter texts.
    const rounded = length <= 16 ? 16 : 2 ** Math.ceil(Math.log2(length));
    let bound = bounds.get(rounded);
    if (bound === undefined) {
      program ??= compileProgram(tree, flags);
      bound = stepsBound(tree, flags, rounded, program.anchored);
      bounds.set(rounded, bound);
    }
    return bound;
  };
  const byStep = (text: string, from: number, steps: Steps): Match | null | 'stopped' => {
    if (tree === null) return 'stopped';
    program ??= compileProgram(tree, flags);
    const outcome = runProgram(program, text, from, steps);
    return outcome.kind === 'match' ? outcome.match : outcome.kind === 'none' ? null : 'stopped';
  };
  const isNative = (length: number): boolean => boundOf(length) <= NATIVE_STEPS;
  const find: Search['find'] = (text, from, steps) => {
    if (!isNative(text.length)) return byStep(text, from, steps);
    try {
      return nativeMatch(native, text, from);
    } catch {
      // Node's engine refuses some sources at the first search: `(?:a{1000}){1000}` is too large for it.
      return byStep(text, from, steps);
    }
  };
  return { find, boundOf, isNative };
}

/** Length from which Node's engine may refuse a source at the first search. */
const LONG_SOURCE = 10_000;

function nativeMatch(native: RegExp, text: string, from: number): Match | null {
  native.lastIndex = from;
  const found = native.exec(text);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}
