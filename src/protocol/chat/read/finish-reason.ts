import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

const STANDARD = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);
const LENGTH = new Set(['length', 'max_tokens', 'max_output_tokens', 'model_length', 'max_length', 'token_limit']);
/** Gemini's word, and what its layers make of it: `function_call_filter: MALFORMED_FUNCTION_CALL`. */
const MALFORMED_CALL = /malformed[_ ](?:function|tool)[_ ]call|unexpected[_ ]tool[_ ]call|tool_use_failed/i;

/** `error` (OpenRouter), `overloaded_error`: the provider failed, whatever the status said. */
export function isErrorFinish(reason: string | null): boolean {
  return reason !== null && /(?:^|_)error$/i.test(reason);
}

/** The model wrote a call that the provider could not read and therefore withheld. */
export function isMalformedCallFinish(reason: string | null): boolean {
  return reason !== null && MALFORMED_CALL.test(reason);
}

/** The length limit was hit: `length`, or the word of another API for it. */
export function isLengthFinish(reason: string | null): boolean {
  return reason !== null && LENGTH.has(reason.toLowerCase());
}

/** Checks the finish reason against OpenAI's list and against the calls that came. */
export function checkFinish(findings: Findings, reason: Json | undefined, calls: number, namedChoice: boolean): void {
  const evidence = { finish_reason: reason ?? null };
  if (typeof reason !== 'string' || reason === '') {
    const said = reason === '' ? 'empty' : reason === undefined ? 'missing' : (JSON.stringify(reason) ?? '');
    report(findings, 'finish-reason', 'degrading', `finish_reason is ${said}`, evidence);
  } else if (!STANDARD.has(reason)) {
    report(findings, 'finish-reason', 'degrading', `finish_reason "${reason}" is not one of OpenAI's`, evidence);
  } else if (calls > 0 && ((reason === 'stop' && !namedChoice) || reason === 'function_call')) {
    report(findings, 'finish-reason', 'degrading', `finish_reason is "${reason}" where tool calls came`, evidence);
  } else if (calls === 0 && (reason === 'tool_calls' || reason === 'function_call')) {
    report(findings, 'finish-reason', 'degrading', `finish_reason is "${reason}" where no call came`, evidence);
  }
}

/** A call that the provider withheld as malformed, hidden behind `stop` (Portkey) or `content_filter` (new-api). */
export function checkNative(findings: Findings, reason: string | null, native: string | null): void {
  if (!isMalformedCallFinish(native) || isMalformedCallFinish(reason)) return;
  const evidence = { finish_reason: reason, native_finish_reason: native };
  report(findings, 'finish-reason', 'degrading', `finish_reason "${reason ?? 'null'}" hides "${native}"`, evidence);
}
