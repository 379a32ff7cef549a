import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { parseForWriting } from '../../json/exact-json.ts';
import { completionOf } from '../../protocol/chat/published-answer.ts';

/** One line of a result file. Token counts and seconds are null where the file lacks them. */
export interface BfclResult {
  readonly id: string;
  readonly texts: readonly string[];
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencySeconds: number | null;
}

/** Reads one result line; returns a string with the fault of an invalid one. Throws a SyntaxError where it is no JSON. */
export function readBfclResult(text: string): BfclResult | string {
  const line = JSON.parse(text) as Json;
  if (!isObject(line)) return 'expected an object with `id` and `result`';
  const { id, result } = line;
  if (typeof id !== 'string' || id === '') return '`id` must be the id of a question';
  if (typeof result !== 'string' && !Array.isArray(result)) {
    return '`result` must be a text, or a list of texts and calls `{name: arguments}`';
  }
  return {
    id,
    texts: typeof result === 'string' ? [result] : result.filter((entry) => typeof entry === 'string'),
    calls: typeof result === 'string' ? [] : readCalls(result, text),
    inputTokens: count(line['input_token_count']),
    outputTokens: count(line['output_token_count']),
    latencySeconds: quantity(line['latency']),
  };
}

/** Every entry that is no text is a call. A call that is not of the form `{name: arguments}` is kept without a name. */
function readCalls(entries: readonly Json[], text: string): BfclResult['calls'] {
  let exact: readonly Json[] | null = null;
  const calls: { name: string; arguments: string }[] = [];
  for (const [i, entry] of entries.entries()) {
    if (typeof entry === 'string') continue;
    const names = isObject(entry) ? Object.keys(entry) : [];
    const name = names.length === 1 ? (names[0] ?? '') : '';
    const args = isObject(entry) && names.length === 1 ? entry[name] : entry;
    if (typeof args === 'string') {
      calls.push({ name, arguments: args });
      continue;
    }
    // Arguments that the provider had parsed are written with the spelling of each number: `5.0` stays `5.0`.
    exact ??= (parseForWriting(text) as { result: Json[] }).result;
    const written = exact[i] ?? null;
    calls.push({ name, arguments: JSON.stringify(names.length === 1 ? (written as JsonObject)[name] : written) });
  }
  return calls;
}

function quantity(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function count(value: Json | undefined): number | null {
  const tokens = quantity(value);
  return tokens === null ? null : Math.round(tokens);
}

/** The chat completion that a gateway would have sent for this result. */
export function toChatCompletion(result: BfclResult, model: string): JsonObject {
  return completionOf({ ...result, id: `bfcl-${result.id}` }, model);
}
