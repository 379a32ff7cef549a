import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { PlannedCall } from '../../domain/answer.ts';
import type { ExpectedCall, ToolDefinition } from '../../domain/scenario.ts';
import { acceptedCall } from './accepted-call.ts';
import { exampleFor, type ExampleReason } from './example.ts';

export type CallExample =
  | { readonly ok: true; readonly call: PlannedCall }
  /** `call` comes closest to an example, but does not fit the matcher or the schema. */
  | { readonly ok: false; readonly reason: ExampleReason; readonly detail: string | null; readonly call: PlannedCall };

/**
 * A call that fits the expected one and satisfies the tool's schema. `tool` is undefined where the scenario declares no tool of
 * that name.
 */
export function exampleCall(expected: ExpectedCall, tool: ToolDefinition | undefined): CallExample {
  const parameters = tool?.parameters ?? null;
  if (expected.accept !== null) {
    const { arguments: args, written, faults } = acceptedCall(expected.accept, parameters);
    const call = plannedCall(expected.name, args, written);
    const fault = faults.find((one) => one.kind !== 'some');
    if (fault === undefined) return { ok: true, call };
    return { ok: false, reason: 'breaks-schema', detail: fault.parameter, call };
  }
  const matcher = expected.arguments ?? { $any: true };
  const example = exampleFor(matcher, parameters ?? (expected.arguments === null ? EMPTY : null));
  if (example.ok && isObject(example.value)) return { ok: true, call: plannedCall(expected.name, example.value) };
  const nearest = exampleFor(matcher, null);
  const args = nearest.ok && isObject(nearest.value) ? nearest.value : {};
  const { reason, detail } = example.ok ? { reason: 'unsatisfiable' as const, detail: null } : example;
  return { ok: false, reason, detail, call: plannedCall(expected.name, args) };
}

const EMPTY: JsonObject = { type: 'object', properties: {} };

/** A call with its arguments as JSON text. */
export function plannedCall(name: string, args: JsonObject, written: PlannedCall['written'] = null): PlannedCall {
  return {
    name,
    arguments: args,
    rawArguments: written === null ? JSON.stringify(args) : write(args, '', written),
    written,
  };
}

/** JSON text in which some numbers keep their spelling. */
function write(value: Json, path: string, written: NonNullable<PlannedCall['written']>): string {
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, joinPath(path, i), written)).join(',')}]`;
  if (isObject(value)) {
    const pairs = Object.entries(value).map(
      ([key, item]) => `${JSON.stringify(key)}:${write(item, joinPath(path, key), written)}`,
    );
    return `{${pairs.join(',')}}`;
  }
  return written[path] ?? JSON.stringify(value);
}
