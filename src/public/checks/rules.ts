/** A rule for a value of the caller. `says` completes "expected …" in messages. */
export interface OptionRule {
  readonly says: string;
  readonly accepts: (value: unknown) => boolean;
}

/** Rules by the name of an option. */
export type OptionRules = Readonly<Record<string, OptionRule>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isList = (value: unknown, accepts: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(accepts);

export const TEXT: OptionRule = { says: 'a text', accepts: isText };
export const FUNCTION: OptionRule = { says: 'a function', accepts: (value) => typeof value === 'function' };
export const OBJECT: OptionRule = { says: 'an object', accepts: isObject };
export const LIST: OptionRule = { says: 'a list', accepts: Array.isArray };
export const PATTERN: OptionRule = { says: 'a regular expression', accepts: (value) => value instanceof RegExp };
export const FLAG: OptionRule = oneOf(true, false);

/** Accepts these values alone. */
export function oneOf(...words: readonly unknown[]): OptionRule {
  return {
    says: `one of ${words.map((word) => JSON.stringify(word)).join(', ')}`,
    accepts: (value) => words.includes(value),
  };
}

/** Accepts whole numbers from `least` on. */
export function whole(least: number): OptionRule {
  return { says: `a whole number from ${least}`, accepts: (value) => isWhole(value, least) };
}

/** True for a whole number from `least` on. */
export function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/** Accepts a list of such texts that is not empty. */
export function texts(says: string): OptionRule {
  return { says, accepts: (value) => isList(value, isText) };
}

/** Accepts a list, which may be empty, of what `accepts` takes; `says` names that in the plural. */
export function listOf(says: string, accepts: (value: unknown) => boolean): OptionRule {
  return { says: `a list of ${says}`, accepts: (value) => Array.isArray(value) && value.every(accepts) };
}

/** Accepts whatever one of the rules accepts. */
export function either(says: string, ...rules: readonly OptionRule[]): OptionRule {
  return { says, accepts: (value) => rules.some((rule) => rule.accepts(value)) };
}

const isRun = (value: unknown): boolean =>
  isObject(value) &&
  isObject(value['header']) &&
  Array.isArray(value['summary']) &&
  typeof value['trials'] === 'function';

export const RUN: OptionRule = { says: 'a run, as `replay`, `run` and `openRun` return', accepts: isRun };

export const RUN_OR_COMPARISON: OptionRule = {
  says: 'a run, or a comparison of `compareModels` or `compareRuns`',
  accepts: (value) => isRun(value) || (isObject(value) && 'kind' in value),
};

const isScenario = (value: unknown): boolean =>
  isObject(value) && typeof value['id'] === 'string' && Array.isArray(value['turns']) && isObject(value['written']);

export const SCENARIO: OptionRule = {
  says: 'a scenario, as `defineScenario` and `loadScenarios` return',
  accepts: isScenario,
};

/** Paths of scenario files, or scenarios. */
export const SOURCE: OptionRule = {
  says: 'a path, a list of paths, or scenarios of `defineScenario` or `loadScenarios`',
  accepts: (value) =>
    isText(value) ||
    (Array.isArray(value) && (value.every(isText) || value.every(isScenario))) ||
    (isObject(value) && Array.isArray(value['scenarios']) && value['scenarios'].every(isScenario)),
};

export const PATHS: OptionRule = {
  says: 'a path, or a list of paths',
  accepts: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
};

export const TRANSCRIPT: OptionRule = {
  says: 'a transcript, as `transcriptOf`, `playCalls` and `tape.transcript()` return',
  accepts: (value) => isObject(value) && Array.isArray(value['turns']) && 'error' in value && 'miss' in value,
};
