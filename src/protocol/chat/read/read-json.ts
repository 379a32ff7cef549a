import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Reading } from '../../../domain/wire.ts';
import { hasError, looksLikeError } from '../../errors/error-body.ts';
import { fault, toldFault } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import { isErrorFinish, isMalformedCallFinish } from './finish-reason.ts';
import { finishTurn } from './finish-turn.ts';
import type { ReadContext } from '../../read-context.ts';

/** Reads the JSON body of a 2xx response. */
export function readJson(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  if (isObject(value) && Array.isArray(value['choices']) && value['choices'].length > 0 && !hasError(value)) {
    return readCompletion(value, value['choices'], context, findings);
  }
  if (looksLikeError(value)) {
    report(findings, 'error-shape', 'breaking', `an error comes with status ${status}`, value);
    return toldFault('provider-error', `the gateway answered ${status} with an error`, value, context, findings);
  }
  report(findings, 'framing', 'breaking', describeStranger(value), value);
  return notACompletion(describeStranger(value), status, context, findings);
}

function readCompletion(value: JsonObject, choices: Json[], context: ReadContext, findings: Findings): Reading {
  const choice =
    choices.find((item) => isObject(item) && (item['index'] === 0 || item['index'] === undefined)) ?? choices[0];
  if (!isObject(choice ?? null) || !isObject(choice)) {
    report(findings, 'framing', 'breaking', 'a choice is no object', value);
    return notACompletion('a choice is no object', 200, context, findings);
  }
  const finish = choice['finish_reason'];
  const native = choice['native_finish_reason'];
  const finishReason = typeof finish === 'string' ? finish : null;
  const nativeFinishReason = typeof native === 'string' ? native : null;
  const failed = hasError(choice) || isErrorFinish(finishReason);
  if (failed && !isMalformedCallFinish(nativeFinishReason)) {
    report(findings, 'finish-reason', 'breaking', `finish_reason is "${finishReason ?? 'null'}"`, choice);
    const what = `the answer ended with finish_reason "${finishReason ?? 'null'}"`;
    return toldFault('finish-error', what, hasError(choice) ? choice : {}, context, findings);
  }
  const message = messageOf(choice, finishReason, findings);
  if (message === null) return notACompletion('a choice has no message', 200, context, findings);
  const { model } = value;
  const draft = {
    message,
    finishReason: finish,
    nativeFinishReason,
    usage: value['usage'],
    usageOwed: true,
    servedModels: typeof model === 'string' && model !== '' ? [model] : [],
  };
  return finishTurn(draft, context, findings);
}

/** The message of a choice; an empty one where the provider leaves it out but says how it ended (Gemini). */
function messageOf(choice: JsonObject, finishReason: string | null, findings: Findings): JsonObject | null {
  const { message } = choice;
  if (isObject(message)) return typeof message['role'] === 'string' ? message : { role: 'assistant', ...message };
  report(findings, 'framing', 'breaking', 'a choice has no message', choice);
  return finishReason === null ? null : { role: 'assistant', content: null };
}

function describeStranger(value: Json): string {
  if (value === null) return 'the body is null';
  if (!isObject(value)) return `the body is ${Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`}`;
  if (Array.isArray(value['choices'])) return 'the response has no choice';
  const { data } = value;
  if (isObject(data) && Array.isArray(data['choices'])) return 'the completion is wrapped in an envelope: { data }';
  return 'the body is JSON, but no chat completion: it has no choices';
}

function notACompletion(what: string, status: number, context: ReadContext, findings: Findings): Reading {
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
}
