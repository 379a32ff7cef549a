import { isObject, type Json } from '../../../json/json.ts';
import type { Usage } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';

/** Tokens of a response. Input includes cached tokens, output includes reasoning. Null where the response has no counts. */
export function readUsage(usage: Json | undefined, findings: Findings): Usage {
  if (!isObject(usage)) {
    report(findings, 'usage', 'cosmetic', 'the response counts no tokens', { usage: usage ?? null });
    return { input: null, output: null };
  }
  const { input_tokens: input, output_tokens: output, total_tokens: total } = usage;
  if (!isCount(input) || !isCount(output)) {
    report(findings, 'usage', 'degrading', 'input_tokens and output_tokens are not both whole numbers', { usage });
  } else if (typeof total === 'number' && total !== input + output) {
    report(findings, 'usage', 'cosmetic', `total_tokens is ${total}, the parts add up to ${input + output}`, { usage });
  }
  return { input: isCount(input) ? input : null, output: isCount(output) ? output : null };
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
