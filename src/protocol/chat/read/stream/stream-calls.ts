import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { report, type Findings } from '../../../findings.ts';
import { mergeField } from './merge-delta.ts';
import { addText, emptyCall, findCall, isEmpty, wholeCall, type CallDelta, type StreamCall } from './stream-call.ts';
import { streamArguments } from './stream-arguments.ts';

type Tools = ReadonlyMap<string, JsonObject | null>;

/** Adds one `delta.tool_calls` to the calls so far. */
export function addCallDeltas(calls: StreamCall[], deltas: Json, tools: Tools, findings: Findings): void {
  if (!Array.isArray(deltas)) report(findings, 'call-shape', 'breaking', 'tool_calls is not an array', deltas);
  for (const delta of Array.isArray(deltas) ? deltas : [deltas]) {
    if (isObject(delta)) addCallDelta(calls, delta, tools, findings);
    else report(findings, 'call-shape', 'breaking', 'tool_calls has an entry that is no call', deltas);
  }
}

function addCallDelta(calls: StreamCall[], delta: JsonObject, tools: Tools, findings: Findings): void {
  const { index, id, type, function: definition, ...others } = delta;
  const { custom, ...rest } = others;
  // Some gateways add an empty `custom` to the call of a function.
  const isCustom = isObject(custom) && (type === 'custom' || definition === undefined);
  const extras = isCustom ? rest : others;
  const fields: JsonObject = isCustom ? customFields(custom) : isObject(definition) ? definition : {};
  const { name, arguments: args, ...functionExtras } = fields;
  const said: CallDelta = {
    index: readIndex(index, delta, findings),
    id: readId(id, delta, findings),
    name: typeof name === 'string' && name !== '' && name !== 'null' ? name : null,
    text: typeof args === 'string' ? args : args === undefined || args === null ? '' : JSON.stringify(args),
  };
  if (name === 'null') {
    report(findings, 'call-shape', 'breaking', 'a delta names its call "null", which overwrites the name', delta);
  }
  const found = findCall(calls, said, tools);
  const call = found ?? openCall(calls, said, delta, findings);
  if (found !== null) checkContinuation(found, said, type, delta, findings);
  call.id ??= said.id;
  call.type = call.type === undefined || call.type === null || call.type === '' ? (type ?? call.type) : call.type;
  if (said.name !== null && call.names.at(-1) !== said.name) call.names.push(said.name);
  if (typeof args === 'string') addText(call, said);
  else if (args !== undefined && args !== null) call.values.push(args);
  for (const [key, value] of Object.entries(extras)) mergeField(call.extras, key, value);
  for (const [key, value] of Object.entries(functionExtras)) mergeField(call.functionExtras, key, value);
}

/** The fields of a custom tool's call, renamed to those of a function's call. */
function customFields({ input, ...fields }: JsonObject): JsonObject {
  return input === undefined ? fields : { ...fields, arguments: input };
}

function readIndex(index: Json | undefined, delta: JsonObject, findings: Findings): number | null {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) return index;
  const said = index === undefined ? 'missing' : JSON.stringify(index);
  report(findings, 'stream-index', 'breaking', `the index of a call is ${said}`, delta);
  return typeof index === 'string' && /^\d{1,3}$/.test(index) ? Number(index) : null;
}

function readId(id: Json | undefined, delta: JsonObject, findings: Findings): string | null {
  if (id === undefined || id === null) return null;
  if (typeof id === 'string' && id !== '') return id;
  if (id !== '') report(findings, 'call-id', 'degrading', 'the id of a call is not a string', delta);
  else report(findings, 'call-id', 'degrading', 'a delta gives "" as the id of its call', delta);
  return typeof id === 'number' ? String(id) : null;
}

function openCall(calls: StreamCall[], said: CallDelta, delta: JsonObject, findings: Findings): StreamCall {
  if (said.index !== null && calls.some((other) => other.index === said.index)) {
    report(findings, 'stream-index', 'breaking', `several calls have the index ${said.index}`, delta);
  }
  const call = emptyCall(said.index);
  calls.push(call);
  return call;
}

function checkContinuation(
  call: StreamCall,
  said: CallDelta,
  type: Json | undefined,
  delta: JsonObject,
  findings: Findings,
): void {
  if (said.id !== null && call.id !== null && said.id !== call.id) {
    report(findings, 'call-id', 'degrading', 'the id of a call changes from delta to delta', delta);
  }
  if (said.index !== null && said.index !== call.index) {
    report(findings, 'stream-index', 'breaking', 'a call goes on under another index', delta);
  }
  if (type !== undefined && type !== null && type !== 'function' && type !== call.type) {
    report(findings, 'call-shape', 'cosmetic', `a delta gives ${JSON.stringify(type)} as the type of its call`, delta);
  }
  if (said.name === null || call.names.length === 0) return;
  if (call.names.at(-1) === said.name) {
    report(findings, 'stream-deltas', 'cosmetic', 'deltas repeat the name of their call', delta);
  } else {
    report(findings, 'stream-deltas', 'breaking', 'the name of a call is split over deltas, or changes', delta);
  }
}

/** The calls of a stream after its last delta. */
export interface StreamedCalls {
  readonly calls: JsonObject[];
  /** The fault that shows that the gateway lost or merged calls; null without one. */
  readonly garbled: string | null;
}

/** The calls by index, or in the order of arrival where indices are missing or repeat. */
export function finishCalls(calls: readonly StreamCall[], tools: Tools, findings: Findings): StreamedCalls {
  const indices = calls.flatMap((call) => (call.index === null ? [] : [call.index]));
  const ordered =
    indices.length === calls.length ? calls.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)) : [...calls];
  const distinct = [...new Set(indices)].toSorted((a, b) => a - b);
  if (distinct.some((index, place) => index !== place)) {
    const message = `calls are numbered ${distinct.join(', ')} instead of 0 to ${distinct.length - 1}`;
    report(findings, 'stream-index', 'breaking', message, { indices });
  }
  const whole: JsonObject[] = [];
  let garbled: string | null = null;
  for (const call of ordered) {
    // The input of a custom tool is plain text, not JSON.
    const made = call.type === 'custom' ? { args: call.text, garbled: null } : streamArguments(call);
    if (made.garbled !== null) report(findings, 'stream-index', 'breaking', made.garbled, call.text || call.values);
    else if (call.borders.length > 0 || call.values.length > 1) {
      report(findings, 'stream-deltas', 'breaking', 'the arguments of a call come twice', call.text || call.values);
    }
    garbled ??= made.garbled;
    // Only an entry that is empty except for `type` is skipped, because gateways add `type` themselves.
    const entry = wholeCall(call, made.args, tools);
    whole.push(call.id === null && call.names.length === 0 && isEmpty(call) ? { ...entry, type: 'function' } : entry);
  }
  return { calls: whole, garbled };
}
