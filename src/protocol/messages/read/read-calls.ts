import type { JsonObject } from '../../../json/json.ts';
import type { MalformedKind, ToolCall } from '../../../domain/wire.ts';
import { parseArguments } from '../../reading/arguments.ts';
import { wrapMalformed } from '../../reading/malformed-call.ts';
import { callId, malformedSeverity, repetitions } from '../../reading/served-call.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import type { MessageDraft } from './message-draft.ts';

/** Sentences about inputs of calls that are not one JSON object. */
const MALFORMED: { readonly [kind in MalformedKind]: string } = {
  'bad-json': 'is not JSON',
  concatenated: 'is several JSON objects in a row',
  'double-encoded': 'is a JSON object inside a JSON string',
  truncated: 'breaks off',
  empty: 'is missing',
  'not-an-object': 'is not an object',
  'no-name': 'has no name',
};

export interface ReadCalls {
  readonly calls: readonly ToolCall[];
  /** The blocks for the next request: the served objects, unless the API would refuse them. */
  readonly blocks: readonly JsonObject[];
}

/** The calls of the client's own tools among the blocks of a message. */
export function readCalls(draft: MessageDraft, context: ReadContext, findings: Findings): ReadCalls {
  const calls: ToolCall[] = [];
  const isRepetition = repetitions('id', [], findings);
  const blocks = draft.blocks.flatMap((block) => {
    if (block['type'] !== 'tool_use') return [block];
    if (isRepetition(block)) return [];
    const call = readCall(block, draft.inputText.get(block), calls, context, findings);
    calls.push(call);
    return [echo(block, call)];
  });
  return { calls, blocks };
}

function readCall(
  block: JsonObject,
  written: string | undefined,
  before: readonly ToolCall[],
  context: ReadContext,
  findings: Findings,
): ToolCall {
  const place = before.length + 1;
  const { id, name, input } = block;
  if (typeof name !== 'string' || name === '') {
    report(findings, 'call-shape', 'breaking', `call ${place} has no name`, block);
  }
  const known = typeof name === 'string' ? name : '';
  const parsed = parseArguments(written ?? input, known === '' ? undefined : context.tools.get(known));
  if (parsed.malformed !== null) {
    const severity = malformedSeverity(parsed.malformed);
    report(findings, 'args-json', severity, `the input of call ${place} ${MALFORMED[parsed.malformed]}`, block);
  } else if (written === undefined && typeof input !== 'object') {
    const what = input === undefined ? 'missing' : 'text instead of an object';
    report(findings, 'args-json', 'breaking', `the input of call ${place} is ${what}`, block);
  }
  const call = { id: callId(id, before, context, findings), name: known, ...parsed };
  return known === '' ? { ...call, arguments: null, malformed: 'no-name', written: null } : call;
}

/** The call for the next request: the served object, changed only where the API would refuse it. */
function echo(block: JsonObject, call: ToolCall): JsonObject {
  const name = call.name === '' ? 'unknown' : call.name;
  const input = call.arguments ?? wrapMalformed(call.rawArguments);
  if (block['id'] === call.id && block['name'] === name && isSameInput(block['input'], input, call)) return block;
  return { ...block, id: call.id, name, input };
}

function isSameInput(served: unknown, input: JsonObject, call: ToolCall): boolean {
  return served === input || (call.malformed === null && typeof served === 'object' && served !== null);
}
