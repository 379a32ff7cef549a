import type { JsonObject } from '../../../json/json.ts';
import type { ToolCall } from '../../../domain/wire.ts';
import { parseArguments } from '../../reading/arguments.ts';
import { callId, repetitions, reportMalformed } from '../../reading/served-call.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';

export interface ReadCalls {
  readonly calls: readonly ToolCall[];
  /** The items for the next request: the served objects, unless the API would refuse them. */
  readonly items: readonly JsonObject[];
}

/** The calls of the client's own tools among the items of a response. */
export function readCalls(items: readonly JsonObject[], context: ReadContext, findings: Findings): ReadCalls {
  const calls: ToolCall[] = [];
  const isRepetition = repetitions('call_id', ['id'], findings);
  const echoed = items.flatMap((item) => {
    const { type } = item;
    if (type !== 'function_call' && type !== 'custom_tool_call') return [item];
    if (isRepetition(item)) return [];
    const call =
      type === 'function_call' ? readCall(item, calls, context, findings) : readCustom(item, calls, context, findings);
    calls.push(call);
    return [echo(item, call)];
  });
  return { calls, items: echoed };
}

function readCall(item: JsonObject, before: readonly ToolCall[], context: ReadContext, findings: Findings): ToolCall {
  const place = before.length + 1;
  const name = nameOf(item, place, findings);
  const args = item['arguments'];
  const parsed = parseArguments(args, name === '' ? undefined : context.tools.get(name));
  if (parsed.malformed !== null) {
    reportMalformed(findings, parsed.malformed, place, item);
  } else if (typeof args !== 'string') {
    const what = args === undefined || args === null ? 'missing' : 'an object instead of text';
    report(findings, 'args-json', 'breaking', `the arguments of call ${place} are ${what}`, item);
  } else if (args.trim() === '') {
    report(findings, 'args-json', 'breaking', `the arguments of call ${place} are empty instead of {}`, item);
  }
  const call = { id: callId(item['call_id'], before, context, findings, 'call_id'), name, ...parsed };
  return name === '' ? { ...call, arguments: null, malformed: 'no-name', written: null } : call;
}

/** Reads the call of a custom tool. Its text becomes its only argument. */
function readCustom(item: JsonObject, before: readonly ToolCall[], context: ReadContext, findings: Findings): ToolCall {
  const place = before.length + 1;
  const name = nameOf(item, place, findings);
  const { input } = item;
  const text = typeof input === 'string' ? input : '';
  if (typeof input !== 'string') {
    report(findings, 'args-json', 'breaking', `the input of call ${place} is no text`, item);
  }
  return {
    id: callId(item['call_id'], before, context, findings, 'call_id'),
    name,
    rawArguments: text,
    arguments: name === '' ? null : { input: text },
    malformed: name === '' ? 'no-name' : null,
    written: null,
  };
}

function nameOf(item: JsonObject, place: number, findings: Findings): string {
  const { name } = item;
  if (typeof name === 'string' && name !== '') return name;
  report(findings, 'call-shape', 'breaking', `call ${place} has no name`, item);
  return '';
}

/** The call for the next request: the served item, changed only where the API would refuse it. */
function echo(item: JsonObject, call: ToolCall): JsonObject {
  const name = call.name === '' ? 'unknown' : call.name;
  const fixed: JsonObject = { call_id: call.id, name };
  if (item['type'] === 'function_call') {
    fixed['arguments'] = call.rawArguments.trim() === '' ? '{}' : call.rawArguments;
  }
  const same = Object.entries(fixed).every(([key, value]) => item[key] === value);
  return same ? item : { ...item, ...fixed };
}
