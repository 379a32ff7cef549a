import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Usage } from '../../../domain/wire.ts';
import { report, type Findings } from '../../findings.ts';
import { isTokenCount, TOKEN_COUNTS } from '../../checks/token-count.ts';

const UNKNOWN: Usage = { input: null, output: null };

/**
 * Reads token counts and checks them: present where `owed` is true, whole numbers, and adding up. `owed` is false for a stream
 * whose request did not ask for them.
 */
export function readUsage(usage: Json | undefined, owed: boolean, findings: Findings): Usage {
  if (!isObject(usage)) {
    if (owed) report(findings, 'usage', 'cosmetic', 'the response counts no tokens', { usage: usage ?? null });
    return UNKNOWN;
  }
  const input = count(usage, 'prompt_tokens', 'input_tokens');
  const output = count(usage, 'completion_tokens', 'output_tokens');
  const total = usage['total_tokens'];
  if (!isTokenCount(usage['prompt_tokens']) || !isTokenCount(usage['completion_tokens'])) {
    const message = `prompt_tokens and completion_tokens are not both ${TOKEN_COUNTS}`;
    report(findings, 'usage', 'degrading', message, { usage });
  } else if (typeof total === 'number' && input !== null && output !== null && total !== input + output) {
    report(findings, 'usage', 'cosmetic', `total_tokens is ${written(total)}, the parts add up to ${input + output}`, {
      usage,
    });
  }
  return { input, output };
}

/**
 * The token counts of a stream after another chunk. A later count replaces an earlier one (Gemini repeats growing counts in every
 * chunk); zeros and missing counts change nothing.
 * @see https://github.com/ogx-ai/ogx/issues/5122
 */
export function addUsage(before: JsonObject | undefined, usage: JsonObject): JsonObject {
  if (before === undefined) return usage;
  const counts = { ...before };
  for (const [name, value] of Object.entries(usage)) {
    const says = value !== null && (value !== 0 || (counts[name] ?? null) === null);
    if (says) counts[name] = value;
  }
  return counts;
}

/** A sum for the text of a finding. A body may hold `1e400`, which is infinite as a double. */
function written(total: number): string {
  return Number.isFinite(total) ? String(total) : 'beyond every count';
}

function count(usage: JsonObject, name: string, nativeName: string): number | null {
  const value = usage[name] ?? usage[nativeName];
  return isTokenCount(value) ? value : null;
}
