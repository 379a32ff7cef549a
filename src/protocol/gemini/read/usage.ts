import { isObject, type Json } from '../../../json/json.ts';
import type { Usage } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';
import { isTokenCount, TOKEN_COUNTS } from '../../checks/token-count.ts';

/**
 * Tokens of an answer. Input includes cached tokens and results of tools; output includes thoughts, which Google counts
 * separately. Google leaves a count of zero out. Null where the response has no counts.
 */
export function readUsage(usage: Json | undefined, findings: Findings): Usage {
  if (!isObject(usage)) {
    report(findings, 'usage', 'cosmetic', 'the response counts no tokens', { usageMetadata: usage ?? null });
    return { input: null, output: null };
  }
  const counts = ['promptTokenCount', 'toolUsePromptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount'].map(
    (name) => usage[name] ?? 0,
  );
  const total = usage['totalTokenCount'];
  if (!counts.every(isTokenCount) || (usage['promptTokenCount'] === undefined && total === undefined)) {
    report(findings, 'usage', 'degrading', `the counts of usageMetadata are not ${TOKEN_COUNTS}`, usage);
    return { input: null, output: null };
  }
  const [prompt = 0, toolUse = 0, candidates = 0, thoughts = 0] = counts;
  const sum = prompt + toolUse + candidates + thoughts;
  if (typeof total === 'number' && total !== sum) {
    report(
      findings,
      'usage',
      'cosmetic',
      `totalTokenCount is ${Number.isFinite(total) ? total : 'beyond every count'}, the parts add up to ${sum}`,
      usage,
    );
  }
  return { input: prompt + toolUse, output: candidates + thoughts };
}
