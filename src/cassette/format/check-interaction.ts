import { isObject, type JsonObject } from '../../json/json.ts';
import { explainFault, listOf, milliseconds, text, type ValueCheck, wholeNumber } from '../../json/value-check.ts';
import type { StoredInteraction } from './format.ts';

const isPlace = listOf(wholeNumber);

/** Fields of a stored interaction that readers rely on. Request and response are checked when they are read. */
const FIELDS: readonly (readonly [keyof StoredInteraction, ValueCheck])[] = [
  ['endpoint', text],
  ['key', text],
  ['latencyMs', milliseconds],
  ['firstByteMs', milliseconds],
  ['sentMs', (value) => (value === undefined ? null : milliseconds(value))],
  ['tools', (value) => (value === undefined ? null : isPlace(value))],
  ['continues', (value) => (value === undefined ? null : wholeNumber(value))],
];

/** Why a stored interaction is invalid: `latencyMs: expected a number from 0 to 2147483647, found nothing`; null where it is valid. */
export function interactionFault(stored: StoredInteraction): string | null {
  for (const [field, check] of FIELDS) {
    const fault = check(stored[field]);
    if (fault !== null) return explainFault({ ...fault, path: `${field}${fault.path}` });
  }
  return null;
}

function isValue({ value }: JsonObject): boolean {
  return value !== undefined;
}

/** True for the stored answer of an MCP server. */
function isAnswer({ server, tool, arguments: args, content }: JsonObject): boolean {
  const isContent = Array.isArray(content) && content.every(isObject);
  return typeof server === 'string' && typeof tool === 'string' && isObject(args) && isContent;
}

/** True when `results` of a stored interaction is a list of values that a model received, or of answers of MCP servers. */
export function isResultList(results: unknown): boolean {
  return (
    Array.isArray(results) &&
    results.every(
      (result) => isObject(result) && Number.isInteger(result['call']) && (isValue(result) || isAnswer(result)),
    )
  );
}
