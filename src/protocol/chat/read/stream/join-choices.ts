import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { isSame } from './stream-call.ts';
import { endMeaning } from '../../../reading/end-words.ts';

/** One choice of a response, its message whole. */
export interface WholeChoice {
  readonly message: JsonObject;
  readonly finishReason: Json | undefined;
  readonly nativeFinishReason: string | null;
}

export interface JoinedChoice extends WholeChoice {
  /** Why the choices cannot form one answer; null where they can. */
  readonly garbled: string | null;
}

/**
 * Joins the choices of a response into one answer, because some gateways split an answer over choices that the request did not
 * ask for (Copilot, LiteLLM). The answer has the text of one choice and the calls of all. Equal choices count once. Two
 * different texts, or calls that clash, are `garbled`, because nobody knows which answer counts.
 */
export function joinChoices(choices: readonly [WholeChoice, ...WholeChoice[]]): JoinedChoice {
  const distinct = choices.filter(
    (choice, i) => !choices.slice(0, i).some((other) => isSame(other.message, choice.message)),
  );
  const texts = distinct.filter(({ message }) => hasText(message));
  const calls = distinct.flatMap(({ message }) => callsOf(message));
  const message: JsonObject = {};
  for (const one of distinct) {
    for (const [key, value] of Object.entries(one.message)) {
      if ((message[key] ?? null) === null || message[key] === '') message[key] = value;
    }
  }
  if (calls.length > 0) message['tool_calls'] = calls;
  const [text] = texts;
  if (text !== undefined) message['content'] = text.message['content'] ?? null;
  return { message, ...endOf(choices), garbled: whyNot(texts.length, calls) };
}

function whyNot(texts: number, calls: readonly Json[]): string | null {
  if (texts > 1) return 'several choices have a text, though one answer was asked for';
  const ids = new Map<string, Json>();
  for (const call of calls) {
    const id = isObject(call) ? call['id'] : null;
    if (typeof id !== 'string' || id === '') continue;
    const known = ids.get(id);
    if (known !== undefined && !isSame(known, call)) return 'calls of several choices have one id';
    ids.set(id, call);
  }
  return null;
}

/** The finish reason of the joined answer. A limit or a filter counts before `tool_calls`, and that before any other. */
function endOf(choices: readonly [WholeChoice, ...WholeChoice[]]): Omit<WholeChoice, 'message'> {
  const ranked = choices.toSorted((a, b) => rank(a) - rank(b));
  const [first = choices[0]] = ranked;
  return {
    finishReason: first.finishReason,
    nativeFinishReason: choices.find((choice) => choice.nativeFinishReason !== null)?.nativeFinishReason ?? null,
  };
}

function rank({ finishReason, message }: WholeChoice): number {
  if (typeof finishReason !== 'string' || finishReason === '') return 4;
  const means = endMeaning(finishReason);
  if (means === 'calls') return 1;
  if (means !== null && means !== 'answered') return 0;
  return callsOf(message).length > 0 ? 2 : 3;
}

function hasText({ content }: JsonObject): boolean {
  if (typeof content === 'string') return content.trim() !== '';
  return Array.isArray(content) && content.length > 0;
}

function callsOf(message: JsonObject): readonly Json[] {
  const calls = message['tool_calls'];
  return Array.isArray(calls) ? calls : isObject(calls ?? null) ? [calls as Json] : [];
}
