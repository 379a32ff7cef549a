import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';

const DOCUMENTED = new Set([
  'end_turn',
  'stop_sequence',
  'tool_use',
  'max_tokens',
  'model_context_window_exceeded',
  'pause_turn',
  'refusal',
]);

/** Checks that Anthropic defines the stop reason, and that it fits the calls. */
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
