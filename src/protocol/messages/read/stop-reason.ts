import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

/** What a `stop_reason` means for the turn. */
export type StopMeaning = 'answer' | 'calls' | 'length' | 'paused' | 'filtered' | 'malformed-call' | 'unknown';

/** Every stop reason that Anthropic documents, and those that gateways in front of other models send in their place. */
const MEANING: { readonly [reason: string]: StopMeaning } = {
  end_turn: 'answer',
  stop_sequence: 'answer',
  tool_use: 'calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  pause_turn: 'paused',
  refusal: 'filtered',
  // Bedrock: the model wrote a call that could not be parsed.
  malformed_tool_use: 'malformed-call',
  malformed_model_output: 'malformed-call',
  // Bedrock's guardrails and filters.
  guardrail_intervened: 'filtered',
  content_filtered: 'filtered',
};

const DOCUMENTED = new Set([
  'end_turn',
  'stop_sequence',
  'tool_use',
  'max_tokens',
  'model_context_window_exceeded',
  'pause_turn',
  'refusal',
]);

/** The meaning of a stop reason; `unknown` for one that stands in no table. */
export function stopMeaning(reason: string | null): StopMeaning {
  return reason !== null && Object.hasOwn(MEANING, reason) ? (MEANING[reason] as StopMeaning) : 'unknown';
}

/** Checks the stop reason against Anthropic's list and against the calls that came. */
export function checkStop(findings: Findings, reason: Json | undefined, calls: number): void {
  const evidence = { stop_reason: reason ?? null };
  if (typeof reason !== 'string' || reason === '') {
    const said = reason === '' ? 'empty' : reason === undefined ? 'missing' : JSON.stringify(reason);
    report(findings, 'finish-reason', 'degrading', `stop_reason is ${said}`, evidence);
  } else if (!DOCUMENTED.has(reason)) {
    report(findings, 'finish-reason', 'degrading', `stop_reason "${reason}" is not one of Anthropic's`, evidence);
  } else if (calls > 0 && reason === 'end_turn') {
    report(findings, 'finish-reason', 'degrading', `stop_reason is "${reason}" where tool calls came`, evidence);
  } else if (calls === 0 && reason === 'tool_use') {
    report(findings, 'finish-reason', 'degrading', 'stop_reason is "tool_use" where no call came', evidence);
  }
}
