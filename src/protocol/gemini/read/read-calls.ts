import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { ToolCall } from '../../../domain/wire.ts';
import { parseArguments } from '../../reading/arguments.ts';
import { callId, repetitions } from '../../reading/served-call.ts';
import { substituteId, wrapMalformed } from '../../reading/malformed-call.ts';
import { field, snakeCase } from '../field.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';

export interface ReadCalls {
  readonly calls: readonly ToolCall[];
  /** The parts for the next request: the served objects, unless the API would refuse them. */
  readonly parts: readonly JsonObject[];
}

/** The calls of the client's own functions among the parts of an answer. */
export function readCalls(parts: readonly JsonObject[], context: ReadContext, findings: Findings): ReadCalls {
  const calls: ToolCall[] = [];
  const isRepetition = repetitions('id', [], findings);
  const echoed = parts.flatMap((part) => {
    const served = field(part, 'functionCall');
    if (served === undefined) return [part];
    if (part['functionCall'] === undefined) {
      report(findings, 'call-shape', 'breaking', 'the fields of a call are in snake case', part);
    }
    const made = isObject(served) ? served : {};
    if (!isObject(served)) report(findings, 'call-shape', 'breaking', 'a functionCall is no object', part);
    if (isRepetition(made)) return [];
    const call = readCall(made, calls, context, findings);
    calls.push(call);
    return [echo(part, made, call)];
  });
  return { calls, parts: echoed };
}

function readCall(made: JsonObject, before: readonly ToolCall[], context: ReadContext, findings: Findings): ToolCall {
  const place = before.length + 1;
  const { id, name, args } = made;
  const known = typeof name === 'string' ? name : '';
  if (known === '') report(findings, 'call-shape', 'breaking', `call ${place} has no name`, made);
  const parsed = argumentsOf(args, known, place, context, findings);
  const call = { id: idOf(id, before, context, findings), name: known, ...parsed };
  return known === '' ? { ...call, arguments: null, malformed: 'no-name', written: null } : call;
}

/** The arguments of a call; `{}` where the field is absent, because Google's types make it optional. */
function argumentsOf(
  args: Json | undefined,
  name: string,
  place: number,
  context: ReadContext,
  findings: Findings,
): ReturnType<typeof parseArguments> {
  const parsed = parseArguments(args ?? {}, name === '' ? undefined : context.tools.get(name));
  if (parsed.malformed !== null) {
    report(findings, 'args-json', 'breaking', `the args of call ${place} are not an object`, { args: args ?? null });
  } else if (typeof args === 'string') {
    report(findings, 'args-json', 'breaking', `the args of call ${place} are text instead of an object`, { args });
  }
  return parsed;
}

/** The id of a call. Gemini needs none, so a missing one gets a substitute that is never sent. */
function idOf(id: Json | undefined, before: readonly ToolCall[], context: ReadContext, findings: Findings): string {
  if (typeof id === 'string' && id !== '') return callId(id, before, context, findings);
  const place = before.length + 1;
  if (id !== undefined) report(findings, 'call-id', 'degrading', `the id of call ${place} is no text`, { id });
  return substituteId(context, place);
}

/** The part for the next request: the served object, changed only where the API would refuse it. */
function echo(part: JsonObject, made: JsonObject, call: ToolCall): JsonObject {
  const isSound = call.name !== '' && call.malformed === null && typeof made['args'] !== 'string';
  const hasOwnId = made['id'] === undefined || made['id'] === call.id;
  if (isSound && hasOwnId && 'functionCall' in part) return part;
  const { functionCall: _, [snakeCase('functionCall')]: __, ...rest } = part;
  const { id: ___, ...fields } = made;
  const name = call.name === '' ? 'unknown' : call.name;
  const args = call.arguments ?? wrapMalformed(call.rawArguments);
  const functionCall = { ...fields, name, args };
  return { ...rest, functionCall: made['id'] === call.id ? { id: call.id, ...functionCall } : functionCall };
}
