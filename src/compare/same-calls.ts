import { deepEqual } from '../json/json.ts';
import type { CallRow, TrialRow } from '../domain/run.ts';

/** True when both trials made equal calls in each step: names and arguments, in any order within a step. */
export function sameCalls(a: TrialRow, b: TrialRow): boolean {
  return pairUp(a.calls, b.calls, (x, y) => x.name === y.name && sameArguments(x, y));
}

/** True when both trials called the same tools in each step, whatever the arguments. */
export function sameNames(a: TrialRow, b: TrialRow): boolean {
  return pairUp(a.calls, b.calls, (x, y) => x.name === y.name);
}

function sameArguments(a: CallRow, b: CallRow): boolean {
  if (a.arguments === null || b.arguments === null) return a.rawArguments === b.rawArguments;
  return deepEqual(a.arguments, b.arguments);
}

/**
 * Pairs each call with the first equal one. That finds a full pairing whenever there is one, because equality is transitive.
 */
function pairUp(a: readonly CallRow[], b: readonly CallRow[], same: (x: CallRow, y: CallRow) => boolean): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((call) => {
    const at = left.findIndex((other) => other.step === call.step && same(call, other));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}
