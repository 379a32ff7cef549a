import type { JsonObject } from '../json/json.ts';
import type { ExpectedCall, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { callJson, expectedJson, wrongTool } from './call-problems.ts';
import { nearMiss } from './pairing/near-miss.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';

/**
 * Adds problems for unpaired expected calls and unwanted made calls. First each unwanted call takes the place of an expected
 * one as `wrong-tool`, near misses of a name before others; the expected calls still left are `missing-call`. Calls are sorted
 * by content, so that the listing order decides nothing.
 *
 * Returns the unwanted calls beyond the number of expected ones.
 */
export function judgeLeftovers(
  scenario: Scenario,
  pairing: TurnPairing,
  unwanted: readonly CallFacts[],
  leaked: boolean,
  problems: Problem[],
): readonly CallFacts[] {
  if (unwanted.length === 0 && !pairing.madeFor.includes(-1)) return [];
  // Malformed calls are problems of their own, added in `judgeAlways`.
  const extra = unwanted
    .filter((one) => one.call.malformed === null)
    .map((one) => ({ one, key: contentKey(one.step, callJson(one)) }));
  const open = missingOf(pairing);
  const rest: CallFacts[] = [];
  for (const { one } of extra.sort(byKey)) {
    const near = open.findIndex(
      (expected) => one.tool === undefined && nearMiss(one.call.name, [expected.name]) !== 'unknown',
    );
    if (near === -1) rest.push(one);
    else problems.push(wrongTool(scenario, open.splice(near, 1)[0] ?? null, one));
  }
  const beyond = rest.splice(open.length);
  for (const one of rest) problems.push(wrongTool(scenario, open.shift() ?? null, one));
  for (const expected of open) {
    const detail = leaked ? 'text-leak' : null;
    problems.push({
      code: 'missing-call',
      path: expected.path,
      expected: expectedJson(expected),
      actual: null,
      detail,
    });
  }
  return beyond;
}

function missingOf(pairing: TurnPairing): ExpectedCall[] {
  return pairing.expected
    .flatMap((one, row) =>
      pairing.madeFor[row] === -1 ? [{ one, key: contentKey(pairing.groups[row] ?? 0, expectedJson(one)) }] : [],
    )
    .sort(byKey)
    .map(({ one }) => one);
}

function contentKey(place: number, call: JsonObject): string {
  return `${String(place).padStart(6, '0')} ${JSON.stringify(call)}`;
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
