import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import { endMeaning, type EndMeaning } from '../../reading/end-words.ts';

/** What a `finishReason` or a `blockReason` means for the turn. */
export type FinishMeaning = EndMeaning | 'undeclared-call' | 'refused';

/** Reasons of Google's types that mean something of their own here; all others are words of every provider. */
const OWN: { readonly [reason: string]: FinishMeaning } = {
  // The answer is whole as far as it goes: its calls are judged.
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

/** The meaning of a finish reason; null for one that nobody knows. */
export function finishMeaning(reason: string): FinishMeaning | null {
  return Object.hasOwn(OWN, reason) ? (OWN[reason] as FinishMeaning) : endMeaning(reason);
}

/** Checks the finish reason against Google's list. */
export function checkFinish(findings: Findings, reason: Json | undefined): void {
  const evidence = { finishReason: reason ?? null };
  if (typeof reason !== 'string' || reason === '') {
    const said = reason === '' ? 'empty' : reason === undefined ? 'missing' : JSON.stringify(reason);
    report(findings, 'finish-reason', 'degrading', `finishReason is ${said}`, evidence);
  } else if (!SHARED.has(reason) && !Object.hasOwn(OWN, reason)) {
    report(findings, 'finish-reason', 'degrading', `finishReason "${reason}" is not one of Google's`, evidence);
  }
}
