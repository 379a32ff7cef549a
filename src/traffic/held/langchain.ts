import { asText, isObject, type JsonObject } from '../../json/json.ts';
import type { HistoryItem } from '../../protocol/neutral/history.ts';
import type { HeldForm } from './held-form.ts';
import { answerOf, partsOf, rawOf, textOf } from './said-parts.ts';

/** Kinds by the class name of a message, or by the type under which it is stored. */
const KINDS: readonly [RegExp, HistoryItem['kind']][] = [
  [/^(?:Human|human|user)/, 'user'],
  [/^(?:System|system|developer)/, 'system'],
  [/^(?:AI|ai$|assistant)/, 'assistant'],
  [/^(?:Tool|tool)/, 'result'],
];

/** Messages of LangChain and LangGraph, as objects and as `mapChatMessagesToStoredMessages` stores them. */
export const LANGCHAIN: HeldForm = {
  title: 'messages of LangChain',
  property: 'messages',
  owns: (items) => items.length > 0 && items.every((item) => fieldsOf(item) !== null),
  read: (items) => items.flatMap(readMessage),
};

interface Fields {
  readonly kind: HistoryItem['kind'];
  readonly fields: JsonObject;
}

/** Kind and fields of a message; null for an object that is no message of LangChain. */
function fieldsOf(item: JsonObject): Fields | null {
  const { lc, id, kwargs, type, data, role } = item;
  if (lc !== undefined && Array.isArray(id) && isObject(kwargs)) return kindOf(asText(id.at(-1)), kwargs);
  if (typeof type !== 'string' || role !== undefined) return null;
  return kindOf(type, isObject(data) ? data : item);
}

function kindOf(name: string, fields: JsonObject): Fields | null {
  const [, kind = null] = KINDS.find(([pattern]) => pattern.test(name)) ?? [];
  return kind === null || !('content' in fields) ? null : { kind, fields };
}

function readMessage(item: JsonObject): HistoryItem[] {
  const { kind, fields } = fieldsOf(item) as Fields;
  const { content = null } = fields;
  switch (kind) {
    case 'assistant': {
      // LangChain keeps calls whose arguments it could not parse in `invalid_tool_calls`, with the arguments as text.
      const made = [...partsOf(fields['tool_calls']), ...partsOf(fields['invalid_tool_calls'])];
      const calls = made.map(({ id, name, args }) => ({
        id: asText(id),
        name: asText(name),
        rawArguments: rawOf(args),
      }));
      const answer = answerOf(textOf(content), calls);
      return answer === null ? [] : [answer];
    }
    case 'result':
      return [{ kind, callId: asText(fields['tool_call_id']), content, failed: fields['status'] === 'error' }];
    default:
      return [{ kind, content }];
  }
}
