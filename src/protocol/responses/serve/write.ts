import { asText, isObject, type JsonObject } from '../../../json/json.ts';
import type { Answer } from '../../../domain/answer.ts';
import { fragments } from '../../serve/fragments.ts';
import type { ResponseFrame } from '../../serving.ts';
import { answerItems, responseObject, wholeResponse, type Asked } from './served-items.ts';

/** The body of a response. */
export function responseBody(answer: Answer, frame: ResponseFrame, asked: Asked): string {
  const items = answerItems(answer, frame.callCount, asked);
  return JSON.stringify(wholeResponse(answer, frame, items));
}

/** The response as an event stream, with its texts and arguments in fragments. */
export function responseEvents(answer: Answer, frame: ResponseFrame, asked: Asked): string {
  const items = answerItems(answer, frame.callCount, asked);
  const open = responseObject(frame, 'in_progress', [], null);
  const events: JsonObject[] = [
    { type: 'response.created', response: open },
    { type: 'response.in_progress', response: open },
    ...items.flatMap((item, i) => itemEvents(item, i)),
    {
      type: answer.cut === undefined ? 'response.completed' : 'response.incomplete',
      response: wholeResponse(answer, frame, items),
    },
  ];
  return events
    .map((event, i) => ({ ...event, sequence_number: i }))
    .map((event) => `event: ${asText((event as JsonObject)['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

function itemEvents(item: JsonObject, index: number): JsonObject[] {
  const added = { type: 'response.output_item.added', output_index: index, item: startOf(item) };
  const done = { type: 'response.output_item.done', output_index: index, item };
  return [added, ...partEvents(item, { item_id: item['id'] ?? '', output_index: index }), done];
}

/** The item before its first delta. */
function startOf(item: JsonObject): JsonObject {
  if (item['type'] === 'function_call') return { ...item, status: 'in_progress', arguments: '' };
  if (item['type'] === 'custom_tool_call') return { ...item, status: 'in_progress', input: '' };
  if (item['type'] === 'reasoning') return { ...item, summary: [] };
  return item['type'] === 'message' ? { ...item, status: 'in_progress', content: [] } : item;
}

function partEvents(item: JsonObject, at: JsonObject): JsonObject[] {
  if (item['type'] === 'function_call') {
    const args = asText(item['arguments']);
    return [
      ...fragments(args).map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
      { type: 'response.function_call_arguments.done', ...at, arguments: args },
    ];
  }
  if (item['type'] === 'custom_tool_call') {
    const input = asText(item['input']);
    return [
      ...fragments(input).map((delta) => ({ type: 'response.custom_tool_call_input.delta', ...at, delta })),
      { type: 'response.custom_tool_call_input.done', ...at, input },
    ];
  }
  if (item['type'] === 'reasoning') return summaryEvents(item, at);
  const part = Array.isArray(item['content']) ? item['content'][0] : undefined;
  if (!isObject(part ?? null) || !isObject(part)) return [];
  const text = asText(part['text']);
  const place = { ...at, content_index: 0 };
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...fragments(text).map((delta) => ({ type: 'response.output_text.delta', ...place, delta })),
    { type: 'response.output_text.done', ...place, text },
    { type: 'response.content_part.done', ...place, part },
  ];
}

function summaryEvents(item: JsonObject, at: JsonObject): JsonObject[] {
  const parts = Array.isArray(item['summary']) ? item['summary'].filter(isObject) : [];
  return parts.flatMap((part, summary_index) => {
    const text = asText(part['text']);
    const place = { ...at, summary_index };
    return [
      { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
      ...fragments(text).map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
      { type: 'response.reasoning_summary_text.done', ...place, text },
      { type: 'response.reasoning_summary_part.done', ...place, part },
    ];
  });
}
