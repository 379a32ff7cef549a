import type { Json, JsonObject } from '../json/json.ts';

/** One place where a value does not fit. */
export interface Mismatch {
  /** Path below the path that the caller gave: `city`, `items[2].price`. */
  readonly path: string;
  /** The matcher or plain value; null where no value was wanted. */
  readonly expected: Json;
  /** The found value; null where there was none. */
  readonly actual: Json;
  /** The operator that did not fit, `missing`, `unexpected` or `length`; null for a plain value that differs. */
  readonly detail: string | null;
}

/**
 * List that mismatches are added to. Null when the caller needs only true or false; matching then stops at the first mismatch
 * and makes no paths.
 */
export type Sink = Mismatch[] | null;

/** Functions with which an operator compares a value with the matchers in its operand. */
export interface Matching {
  readonly fits: (matcher: Json | undefined, actual: Json | undefined) => boolean;
  readonly fitsSchema: (schema: Json, value: Json) => boolean;
  /**
   * True when the pattern matches somewhere in the text; false for an invalid pattern. Pattern and text are normalized (NFC).
   */
  readonly finds: (source: string, flags: string, text: string) => boolean;
  /** As `fits`; also adds every mismatch below `path` to `out`. */
  readonly walk: (matcher: Json | undefined, actual: Json | undefined, path: string, out: Sink) => boolean;
  /** Compares the values of an object with matchers by key. `open` allows other keys. */
  readonly walkFields: (
    fields: JsonObject,
    actual: Json | undefined,
    path: string,
    out: Sink,
    open: boolean,
  ) => boolean;
}

/** A fault of a matcher, found when a scenario is loaded. */
export interface MatcherIssue {
  readonly path: string;
  /** The expected value, the found value, and the remedy. */
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

/** Functions with which an operator reports faults of its operand. */
export interface Checking {
  /** Path of the operand. */
  readonly path: string;
  readonly report: (code: MatcherIssue['code'], message: string, path?: string) => void;
  /** Reports `bad-operand`: `expected a number, found "x"`. */
  readonly wrong: (expected: string) => void;
  readonly isOperator: (key: string) => boolean;
  /** The fault of a regular expression; null without one. */
  readonly patternFault: (source: string) => string | null;
  /** The invalid parts of a JSON Schema, with their paths in it. */
  readonly schemaDefects: (schema: JsonObject) => readonly { readonly path: string; readonly message: string }[];
  /** Checks a matcher inside the operand. */
  readonly nested: (matcher: Json, path: string) => void;
}

/** Functions with which an operator describes its demand. */
export interface Describing {
  readonly matcher: (matcher: Json) => string;
  /** The items of a list, or a single value, joined by `separator` (default: a comma). */
  readonly list: (operand: Json, separator?: string) => string;
  /** A value as JSON, shortened where it is long. */
  readonly value: (value: Json) => string;
  readonly shorten: (text: string) => string;
}

/** Functions with which an operator makes examples of the matchers in its operand. `schema` is a result of `resolveSchema`. */
export interface Examples {
  /** Values that probably fit a matcher, the simplest first. */
  readonly candidates: (matcher: Json, schema: JsonObject | null) => Iterable<Json>;
  /**
   * The first value that fits a matcher and satisfies the schema, where there is one; undefined where the search found none.
   */
  readonly part: (matcher: Json, schema: JsonObject | null) => Json | undefined;
  readonly fits: (matcher: Json, value: Json | undefined) => boolean;
  /** Values that probably satisfy a schema; any values for null. */
  readonly ofSchema: (schema: JsonObject | null) => Iterable<Json>;
  /** Texts that a pattern probably matches. */
  readonly ofPattern: (source: string, flags: string) => Iterable<string>;
}

/** A matcher inside an operand, with its path. */
export interface Part {
  readonly matcher: Json;
  readonly path: string;
}

/** A key that a matcher may have besides its operator. */
export interface Modifier {
  readonly name: string;
  /** Description for completion in editors. */
  readonly meaning: string;
  /** The fault of the value; null without one. */
  readonly check: (value: Json) => { readonly code: MatcherIssue['code']; readonly message: string } | null;
}

/** The fields that every operator has. */
interface Described {
  /** The key that makes an object a matcher: `$contains`. */
  readonly name: string;
  /** The operand as the documentation writes it: `[min, max]`. */
  readonly operand: string;
  /** The values that fit, in one line of Markdown. */
  readonly meaning: string;
  /** A whole matcher in YAML; the documentation shows it and a test loads it. */
  readonly example: string;
  /** JSON Schema of the operand, for completion in editors. The function `check` checks operands, not this schema. */
  readonly shape: JsonObject;
  readonly modifiers?: readonly Modifier[];
  /** Reports faults of the operand. */
  readonly check: (operand: Json, checking: Checking) => void;
  /** The demand as a phrase after "expected": `one of "a", "b"`. */
  readonly describe: (operand: Json, describing: Describing, matcher: JsonObject) => string;
  /** Values that probably fit and satisfy the schema, the simplest first. The caller must test them. */
  readonly candidates: (
    operand: Json,
    schema: JsonObject | null,
    examples: Examples,
    matcher: JsonObject,
  ) => Iterable<Json>;
  /**
   * True when examples have to be searched for, so that a search without a result proves nothing. Default: true when that holds
   * for a matcher in the operand.
   */
  readonly isSearched?: (operand: Json, isSearched: (matcher: Json) => boolean) => boolean;
  /**
   * Matchers in the operand that each need an example of their own for `check`. Absent where only the whole needs one. `path`
   * is the path of the operand.
   */
  readonly parts?: (operand: Json, path: string) => readonly Part[];
  /** A sentence about why no value can both fit the operand and satisfy the schema; null where a value can. */
  readonly conflict?: (operand: Json, schema: JsonObject | null) => string | null;
  /** Matchers by key, for an operator on objects that allows other keys; null for an operand without them. */
  readonly fields?: (operand: Json) => JsonObject | null;
  /** The values that the operator accepts on purpose. `check` does not report mutants among them. */
  readonly lenient: Lenient;
}

/** An operator that looks at a value as a whole. */
interface Accepting {
  /** True when the value fits; `undefined` means that there is no value. Never throws, also not for an invalid operand. */
  readonly accepts: (operand: Json, actual: Json | undefined, matching: Matching, matcher: JsonObject) => boolean;
  readonly walk?: undefined;
}

/** An operator that looks inside a value, and reports the places of mismatches there. */
interface Walking {
  readonly accepts?: undefined;
  /** True when the value fits; `undefined` means that there is no value. Never throws, also not for an invalid operand. */
  readonly walk: (
    operand: Json,
    actual: Json | undefined,
    path: string,
    out: Sink,
    matching: Matching,
    matcher: JsonObject,
  ) => boolean;
}

/**
 * One operator of argument matchers: a row of `OPERATORS`. Its functions get the validator, patterns and examples as arguments,
 * because the page of the HTML report bundles the operators and must stay small.
 */
export type Operator = Described & (Accepting | Walking);

/** What the author of a matcher accepts on purpose. */
export interface Lenient {
  /**
   * True for a value that fits because the operator names a range of values. False for a value that a pattern fits by accident.
   */
  readonly allows: 'all-that-fits' | ((operand: Json, value: Json, allows: (matcher: Json) => boolean) => boolean);
  /** True when upper and lower case are accepted alike. Default: false. */
  readonly anyCase?: (operand: Json, anyCase: (matcher: Json) => boolean, matcher: JsonObject) => boolean;
  /** True when the operand contains this very value. Default: false. */
  readonly names?: (operand: Json, value: Json, names: (matcher: Json) => boolean) => boolean;
}
