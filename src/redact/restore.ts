import { isJsonText, mapLiterals } from '../json/json-literals.ts';
import { isObject, type Json } from '../json/json.ts';
import { holdsPlaceholder, mapPlaceholders } from './placeholder.ts';
import type { Redactor } from './redact.ts';
import type { ScenarioValues } from './trial-names.ts';

/** Returns the opposite of a redactor: it puts the values of a scenario back in place of the placeholders of a recording. */
export function createRestorer(values: ScenarioValues): Redactor {
  const plain = (text: string): string =>
    mapPlaceholders(text, (placeholder) => values.get(placeholder) ?? placeholder);
  const text = (given: string): string => {
    if (!holdsPlaceholder(given)) return given;
    return isJsonText(given) ? mapLiterals(given, ({ value }) => text(value)) : plain(given);
  };
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(json);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [plain(key), json(item)]));
  };
  return {
    mayHold: holdsPlaceholder,
    text,
    json: <T extends Json>(value: T): T => json(value) as T,
    name: plain,
    parts: (items) => items,
  };
}
