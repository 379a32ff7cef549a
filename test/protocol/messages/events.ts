import type { Stream } from '../../support/properties.ts';
import { asText, isObject, type JsonObject } from '../../../src/json/json.ts';

/** The events that stream a message, its texts cut into pieces of the lengths that `cuts` gives. */
export function eventsOf(message: JsonObject, cuts: Stream<number>): JsonObject[] {
  const usage = isObject(message['usage'] ?? null) ? (message['usage'] as JsonObject) : {};
  const content = (message['content'] as JsonObject[]).filter(isObject);
  return [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    ...content.flatMap((block, index) => blockEvents(block, index, cuts)),
    { type: 'message_delta', delta: { stop_reason: message['stop_reason'] ?? null }, usage },
    { type: 'message_stop' },
  ];
}

export function streamOf(events: readonly JsonObject[]): string {
  return events.map((event) => `event: ${asText(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

function blockEvents(block: JsonObject, index: number, cuts: Stream<number>): JsonObject[] {
  const { start, deltas } = streamed(block, cuts);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function streamed(block: JsonObject, cuts: Stream<number>): { start: JsonObject; deltas: JsonObject[] } {
  switch (block['type']) {
    case 'text':
      return {
        start: {
          ...block,
          text: '',
          ...('citations' in block && block['citations'] !== null ? { citations: [] } : {}),
        },
        deltas: [
          ...pieces(asText(block['text']), cuts).map((text) => ({ type: 'text_delta', text })),
          ...(Array.isArray(block['citations'])
            ? block['citations'].map((citation) => ({ type: 'citations_delta', citation }))
            : []),
        ],
      };
    case 'thinking':
      return {
        start: { ...block, thinking: '', signature: '' },
        deltas: [
          ...pieces(asText(block['thinking']), cuts).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: block['signature'] ?? '' },
        ],
      };
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use': {
      const input = JSON.stringify(block['input'] ?? {});
      return {
        start: { ...block, input: {} },
        deltas: pieces(input, cuts).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      };
    }
    default:
      return { start: block, deltas: [] };
  }
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
