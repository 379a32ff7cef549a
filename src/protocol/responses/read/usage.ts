import { isObject, type Json } from '../../../json/json.ts';
import type { Usage } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';
import { isTokenCount, TOKEN_COUNTS } from '../../checks/token-count.ts';

/** Tokens of a response. Input includes cached tokens, output includes reasoning. Null where the response has no counts. */
export function readUsage(usage: Json | undefined, findings: Findings): Usage {
  if (!isObject(usage)) {
    report(findings, 'usage', 'cosmetic', 'the response counts no tokens', { usage: usage ?? null });
    return { input: null, output: null };
  }
  const { input_tokens: input, output_tokens: output, total_tokens: total } = usage;
  if (!isTokenCount(input) || !isTokenCount(output)) {
    report(findings, 'usage', 'degrading', `input_tokens and output_tokens are not both ${TOKEN_COUNTS}`, { usage });
  } else if (typeof total === 'number' && total !== input + output) {
    report(findings, 'usage', 'cosmetic', `total_tokens is ${total}, the parts add up to ${input + output}`, { usage });
  }
  return { input: isTokenCount(input) ? input : null, output: isTokenCount(output) ? output : null };
}
