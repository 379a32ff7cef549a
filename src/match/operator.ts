import type { Json, JsonObject } from '../json/json.ts';

/** One place where a value is not what was wanted. */
export interface Mismatch {
  /** Below the path that was given: `city`, `items[2].price`. */
  readonly path: string;
  /** The matcher or plain value; null where nothing was wanted. */
  readonly expected: Json;
  /** Null where nothing came. */
  readonly actual: Json;
  /** The operator that did not fit, `missing`, `unexpected` or `length`; null for a plain value that differs. */
  readonly detail: string | null;
}

/** Where mismatches go; null when only the answer is wanted: it then comes at the first one, and no path is made. */
export type Sink = Mismatch[] | null;

/** How an operator holds a value against the matchers in its operand. */
export interface Matching {
  readonly fits: (matcher: Json | undefined, actual: Json | undefined) => boolean;
  readonly fitsSchema: (schema: Json, value: Json) => boolean;
  /** Whether the pattern finds something; false for what is no pattern. Both are compared after NFC. */
  readonly finds: (source: string, flags: string, text: string) => boolean;
  /** As `fits`, with every mismatch below `path` in `out`. */
  readonly walk: (matcher: Json | undefined, actual: Json | undefined, path: string, out: Sink) => boolean;
  /** Holds the values of an object against matchers by key; `open` allows further keys. */
  readonly walkFields: (
    fields: JsonObject,
    actual: Json | undefined,
    path: string,
    out: Sink,
    open: boolean,
  ) => boolean;
}

/** Something wrong in a matcher, found when a scenario is loaded. */
export interface MatcherIssue {
  readonly path: string;
  /** What was expected, what was found, and what to do. */
  readonly message: string;
  readonly code:
    | 'unknown-operator'
    | 'several-operators'
    | 'mixed-keys'
    | 'stray-modifier'
    | 'bad-operand'
    | 'bad-regex'
    | 'empty-range';
}

/** How an operator reports what is wrong with its operand. */
export interface Checking {
  /** Where the operand stands. */
  readonly path: string;
  readonly report: (code: MatcherIssue['code'], message: string, path?: string) => void;
  /** Reports `bad-operand`: `expected a number, found "x"`. */
  readonly wrong: (expected: string) => void;
  readonly isOperator: (key: string) => boolean;
  /** What is wrong with the source of a pattern; null where nothing is. */
  readonly patternFault: (source: string) => string | null;
  /** What cannot be read in a JSON Schema, with its place inside. */
  readonly schemaDefects: (schema: JsonObject) => readonly { readonly path: string; readonly message: string }[];
  /** Checks a matcher inside the operand. */
  readonly nested: (matcher: Json, path: string) => void;
}

/** How an operator puts what it wants into words. */
export interface Describing {
  readonly matcher: (matcher: Json) => string;
  /** The parts of a list, or the one value that is no list, joined by `separator` (a comma). */
  readonly list: (operand: Json, separator?: string) => string;
  /** A value as JSON of bearable length. */
  readonly value: (value: Json) => string;
  readonly shorten: (text: string) => string;
}

/** How an operator finds examples of what stands in its operand. `schema` is what `resolveSchema` gives for the place. */
export interface Examples {
  /** Values that probably fit a matcher, the plainest first. */
  readonly candidates: (matcher: Json, schema: JsonObject | null) => Iterable<Json>;
  /** The first value that fits a matcher, and its schema where there is one; undefined where none was found. */
  readonly part: (matcher: Json, schema: JsonObject | null) => Json | undefined;
  readonly fits: (matcher: Json, value: Json | undefined) => boolean;
  /** Values that probably satisfy a schema: anything where it is null. */
  readonly ofSchema: (schema: JsonObject | null) => Iterable<Json>;
  /** Texts in which a pattern probably finds something. */
  readonly ofPattern: (source: string, flags: string) => Iterable<string>;
}

/** A matcher inside an operand and where it stands. */
export interface Part {
  readonly matcher: Json;
  readonly path: string;
}

/** A key that may stand beside an operator. */
export interface Modifier {
  readonly name: string;
  /** For completion in editors. */
  readonly meaning: string;
  /** What is wrong with the value; null where it is sound. */
  readonly check: (value: Json) => { readonly code: MatcherIssue['code']; readonly message: string } | null;
}

/**
 * All that tooltape knows of one operator of argument matchers: a row of `OPERATORS`. What an operator needs of validator, patterns and examples is
 * handed to it: the page of the HTML report describes matchers, too, and must not hold all of that.
 */
export interface Operator {
  /** The key that makes an object a matcher: `$contains`. */
  readonly name: string;
  /** The operand as the documentation writes it: `[min, max]`. */
  readonly operand: string;
  /** What fits, in one line of Markdown. */
  readonly meaning: string;
  /** A whole matcher in YAML; the documentation shows it and a test loads it. */
  readonly example: string;
  /** JSON Schema of the operand, for completion in editors; what it allows is not checked by it. */
  readonly shape: JsonObject;
  readonly modifiers?: readonly Modifier[];
  /** Reports what is wrong with the operand. */
  readonly check: (operand: Json, checking: Checking) => void;
  /** Whether the value as a whole fits; `undefined` is a value that is not there. Never throws, not for unsound operands either. */
  readonly accepts: (operand: Json, actual: Json | undefined, matching: Matching, matcher: JsonObject) => boolean;
  /** For operators that say where inside a value the mismatch is; decides in place of `accepts`. */
  readonly walk?: (
    operand: Json,
    actual: Json | undefined,
    path: string,
    out: Sink,
    matching: Matching,
    matcher: JsonObject,
  ) => boolean;
  /** What it wants, to stand after "expected": `one of "a", "b"`. */
  readonly describe: (operand: Json, describing: Describing, matcher: JsonObject) => string;
  /** Values that probably fit and satisfy the schema, the plainest first; whoever asks tests what it takes. */
  readonly candidates: (
    operand: Json,
    schema: JsonObject | null,
    examples: Examples,
    matcher: JsonObject,
  ) => Iterable<Json>;
  /**
   * Whether examples have to be searched for, so that not finding one proves nothing. Left out: whether a matcher in the
   * operand has to be.
   */
  readonly isSearched?: (operand: Json, isSearched: (matcher: Json) => boolean) => boolean;
  /** Matchers of which each must have an example of its own for `check`; left out where only the whole must. `path` is that of the operand. */
  readonly parts?: (operand: Json, path: string) => readonly Part[];
  /** Why no value is both in the operand and in the schema, as a sentence; null where one may be. */
  readonly conflict?: (operand: Json, schema: JsonObject | null) => string | null;
  /** The matchers by key of an operator that takes objects with further keys; null for an operand that is none. */
  readonly fields?: (operand: Json) => JsonObject | null;
  /** How wide the operator is on purpose, for mutants that survive. */
  readonly lenient: Lenient;
}

/** What the author of a matcher leaves open on purpose. */
export interface Lenient {
  /** Whether a value that fits does so because the operator names a range of values, rather than a pattern that happens to take it. */
  readonly allows: 'all-that-fits' | ((operand: Json, value: Json, allows: (matcher: Json) => boolean) => boolean);
  /** Whether the case of letters is left open; left out: it is not. */
  readonly anyCase?: (operand: Json, anyCase: (matcher: Json) => boolean, matcher: JsonObject) => boolean;
  /** Whether the operand names this very value; left out: it does not. */
  readonly names?: (operand: Json, value: Json, names: (matcher: Json) => boolean) => boolean;
}
