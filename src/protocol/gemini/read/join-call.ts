import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { parsePath } from '../../../json/path.ts';
import { report, type Findings } from '../../findings.ts';

/**
 * Joins a part to the part before where it continues that part's call. A stream of arguments names the call once and then sends
 * its arguments value by value, each with a JSON path. Returns the joined part; null for a part of its own.
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export function joinCall(last: JsonObject | undefined, part: JsonObject, findings: Findings): JsonObject | null {
  const call = part['functionCall'];
  if (!isObject(call)) return null;
  const goesOn = last !== undefined && isOpen(last) && asText(call['name']) === '';
  const isFirst = call['willContinue'] === true || Array.isArray(call['partialArgs']);
  if (!goesOn && !isFirst) return null;
  const before = goesOn ? (last['functionCall'] as JsonObject) : { args: {} };
  const { willContinue, partialArgs, ...fields } = call;
  const args = isObject(before['args']) ? structuredClone(before['args']) : {};
  for (const piece of Array.isArray(partialArgs) ? partialArgs : []) {
    if (!isObject(piece) || !addValue(args, piece)) {
      report(findings, 'args-json', 'breaking', 'a piece of the arguments has no path or no value', part);
    }
  }
  const joined: JsonObject = { ...before, ...fields, args };
  if (willContinue === true) joined['willContinue'] = true;
  else delete joined['willContinue'];
  return goesOn ? { ...last, ...part, functionCall: joined } : { ...part, functionCall: joined };
}

function isOpen(part: JsonObject): boolean {
  return isObject(part['functionCall']) && part['functionCall']['willContinue'] === true;
}

/**
 * Sets a value at its path; a text is appended to the text at that path. Returns false where the path does not fit the
 * arguments so far.
 */
function addValue(args: JsonObject, piece: JsonObject): boolean {
  const path = parsePath(asText(piece['jsonPath']).replace(/^\$\.?/, ''));
  const value = valueOf(piece);
  const key = path?.pop();
  if (path === null || path === undefined || key === undefined || value === undefined) return false;
  let at: JsonObject | Json[] = args;
  for (const [i, step] of path.entries()) {
    const next = path[i + 1] ?? key;
    const inside: Json | undefined = (at as { [step: string | number]: Json })[step];
    if (Array.isArray(inside) || isObject(inside)) at = inside;
    else at = (at as { [step: string | number]: Json })[step] = typeof next === 'number' ? [] : {};
  }
  const holder = at as { [step: string | number]: Json };
  const before = Object.hasOwn(holder, key) ? holder[key] : undefined;
  const joined = typeof before === 'string' && typeof value === 'string' ? before + value : value;
  Object.defineProperty(holder, key, { value: joined, enumerable: true, configurable: true, writable: true });
  return true;
}

function valueOf(piece: JsonObject): Json | undefined {
  if ('nullValue' in piece) return null;
  return piece['stringValue'] ?? piece['numberValue'] ?? piece['boolValue'];
}
