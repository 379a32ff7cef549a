import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { JsonScanner } from '../../../../json/json-scanner.ts';
import { requiresSomething } from '../../../reading/arguments.ts';

/** A tool call of a stream so far. */
export interface StreamCall {
  /** Index of the call; null where the deltas have no usable one. */
  readonly index: number | null;
  id: string | null;
  type: Json | undefined;
  /** All different names in the deltas. There is one, unless a gateway split or corrupted it. */
  readonly names: string[];
  /** The pieces of arguments that came as text, joined. */
  text: string;
  /** Scanner of the arguments so far. It knows whether they form one whole JSON value, and reads each character once. */
  scan: JsonScanner;
  /** Pieces of arguments that came as objects. */
  readonly values: Json[];
  /**
   * Offsets in the text where a delta repeated the id or name after a whole object: the gateway may have merged two calls
   * there.
   */
  readonly borders: number[];
  readonly extras: JsonObject;
  readonly functionExtras: JsonObject;
}

/** Id, name and index of a delta. Null and `''` count as absent. */
export interface CallDelta {
  readonly index: number | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly text: string;
}

type Tools = ReadonlyMap<string, JsonObject | null>;

/** The call before its first delta. */
export function emptyCall(index: number | null): StreamCall {
  return {
    index,
    id: null,
    type: undefined,
    names: [],
    text: '',
    scan: new JsonScanner(),
    values: [],
    borders: [],
    extras: {},
    functionExtras: {},
  };
}

/** The call that a delta continues; null when it opens a new one. */
export function findCall(calls: readonly StreamCall[], delta: CallDelta, tools: Tools): StreamCall | null {
  const { index, id, name } = delta;
  const byId = id === null ? undefined : calls.findLast((call) => call.id === id);
  if (index === null) {
    const candidate = byId ?? calls.at(-1);
    return candidate === undefined || opensNew(candidate, delta, tools) ? null : candidate;
  }
  const byIndex = calls.findLast((call) => call.index === index);
  if (id === null && name === null) return withoutIdentity(calls, byIndex, delta);
  if (byIndex === undefined) return name === null && byId !== undefined ? byId : null;
  return opensNew(byIndex, delta, tools) ? null : byIndex;
}

/**
 * The call of a fragment that has an index and neither id nor name. SGLang numbers the first delta of a call by its tool and later
 * deltas by the place of the call, so a fragment of an unknown index belongs to the open call.
 * @see https://github.com/sgl-project/sglang/issues/18335
 */
function withoutIdentity(
  calls: readonly StreamCall[],
  byIndex: StreamCall | undefined,
  { text }: CallDelta,
): StreamCall | null {
  const last = calls.at(-1);
  const takes = (call: StreamCall | undefined): call is StreamCall =>
    call !== undefined && call.names.length > 0 && !isWhole(call) && goesOn(call, text);
  if (byIndex === undefined) return takes(last) ? last : null;
  return byIndex !== last && isWhole(byIndex) && text.trim() !== '' && takes(last) ? last : byIndex;
}

/**
 * Whether a delta with the index of `call` opens another call. Some gateways put parallel calls under one index or none (new-api,
 * Gemini); others send a new id with every fragment of one call. Whether the arguments so far are whole tells the two apart.
 * @see https://github.com/QuantumNous/new-api/issues/2701
 * @see https://github.com/su-kaka/gcli2api/issues/406
 */
function opensNew(call: StreamCall, delta: CallDelta, tools: Tools): boolean {
  const { id, name, text } = delta;
  const startsObject = text.trimStart().startsWith('{');
  if (id !== null && call.id !== null && id !== call.id) {
    if (name === null) return startsObject && isWhole(call);
    if (isEmpty(call)) return !(call.names.at(-1) === name && needsArguments(name, tools));
    if (isWhole(call)) return true;
    return call.names.at(-1) !== name || (startsObject && !goesOn(call, text));
  }
  if (name === null || call.names.length === 0) return false;
  const sameName = call.names.at(-1) === name;
  if (id !== null && id === call.id) return delta.index === null && startsObject && isWhole(call);
  // The gateway gave this call an id, so the delta of another call would have one, too.
  if (delta.index !== null) return !(id === null && call.id !== null) && startsObject && isWhole(call);
  if (isEmpty(call)) return sameName ? !needsArguments(name, tools) : !isNameStart(call.names.join('') + name, tools);
  return isWhole(call) || !sameName;
}

/** True when no delta has brought arguments yet. */
export function isEmpty(call: StreamCall): boolean {
  return call.text === '' && call.values.length === 0;
}

/** Whether the arguments so far are one JSON value. */
export function isWhole(call: StreamCall): boolean {
  return call.values.length > 0 || call.scan.kind === 'whole';
}

/** True when the text can continue the JSON of the arguments so far. */
function goesOn(call: StreamCall, text: string): boolean {
  const ahead = call.scan.copy();
  ahead.feed(text);
  return ahead.kind === 'open' || ahead.kind === 'whole';
}

function needsArguments(name: string, tools: Tools): boolean {
  const parameters = tools.get(name);
  return parameters !== undefined && requiresSomething(parameters);
}

function isNameStart(text: string, tools: Tools): boolean {
  return tools.keys().some((name) => name.startsWith(text));
}

/** Adds a piece of the arguments. Notes a border where the delta names its call again after a whole object. */
export function addText(call: StreamCall, delta: CallDelta): void {
  const again = delta.id !== null || delta.name !== null;
  if (again && delta.text.trimStart().startsWith('{') && call.scan.kind === 'whole') {
    call.borders.push(call.text.length);
    call.scan = new JsonScanner();
  }
  call.text += delta.text;
  call.scan.feed(delta.text);
}

/** The name of a call. Several pieces are joined only where the result is the name of a declared tool. */
function callName(names: readonly string[], tools: Tools): string {
  const joined = names.join('');
  if (names.length < 2 || tools.has(joined)) return joined;
  return names.findLast((name) => tools.has(name)) ?? names[0] ?? '';
}

/** The call as a response without streaming holds it. */
export function wholeCall(call: StreamCall, args: Json, tools: Tools): JsonObject {
  const whole: JsonObject = {};
  if (call.id !== null) whole['id'] = call.id;
  if (call.type !== undefined) whole['type'] = call.type;
  const name = callName(call.names, tools);
  if (call.type === 'custom') whole['custom'] = { name, input: args, ...call.functionExtras };
  else whole['function'] = { name, arguments: args, ...call.functionExtras };
  return { ...whole, ...call.extras };
}

/** Whether two values are the same JSON. */
export function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
