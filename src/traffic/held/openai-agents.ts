import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';
import type { HeldForm } from './held-form.ts';
import { answerOf, resultOf, textOf } from './said-parts.ts';

/** `history`, `output` and `newItems` of a run of @openai/agents: items of Responses with names of its own. */
export const OPENAI_AGENTS: HeldForm = {
  title: 'items of @openai/agents',
  property: 'history',
  owns: (items) => items.some((item) => isObject(item['rawItem']) || 'callId' in item),
  read(items) {
    const read: HistoryItem[] = [];
    for (const item of items.map(({ rawItem, ...own }) => (isObject(rawItem) ? rawItem : own))) {
      const said = readItem(item);
      const last = read.at(-1);
      // Items of an answer that follow each other are one message.
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

/** Null for what is neither said nor a call: reasoning, and what the provider ran itself. */
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

/** A text, or parts that say what they are. */
function outputOf(output: Json | undefined): Json | undefined {
  const isText = isObject(output) && output['type'] === 'text';
  return isText ? asText(output['text']) : output;
}
