import { fullPlaceholder, knownPlaceholder, mapPlaceholders, numberedPlaceholder, numberOf } from './placeholder.ts';
import type { Json } from '../json/json.ts';
import type { RedactorSource } from './redact.ts';

/** Values of a scenario that are redacted, by the placeholder that a recording has for each. */
export type ScenarioValues = ReadonlyMap<string, string>;

/** Every value that a redactor hides in the data of a scenario. */
export function scenarioValues(source: RedactorSource, data: Json): ScenarioValues {
  const values = new Map<string, string>();
  const collector = source.named((value) => {
    const placeholder = knownPlaceholder(fullPlaceholder(value));
    values.set(placeholder, value);
    return placeholder;
  });
  collector.json(data);
  return values;
}

/** The placeholders of one trial: equal values have equal ones, in every request and answer of it. */
export interface TrialNames {
  /** Of a hidden value. */
  readonly of: (value: string) => string;
  /** A text whose values are hidden by their whole hashes, with the placeholders of the trial. */
  named(text: string): string;
  /** Takes note of the placeholders that a recording brings, so that their numbers are not given out again. */
  see(text: string): void;
  /** Something was hidden, or came hidden. */
  used(): boolean;
}

export function createTrialNames(values: () => ScenarioValues): TrialNames {
  const numbers = new Map<string, number>();
  let last = 0;
  let used = false;
  const nameOf = (full: string): string => {
    used = true;
    const known = knownPlaceholder(full);
    if (values().has(known)) return known;
    let number = numbers.get(full);
    if (number === undefined) {
      number = ++last;
      numbers.set(full, number);
    }
    return numberedPlaceholder(number);
  };
  return {
    used: () => used,
    of: (value) => nameOf(fullPlaceholder(value)),
    named: (text) => mapPlaceholders(text, (one) => (one.length === FULL_LENGTH ? nameOf(one) : one)),
    see(text) {
      mapPlaceholders(text, (placeholder) => {
        used = true;
        last = Math.max(last, numberOf(placeholder) ?? 0);
        return placeholder;
      });
    },
  };
}

/**
 * The placeholders of a request's key: values that stand in the scenario by their hash, all others by the order in which
 * they appear in the canonical text, so that the value itself and the placeholder that a replay has for it give one key.
 */
export function nameForKey(text: string, values: () => ScenarioValues): string {
  const numbers = new Map<string, number>();
  return mapPlaceholders(text, (placeholder) => {
    if (placeholder.length === FULL_LENGTH) {
      const known = knownPlaceholder(placeholder);
      if (values().has(known)) return known;
    } else if (numberOf(placeholder) === null) return placeholder;
    let number = numbers.get(placeholder);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(placeholder, number);
    }
    return numberedPlaceholder(number);
  });
}

const FULL_LENGTH = fullPlaceholder('').length;
