import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import { endMeaning, type EndMeaning } from '../../reading/end-words.ts';

const STANDARD = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);
/** Meanings of the provider's own word that count more than the finish reason. */
const TELLING: ReadonlySet<EndMeaning> = new Set(['malformed-call', 'filtered', 'length', 'context']);

/**
 * The meaning of the end of an answer: that of the provider's own word where it reports a withheld call, a filter or a limit,
 * else that of the finish reason. Null where both are unknown.
 */
export function meaningOf(reason: string | null, native: string | null): EndMeaning | null {
  const own = endMeaning(native);
  const said = endMeaning(reason);
  return own !== null && TELLING.has(own) && said !== 'malformed-call' ? own : said;
}

/** Checks that OpenAI defines the finish reason, and that it fits the calls. */
export function checkFinish(findings: Findings, reason: Json | undefined, calls: number, namedChoice: boolean): void {
  const evidence = { finish_reason: reason ?? null };
  if (typeof reason !== 'string' || reason === '') {
    const said = reason === '' ? 'empty' : reason === undefined ? 'missing' : (JSON.stringify(reason) ?? '');
    report(findings, 'finish-reason', 'degrading', `finish_reason is ${said}`, evidence);
  } else if (!STANDARD.has(reason)) {
    const known = endMeaning(reason) === null ? ', and means nothing that is known' : '';
    report(
      findings,
      'finish-reason',
      'degrading',
      `finish_reason "${reason}" is not one of OpenAI's${known}`,
      evidence,
    );
  } else if (calls > 0 && ((reason === 'stop' && !namedChoice) || reason === 'function_call')) {
    report(findings, 'finish-reason', 'degrading', `finish_reason is "${reason}" where tool calls came`, evidence);
  } else if (calls === 0 && (reason === 'tool_calls' || reason === 'function_call')) {
    report(findings, 'finish-reason', 'degrading', `finish_reason is "${reason}" where no call came`, evidence);
  }
}

/**
 * Reports a withheld call, a filter or a limit that a gateway passes on as `stop` (Portkey) or `content_filter` (new-api).
 * @see https://github.com/BerriAI/litellm/issues/40477
 */
export function checkNative(findings: Findings, reason: string | null, native: string | null): void {
  const own = endMeaning(native);
  const said = endMeaning(reason);
  if (own === null || !TELLING.has(own) || own === said) return;
  if (said === 'length' && own === 'context') return;
  const evidence = { finish_reason: reason, native_finish_reason: native };
  report(findings, 'finish-reason', 'degrading', `finish_reason "${reason ?? 'null'}" hides "${native}"`, evidence);
}
