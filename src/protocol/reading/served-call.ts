import type { Json, JsonObject } from '../../json/json.ts';
import type { MalformedKind, ToolCall } from '../../domain/wire.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import { substituteId } from './malformed-call.ts';

/**
 * The id of the call that follows `before`. A substitute, and a finding, where the served id is missing or belongs to another
 * call. `field` is the protocol's name of the id.
 */
export function callId(
  id: Json | undefined,
  before: readonly ToolCall[],
  context: ReadContext,
  findings: Findings,
  field = 'id',
): string {
  const place = before.length + 1;
  if (typeof id === 'string' && id !== '') {
    if (!before.some((call) => call.id === id)) return id;
    report(findings, 'call-id', 'breaking', `call ${place} has the ${field} of another call`, { [field]: id });
  } else {
    report(findings, 'call-id', 'degrading', `call ${place} has no ${field}`, { [field]: id ?? null });
  }
  return substituteId(context, place);
}

/**
 * Returns a function that is true for a call that repeats an earlier one byte for byte, id included: the gateway sent it twice, which is a
 * finding. `idField` is the protocol's name of the id, `numbering` are fields that number the entries and do not count.
 */
export function repetitions(
  idField: string,
  numbering: readonly string[],
  findings: Findings,
): (entry: JsonObject) => boolean {
  const byId = new Map<string, string>();
  const ignored = Object.fromEntries(numbering.map((name) => [name, undefined]));
  return (entry) => {
    const id = entry[idField];
    if (typeof id !== 'string' || id === '') return false;
    const text = JSON.stringify({ ...entry, ...ignored });
    const isRepeated = byId.get(id) === text;
    byId.set(id, text);
    if (isRepeated) report(findings, 'call-id', 'breaking', 'a call comes twice, under one id', entry);
    return isRepeated;
  };
}

const MALFORMED: { readonly [kind in MalformedKind]: string } = {
  'bad-json': 'are not JSON',
  concatenated: 'are several JSON objects in a row',
  'double-encoded': 'are a JSON object inside a JSON string',
  truncated: 'break off',
  empty: 'are missing',
  'not-an-object': 'are not an object',
  'no-name': 'have no name',
};

/** Reports arguments of a call that are not one JSON object. `place` counts calls from 1. */
export function reportMalformed(findings: Findings, kind: MalformedKind, place: number, served: JsonObject): void {
  report(findings, 'args-json', malformedSeverity(kind), `the arguments of call ${place} ${MALFORMED[kind]}`, served);
}

/** How severe malformed arguments are. Text that is no JSON, or that breaks off, may be the model's own. */
export function malformedSeverity(kind: MalformedKind): 'degrading' | 'breaking' {
  return kind === 'bad-json' || kind === 'truncated' ? 'degrading' : 'breaking';
}
