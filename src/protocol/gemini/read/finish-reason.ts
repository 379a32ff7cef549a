import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import { endMeaning, type EndMeaning } from '../../reading/end-words.ts';

/** The meaning of a `finishReason` or `blockReason`. */
export type FinishMeaning = EndMeaning | 'undeclared-call' | 'refused';

/** Reasons with a meaning of their own in Gemini. `END_WORDS` has all others. */
const OWN: { readonly [reason: string]: FinishMeaning } = {
  // The calls so far are complete, so they are judged.
  TOO_MANY_TOOL_CALLS: 'answered',
  CONTINUATION: 'answered',
  UNEXPECTED_TOOL_CALL: 'undeclared-call',
  MISSING_THOUGHT_SIGNATURE: 'refused',
  LANGUAGE: 'filtered',
  MODEL_ARMOR: 'filtered',
  JAILBREAK: 'filtered',
  BLOCKED_REASON_UNSPECIFIED: 'filtered',
  OTHER: 'failed',
  IMAGE_OTHER: 'failed',
  NO_IMAGE: 'failed',
  ESCALATION: 'failed',
  PUP_LIMITED_DISABLED: 'failed',
  FINISH_REASON_UNSPECIFIED: 'failed',
};

const SHARED = new Set([
  'STOP',
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'IMAGE_SAFETY',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
]);

/** The meaning of a finish reason; null for an unknown one. */
export function finishMeaning(reason: string): FinishMeaning | null {
  return Object.hasOwn(OWN, reason) ? (OWN[reason] as FinishMeaning) : endMeaning(reason);
}

/** Checks that Google defines the finish reason. */
export function checkFinish(findings: Findings, reason: Json | undefined): void {
  const evidence = { finishReason: reason ?? null };
  if (typeof reason !== 'string' || reason === '') {
    const said = reason === '' ? 'empty' : reason === undefined ? 'missing' : JSON.stringify(reason);
    report(findings, 'finish-reason', 'degrading', `finishReason is ${said}`, evidence);
  } else if (!SHARED.has(reason) && !Object.hasOwn(OWN, reason)) {
    report(findings, 'finish-reason', 'degrading', `finishReason "${reason}" is not one of Google's`, evidence);
  }
}
