import { PatternStopped } from './pattern-stopped.ts';
import { parsePattern } from './parse.ts';
import { compileProgram, type Flags, type Program } from './program.ts';
import { runProgram, type Match, type Steps } from './run-program.ts';
import { stepsBound } from './steps-bound.ts';

/** A regular expression of a user, a tool or a scenario. No text makes it run for ever: see `PatternStopped`. */
export interface Pattern {
  readonly source: string;
  /** Those of the engine that reads it: `u` where the source is valid with it. */
  readonly flags: string;
  /** As the engine of Node has it, without a bound. */
  readonly regex: RegExp;
  /** Whether it finds something. Errors: `PatternStopped`. */
  readonly test: (text: string) => boolean;
  /** The text with every match replaced. Errors: `PatternStopped`. */
  readonly replaceAll: (text: string, replacement: (found: string) => string) => string;
  /** Whether it is done with the text: false where `test` would throw. */
  readonly finishes: (text: string) => boolean;
  /** Whether a look at the pattern shows that it is done with every text of this length. */
  readonly isQuick: (length: number) => boolean;
  /** Whether `new RegExp(source, 'u')` is the same pattern, and is done soon with every text of this length. */
  readonly isPlain: (length: number) => boolean;
}

/** What asks only whether a pattern finds something; a `RegExp` is one, too. */
export type TextPattern = Pick<Pattern, 'source'> & { test(text: string): boolean };

export type Compiled =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly reason: string };

/** The engine of Node has no bound; it is asked where it takes no more steps than this. */
const NATIVE_STEPS = 50_000_000;
/** What a search may take: enough for every text that a pattern reads in one pass, some milliseconds otherwise. */
const STEPS = 2_000_000;
const STEPS_A_CHARACTER = 30;

const compiled = new Map<string, Compiled>();

/**
 * The pattern of a source, with the flag `u` where the source is valid so, else without it; `flags` are some of `i`, `m`, `s`.
 * `reason` says in the engine's words why there is none. The source and the texts are compared as they are: whoever wants NFC
 * normalises both.
 */
export function compilePattern(source: string, flags = ''): Compiled {
  const key = `${flags}/${source}`;
  let known = compiled.get(key);
  if (known === undefined) {
    known = compile(source, flags);
    if (compiled.size >= 10_000) compiled.clear();
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

/** Escapes that only other dialects allow (`\-`, `\_`, `\:`), without the backslash: `\p{L}` stands beside them mostly. */
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
  /** The most steps for a text of this length. */
  readonly boundOf: (length: number) => number;
  readonly isNative: (length: number) => boolean;
}

/** Searches with the engine of Node where the text is too short for the pattern to take long, else step by step. */
function createSearch(regex: RegExp): Search {
  const flags: Flags = {
    ignoreCase: regex.ignoreCase,
    multiline: regex.multiline,
    dotAll: regex.dotAll,
    unicode: regex.unicode,
  };
  const native = new RegExp(regex.source, `${regex.flags}g`);
  // No loop, no choice: the engine of Node is asked without a look into the pattern.
  if (regex.source.length < LONG_SOURCE && !/[*+?{|(]/.test(regex.source)) {
    return { find: (text, from) => nativeMatch(native, text, from), boundOf: () => 0, isNative: () => true };
  }
  let program: Program | null = null;
  const tree = parsePattern(regex.source, flags.unicode);
  const bounds = new Map<number, number>();
  const boundOf = (length: number): number => {
    if (tree === null) return Infinity;
    // The bound grows with the length: one of the next power of two serves all below it.
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
      // The engine refuses some sources only when they are used: (?:a{1000}){1000} is too large for it.
      return byStep(text, from, steps);
    }
  };
  return { find, boundOf, isNative };
}

/** From here on the engine of Node may refuse a source when it is used. */
const LONG_SOURCE = 10_000;

function nativeMatch(native: RegExp, text: string, from: number): Match | null {
  native.lastIndex = from;
  const found = native.exec(text);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}
