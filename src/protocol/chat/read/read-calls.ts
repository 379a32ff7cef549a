import { parseArguments } from '../../reading/arguments.ts';
import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { ToolCall } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';
import { callId, repetitions, reportMalformed } from '../../reading/served-call.ts';
import { substituteId } from '../../reading/malformed-call.ts';
import type { ReadContext } from '../../read-context.ts';

const NO_CALLS: readonly ToolCall[] = [];

/** A message and its calls. */
export interface ReadMessage {
  readonly calls: readonly ToolCall[];
  /** The message for the next request. */
  readonly message: JsonObject;
}

/**
 * Reads the calls of a message. `message` is the message for the next request: the served object, unless a strict API would
 * refuse it.
 */
export function readCalls(message: JsonObject, context: ReadContext, findings: Findings): ReadMessage {
  const served = message['tool_calls'];
  const legacy = message['function_call'];
  if (Array.isArray(served) && served.length > 0) return readList(served, message, context, findings);
  if (isObject(served)) {
    report(findings, 'call-shape', 'breaking', 'tool_calls is not an array', served);
    return readList([served], message, context, findings);
  }
  if (isObject(legacy)) {
    report(findings, 'call-shape', 'breaking', 'the call came as function_call, which was not asked for', legacy);
    const { function_call: _, ...rest } = message;
    return readList([{ type: 'function', function: legacy }], rest, context, findings);
  }
  if (served === undefined) return { calls: NO_CALLS, message };
  if (served !== null && !Array.isArray(served)) {
    report(findings, 'call-shape', 'breaking', 'tool_calls is not an array', served);
  }
  // OpenAI takes a message without `tool_calls`, and refuses an empty list.
  const { tool_calls: _, ...rest } = message;
  return { calls: NO_CALLS, message: rest };
}

function readList(served: readonly Json[], message: JsonObject, context: ReadContext, findings: Findings): ReadMessage {
  const calls: ToolCall[] = [];
  const echoed: JsonObject[] = [];
  const isRepetition = repetitions('id', ['index'], findings);
  for (const entry of served) {
    if (!isObject(entry)) {
      report(findings, 'call-shape', 'breaking', 'tool_calls has an entry that is no call', served);
      continue;
    }
    if (saysNothing(entry)) {
      report(findings, 'call-shape', 'breaking', 'tool_calls has an entry without id, name and arguments', entry);
      continue;
    }
    if (isRepetition(entry)) continue;
    const custom = customOf(entry);
    const call =
      custom === null ? readCall(entry, calls, context, findings) : readCustom(entry, custom, calls, context, findings);
    calls.push(call);
    echoed.push(custom === null ? echo(entry, call) : echoCustom(entry, custom, call));
  }
  if (echoed.length === 0) {
    const { tool_calls: _, ...rest } = message;
    return { calls, message: rest };
  }
  const same =
    message['tool_calls'] === served && echoed.length === served.length && echoed.every((e, i) => e === served[i]);
  return { calls, message: same ? message : { ...message, tool_calls: echoed } };
}

/** The `custom` object of a custom tool's call; null for the call of a function. */
function customOf({ type, custom }: JsonObject): JsonObject | null {
  return type === 'custom' && isObject(custom) ? custom : null;
}

/** Reads the call of a custom tool. Its text becomes its only argument. */
function readCustom(
  entry: JsonObject,
  { name, input }: JsonObject,
  before: readonly ToolCall[],
  context: ReadContext,
  findings: Findings,
): ToolCall {
  const place = before.length + 1;
  const text = typeof input === 'string' ? input : '';
  if (typeof input !== 'string') {
    report(findings, 'args-json', 'breaking', `the input of call ${place} is no text`, entry);
  }
  const named = typeof name === 'string' ? name : '';
  if (named === '') report(findings, 'call-shape', 'breaking', `call ${place} has no name`, entry);
  const id = idOf(entry['id'], before, context, findings);
  const read = { id, name: named, rawArguments: text, written: null };
  return named === ''
    ? { ...read, arguments: null, malformed: 'no-name' }
    : { ...read, arguments: { input: text }, malformed: null };
}

function echoCustom(entry: JsonObject, custom: JsonObject, { id, name, rawArguments: input }: ToolCall): JsonObject {
  if (entry['id'] === id && custom['name'] === name && custom['input'] === input) return entry;
  return { ...entry, id, custom: { ...custom, name: name === '' ? 'unknown' : name, input } };
}

/**
 * True for an empty entry of `tool_calls`, which is no call: a gateway left it for a part of another kind.
 * @see https://github.com/Portkey-AI/gateway (`google/chatComplete.ts` maps parts without a call to undefined)
 */
function saysNothing(entry: JsonObject): boolean {
  const { id, function: definition } = entry;
  const custom = customOf(entry);
  const { name, arguments: args } = custom ?? (isObject(definition) ? definition : entry);
  return [id, name, args].every((value) => value === undefined || value === null || value === '');
}

function readCall(entry: JsonObject, before: readonly ToolCall[], context: ReadContext, findings: Findings): ToolCall {
  const place = before.length + 1;
  const { name, args } = definitionOf(entry, place, findings);
  const parsed = parseArguments(args, name === '' ? undefined : context.tools.get(name));
  if (parsed.malformed !== null) {
    reportMalformed(findings, parsed.malformed, place, entry);
  } else if (typeof args !== 'string') {
    const what = args === undefined || args === null ? 'missing' : 'an object instead of text';
    report(findings, 'args-json', 'breaking', `the arguments of call ${place} are ${what}`, entry);
  } else if (args.trim() === '' || args.trim() === 'null') {
    const said = args.trim() === '' ? 'empty' : 'null';
    report(findings, 'args-json', 'breaking', `the arguments of call ${place} are ${said} instead of {}`, entry);
  }
  const id = idOf(entry['id'], before, context, findings);
  if (name !== '') return { id, name, ...parsed };
  return { id, name, ...parsed, arguments: null, malformed: 'no-name', written: null };
}

/** The name and arguments of a call in a gateway's answer, from its `function` or from the call itself. */
function definitionOf(
  entry: JsonObject,
  place: number,
  findings: Findings,
): { readonly name: string; readonly args: Json | undefined } {
  const { type, function: definition } = entry;
  if (type !== 'function') {
    const said = type === undefined ? 'no type' : `the type ${JSON.stringify(type)}`;
    report(findings, 'call-shape', 'breaking', `call ${place} has ${said}`, entry);
  }
  const fields = isObject(definition) ? definition : entry;
  if (fields === entry) report(findings, 'call-shape', 'breaking', `call ${place} has no function`, entry);
  const { name, arguments: args } = fields;
  if (typeof name === 'string' && name !== '') return { name, args };
  report(findings, 'call-shape', 'breaking', `call ${place} has no name`, entry);
  return { name: '', args };
}

/** The id of a call. Some gateways send a number, which the next request has to say as text. */
function idOf(id: Json | undefined, before: readonly ToolCall[], context: ReadContext, findings: Findings): string {
  if (typeof id !== 'number') return callId(id, before, context, findings);
  const place = before.length + 1;
  report(findings, 'call-id', 'degrading', `the id of call ${place} is not a string`, { id });
  return before.some((call) => call.id === String(id)) ? substituteId(context, place) : String(id);
}

/** The call for the next request: the served object, changed only where a strict API would refuse it. */
function echo(entry: JsonObject, call: ToolCall): JsonObject {
  const definition = entry['function'];
  const served = isObject(definition) ? definition : {};
  const args = /^(?:null)?$/.test(call.rawArguments.trim()) ? '{}' : call.rawArguments;
  const { name: servedName } = served;
  const name = call.name === '' ? 'unknown' : call.name;
  const named = servedName === name && served['arguments'] === args;
  if (named && entry['id'] === call.id && entry['type'] === 'function') return entry;
  const { name: _name, arguments: _args, ...flat } = entry;
  const rest = isObject(definition) ? entry : flat;
  return { ...rest, id: call.id, type: 'function', function: { ...served, name, arguments: args } };
}
