import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { requiresSomething } from '../../reading/arguments.ts';
import { scanJson } from '../../../json/json-scan.ts';

/** A tool call while its deltas come in. */
export interface StreamCall {
  /** Null where the deltas have no usable index. */
  readonly index: number | null;
  id: string | null;
  type: Json | undefined;
  /** Every distinct name that the deltas gave: one, unless it was split or corrupted. */
  readonly names: string[];
  /** Arguments that came as text, joined. */
  text: string;
  /** Arguments that came as anything but text. */
  value: Json | undefined;
  readonly extras: JsonObject;
  readonly functionExtras: JsonObject;
}

/** What a delta says of the call that it belongs to; null and `''` say nothing. */
export interface CallDelta {
  readonly index: number | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly text: string;
}

type Tools = ReadonlyMap<string, JsonObject | null>;

/** The call that a delta continues; null when it opens a new one. */
export function findCall(calls: readonly StreamCall[], delta: CallDelta, tools: Tools): StreamCall | null {
  const { index, id, name } = delta;
  const byId = id === null ? undefined : calls.findLast((call) => call.id === id);
  if (index === null) {
    const candidate = byId ?? calls.at(-1);
    return candidate === undefined || opensNew(candidate, delta, tools) ? null : candidate;
  }
  const byIndex = calls.findLast((call) => call.index === index);
  if (byIndex === undefined) return name === null && byId !== undefined ? byId : null;
  return opensNew(byIndex, delta, tools) ? null : byIndex;
}

/**
 * Whether a delta that points at `call` is a call of its own. Gateways put parallel calls under one index, or under none
 * (new-api, Gemini); others send a new id with every fragment of one call. The arguments so far tell them apart.
 */
function opensNew(call: StreamCall, delta: CallDelta, tools: Tools): boolean {
  const { id, name, text } = delta;
  const startsObject = text.trimStart().startsWith('{');
  if (id !== null && call.id !== null && id !== call.id) {
    if (name === null) return startsObject && isWhole(call);
    if (isEmpty(call)) return !(call.names.at(-1) === name && needsArguments(name, tools));
    if (isWhole(call)) return true;
    return call.names.at(-1) !== name || (startsObject && scanJson(call.text + text).kind === 'bad');
  }
  if (name === null || call.names.length === 0) return false;
  const sameName = call.names.at(-1) === name;
  if (id !== null && id === call.id) return delta.index === null && startsObject && isWhole(call);
  // A gateway that gives its calls ids gives one to the next call, too.
  if (delta.index !== null) return !(id === null && call.id !== null) && startsObject && isWhole(call);
  if (isEmpty(call)) return sameName ? !needsArguments(name, tools) : !isNameStart(call.names.join('') + name, tools);
  return isWhole(call) || !sameName;
}

function isEmpty(call: StreamCall): boolean {
  return call.text === '' && call.value === undefined;
}

function isWhole(call: StreamCall): boolean {
  if (call.value !== undefined) return true;
  const scan = scanJson(call.text);
  return scan.kind === 'value' && call.text.slice(scan.end).trim() === '';
}

function needsArguments(name: string, tools: Tools): boolean {
  const parameters = tools.get(name);
  return parameters !== undefined && requiresSomething(parameters);
}

function isNameStart(text: string, tools: Tools): boolean {
  return tools.keys().some((name) => name.startsWith(text));
}

/** The name of a call: never appended unless the pieces together are a declared tool. */
function callName(names: readonly string[], tools: Tools): string {
  const joined = names.join('');
  if (names.length < 2 || tools.has(joined)) return joined;
  return names.findLast((name) => tools.has(name)) ?? names[0] ?? '';
}

/** The call as a response without streaming would hold it. */
export function wholeCall(call: StreamCall, tools: Tools): JsonObject {
  const whole: JsonObject = {};
  if (call.id !== null) whole['id'] = call.id;
  if (call.type !== undefined) whole['type'] = call.type;
  const definition: JsonObject = { name: callName(call.names, tools) };
  if (call.value === undefined) definition['arguments'] = call.text;
  else definition['arguments'] = call.text === '' ? call.value : call.text + asText(call.value);
  whole['function'] = { ...definition, ...call.functionExtras };
  return { ...whole, ...call.extras };
}

/** A second piece of arguments that are not text: joined as text, so that nothing is lost. */
export function addValue(call: StreamCall, value: Json): void {
  if (call.value === undefined) call.value = value;
  else call.value = asText(call.value) + asText(value);
}

function asText(value: Json): string {
  return isObject(value) || typeof value !== 'string' ? JSON.stringify(value) : value;
}
