import type { Json } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import { endMeaning, type EndMeaning } from '../../reading/end-words.ts';

const STANDARD = new Set(['stop', 'length', 'tool_calls', 'content_filter', 'function_call']);
/** Meanings that win over the finish reason where the provider's own word has one of them. */
const TELLING: ReadonlySet<EndMeaning> = new Set(['malformed-call', 'filtered', 'length', 'context']);

/**
 * What the end of an answer means: the provider's own word where it tells of a call that was withheld, a filter or a limit, else
 * the finish reason. Null where neither is known.
 */
export function meaningOf(reason: string | null, native: string | null): EndMeaning | null {
  const own = endMeaning(native);
  const said = endMeaning(reason);
  return own !== null && TELLING.has(own) && said !== 'malformed-call' ? own : said;
}

/** Checks the finish reason against OpenAI's list and against the calls that came. */
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
 * Reports a withheld call, a filter or a limit that a gateway says as `stop` (Portkey) or `content_filter` (new-api).
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
