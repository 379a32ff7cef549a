import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';
import type { HeldForm } from './held-form.ts';
import { answerOf, resultOf, textOf } from './said-parts.ts';

/**
 * Items of @openai/agents: `history`, `output` and `newItems` of a run. They resemble items of Responses, under other names.
 */
export const OPENAI_AGENTS: HeldForm = {
  title: 'items of @openai/agents',
  property: 'history',
  owns: (items) => items.some((item) => isObject(item['rawItem']) || 'callId' in item),
  read(items) {
    const read: HistoryItem[] = [];
    for (const item of items.map(({ rawItem, ...own }) => (isObject(rawItem) ? rawItem : own))) {
      const said = readItem(item);
      const last = read.at(-1);
      // Consecutive items of an answer become one message.
      if (said?.kind === 'assistant' && last?.kind === 'assistant') read[read.length - 1] = joined(last, said);
      else if (said !== null) read.push(said);
    }
    return read;
  },
};

type Answer = Extract<HistoryItem, { kind: 'assistant' }>;

function joined(before: Answer, after: Answer): Answer {
  const text = asText(before.content) + asText(after.content);
  return { kind: 'assistant', content: text === '' ? null : text, calls: [...before.calls, ...after.calls] };
}

/** The message, call or result of an item; null for reasoning and for tools that the provider ran itself. */
function readItem(item: JsonObject): HistoryItem | null {
  const { type, role, content, callId, name, arguments: made, output } = item;
  switch (type) {
    case 'function_call':
      return answerOf('', [{ id: asText(callId), name: asText(name), rawArguments: asText(made) }]);
    case 'function_call_result':
      return resultOf(asText(callId), outputOf(output), false);
    default:
      if (role === 'user' || role === 'system') return { kind: role, content: content ?? null };
      return role === 'assistant' ? answerOf(textOf(content), []) : null;
  }
}

/** The text of an output that is `{ type: 'text', text }`; any other output as it is. */
function outputOf(output: Json | undefined): Json | undefined {
  const isText = isObject(output) && output['type'] === 'text';
  return isText ? asText(output['text']) : output;
}
