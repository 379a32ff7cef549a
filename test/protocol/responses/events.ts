import type { Stream } from '../../support/properties.ts';
import { asText, isObject, type JsonObject } from '../../../src/json/json.ts';

/** The events that stream a response, its texts and arguments cut into pieces of the lengths that `cuts` gives. */
export function eventsOf(response: JsonObject, cuts: Stream<number>): JsonObject[] {
  const items = (response['output'] as JsonObject[]).filter(isObject);
  const open = { ...response, output: [], status: 'in_progress', usage: null };
  return [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...items.flatMap((item, i) => itemEvents(item, i, cuts)),
    { type: `response.${asText(response['status'])}`, response },
  ];
}

export function streamOf(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${asText(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

function itemEvents(item: JsonObject, index: number, cuts: Stream<number>): JsonObject[] {
  const at = { item_id: item['id'] ?? null, output_index: index };
  return [
    { type: 'response.output_item.added', output_index: index, item: startOf(item) },
    ...deltas(item, at, cuts),
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

function startOf(item: JsonObject): JsonObject {
  if (item['type'] === 'function_call') return { ...item, arguments: '' };
  if (item['type'] === 'custom_tool_call') return { ...item, input: '' };
  return item['type'] === 'message' ? { ...item, content: [] } : item;
}

function deltas(item: JsonObject, at: JsonObject, cuts: Stream<number>): JsonObject[] {
  if (item['type'] === 'function_call') {
    const type = 'response.function_call_arguments.delta';
    return pieces(asText(item['arguments']), cuts).map((delta) => ({ type, ...at, delta }));
  }
  if (item['type'] === 'custom_tool_call') {
    const type = 'response.custom_tool_call_input.delta';
    return pieces(asText(item['input']), cuts).map((delta) => ({ type, ...at, delta }));
  }
  const content = Array.isArray(item['content']) ? item['content'].filter(isObject) : [];
  const isMessage = item['type'] === 'message';
  return content.flatMap((part, i) =>
    isMessage
      ? pieces(asText(part['text']), cuts).map((delta) => ({
          type: 'response.output_text.delta',
          ...at,
          content_index: i,
          delta,
        }))
      : [],
  );
}

function pieces(text: string, cuts: Stream<number>): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < text.length) {
    const length = cuts.next().value as number;
    found.push(text.slice(at, at + length));
    at += length;
  }
  return found;
}
