import type { Json } from '../json/json.ts';
import type { Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { argumentPath } from './call-problems.ts';
import type { CallComparison } from './pairing/compare-call.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';

/** Adds the arguments of paired calls that do not fit their expected call. */
export function judgeArguments(
  rules: CallComparison,
  pairing: TurnPairing,
  made: readonly CallFacts[],
  problems: Problem[],
): void {
  for (const [row, expected] of pairing.expected.entries()) {
    const one = made[pairing.madeFor[row] ?? -1];
    if (one === undefined || one.args === null || pairing.levels[row] === 3) continue;
    for (const { path, expected: wanted, actual, detail } of rules.mismatches(expected, one)) {
      const at = argumentPath(one, path);
      problems.push({
        code: 'wrong-arguments',
        path: at,
        expected: wanted,
        actual: asWritten(one, path, actual),
        detail,
      });
    }
  }
}

/** Adds the arguments that break the tool's JSON Schema. */
export function judgeValidity(made: readonly CallFacts[], problems: Problem[]): void {
  for (const one of made) {
    for (const { path, expected, actual, keyword } of one.faults) {
      const at = argumentPath(one, path);
      problems.push({
        code: 'invalid-arguments',
        path: at,
        expected,
        actual: asWritten(one, path, actual),
        detail: keyword,
      });
    }
  }
}

/**
 * The text that the model wrote for a number beyond 2^53, because the parsed number has lost digits. Other values stay as they
 * are.
 */
function asWritten(one: CallFacts, path: string, actual: Json): Json {
  if (typeof actual !== 'number' || Number.isSafeInteger(actual)) return actual;
  if (!Number.isInteger(actual) && Number.isFinite(actual)) return actual;
  return one.call.written?.[path] ?? actual;
}
