import { isObject, type Json } from '../../../json/json.ts';
import type { Usage } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';
import { isTokenCount, TOKEN_COUNTS } from '../../checks/token-count.ts';

/**
 * Tokens of a message. Input is the sum of new tokens, tokens read from the cache and tokens written to it, which Anthropic
 * counts separately. Null where the response has no counts.
 */
export function readUsage(usage: Json | undefined, findings: Findings): Usage {
  if (!isObject(usage)) {
    report(findings, 'usage', 'cosmetic', 'the response counts no tokens', { usage: usage ?? null });
    return { input: null, output: null };
  }
  const counts = ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'].map((name) => usage[name]);
  const output = usage['output_tokens'];
  if (!isTokenCount(counts[0]) || !isTokenCount(output)) {
    report(findings, 'usage', 'degrading', `input_tokens and output_tokens are not both ${TOKEN_COUNTS}`, { usage });
  }
  const known = counts.filter(isTokenCount);
  return {
    input: isTokenCount(counts[0]) ? known.reduce((sum, count) => sum + count, 0) : null,
    output: isTokenCount(output) ? output : null,
  };
}
