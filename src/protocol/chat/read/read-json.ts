import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { fault, toldError } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import { describeStranger } from '../../errors/foreign-body.ts';
import { endMeaning } from '../../reading/end-words.ts';
import { readStranger } from '../../reading/read-answer.ts';
import { joinChoices, type WholeChoice } from './stream/join-choices.ts';
import { finishTurn } from './finish-turn.ts';
import type { ReadContext } from '../../read-context.ts';

/** Reads the JSON body of a 2xx response. */
export function readJson(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  if (isObject(value) && Array.isArray(value['choices']) && value['choices'].length > 0 && !hasError(value)) {
    return readCompletion(value, value['choices'], context, findings);
  }
  return readStranger(value, describe, status, context, findings);
}

function readCompletion(value: JsonObject, served: Json[], context: ReadContext, findings: Findings): Reading {
  const whole: WholeChoice[] = [];
  for (const choice of answersOf(served, context)) {
    if (!isObject(choice)) {
      report(findings, 'framing', 'breaking', 'a choice is no object', value);
      continue;
    }
    const finish = choice['finish_reason'];
    const native = choice['native_finish_reason'];
    const finishReason = typeof finish === 'string' ? finish : null;
    const nativeFinishReason = typeof native === 'string' ? native : null;
    const failed = hasError(choice) || endMeaning(finishReason) === 'failed';
    if (failed && endMeaning(nativeFinishReason) !== 'malformed-call') {
      report(findings, 'finish-reason', 'breaking', `finish_reason is "${finishReason ?? 'null'}"`, choice);
      const what = `the answer ended with finish_reason "${finishReason ?? 'null'}"`;
      return toldError('finish-error', what, hasError(choice) ? choice : {}, context, findings);
    }
    const message = messageOf(choice, finishReason, findings);
    if (message === null) return notACompletion(describeMessageless(choice), 200, context, findings);
    whole.push({ message, finishReason: finish, nativeFinishReason });
  }
  const [first, ...rest] = whole;
  if (first === undefined) return notACompletion('a choice is no object', 200, context, findings);
  if (rest.length > 0) {
    const told = 'the answer is cut over several choices, where one was asked for';
    report(findings, 'call-shape', 'breaking', told, { choices: served });
  }
  const joined = rest.length === 0 ? { ...first, garbled: null } : joinChoices([first, ...rest]);
  const { model } = value;
  const draft = {
    ...joined,
    usage: value['usage'],
    usageOwed: true,
    servedModels: typeof model === 'string' && model !== '' ? [model] : [],
  };
  return finishTurn(draft, context, findings);
}

/** The choices to read: all, or the first where the request asked for several answers. */
function answersOf(choices: readonly Json[], context: ReadContext): readonly Json[] {
  if ((context.choices ?? 1) === 1) return choices;
  const first = choices.find((item) => isObject(item) && (item['index'] === 0 || item['index'] === undefined));
  return [first ?? choices[0] ?? null];
}

/** The message of a choice; an empty one where the provider leaves it out but says how it ended (Gemini). */
function messageOf(choice: JsonObject, finishReason: string | null, findings: Findings): JsonObject | null {
  const { message } = choice;
  if (isObject(message)) return withRole(message, findings);
  report(findings, 'framing', 'breaking', 'a choice has no message', choice);
  if (finishReason === null || typeof choice['text'] === 'string') return null;
  return { role: 'assistant', content: null };
}

/** The message with the role `assistant`, which the next request needs. Some providers answer with `model` or another role. */
function withRole(message: JsonObject, findings: Findings): JsonObject {
  const { role } = message;
  if (role === 'assistant') return message;
  if (typeof role === 'string' && role !== '') {
    report(findings, 'call-shape', 'degrading', `the role of the message is "${role}"`, message);
  }
  return { ...message, role: 'assistant' };
}

function describeMessageless(choice: JsonObject): string {
  if (typeof choice['text'] !== 'string') return 'a choice has no message';
  return 'the body is a completion of the older API, whose choices have a text and no message';
}

function describe(value: Json): string {
  if (isObject(value) && Array.isArray(value['choices'])) return 'the response has no choice';
  const data = isObject(value) ? value['data'] : null;
  if (isObject(data ?? null) && isObject(data) && Array.isArray(data['choices']))
    return 'the completion is wrapped in an envelope: { data }';
  return describeStranger(value, 'OpenAI Chat Completions', 'a chat completion', 'choices');
}

function notACompletion(what: string, status: number, context: ReadContext, findings: Findings): Reading {
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
}
