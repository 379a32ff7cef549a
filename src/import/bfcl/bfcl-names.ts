import type { BfclItem } from './bfcl-questions.ts';
import type { BfclResult } from './bfcl-result.ts';

/**
 * BFCL's runner sends names with `_` instead of `.` to most models, and unchanged to some. The names in the calls show which
 * one it was. Where they are unchanged, the calls get the names that the scenario sends.
 */
export function withSentNames(
  results: readonly BfclResult[],
  items: ReadonlyMap<string, BfclItem>,
): { readonly results: readonly BfclResult[]; readonly renamed: boolean } {
  let asDeclared = 0;
  let asSent = 0;
  for (const { id, calls } of results) {
    const renamed = items.get(id)?.renamed;
    if (renamed === undefined || renamed.size === 0) continue;
    const sent = new Set(renamed.values());
    for (const { name } of calls) {
      if (renamed.has(name)) asDeclared += 1;
      else if (sent.has(name)) asSent += 1;
    }
  }
  if (asDeclared <= asSent) return { results, renamed: false };
  return { results: results.map((result) => rename(result, items.get(result.id)?.renamed)), renamed: true };
}

function rename(result: BfclResult, names: BfclItem['renamed'] | undefined): BfclResult {
  const calls = result.calls.map((call) => ({ ...call, name: names?.get(call.name) ?? call.name }));
  return { ...result, calls };
}
