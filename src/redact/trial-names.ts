import { fullPlaceholder, knownPlaceholder, mapPlaceholders, numberedPlaceholder, numberOf } from './placeholder.ts';
import type { Json } from '../json/json.ts';
import type { RedactorSource } from './redact.ts';

/** Redacted values of a scenario, by their placeholders in a recording. */
export type ScenarioValues = ReadonlyMap<string, string>;

/** Every value in the data of a scenario that a redactor hides. */
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

/** The placeholders of one trial. Equal values have equal placeholders, in every request and answer. */
export interface TrialNames {
  /** The placeholder of a hidden value. */
  readonly of: (value: string) => string;
  /** Replaces the temporary placeholders (whole hashes) of a text by the placeholders of the trial. */
  named(text: string): string;
  /** Notes the placeholders of a recording, so that their numbers are not used again. */
  see(text: string): void;
  /** True when the trial has a placeholder. */
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
 * Replaces the placeholders of a request's key: values of the scenario by their hash, others by a number in the order of the
 * canonical text. So the value, and the placeholder that a replay has for it, give one key.
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
