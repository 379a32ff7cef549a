import { deepEqual } from '../json/json.ts';
import type { CallRow, TrialRow } from '../domain/run.ts';

/** The same calls step by step: names and arguments equal, in any order within a step. */
export function sameCalls(a: TrialRow, b: TrialRow): boolean {
  return pairUp(a.calls, b.calls, (x, y) => x.name === y.name && sameArguments(x, y));
}

/** The same functions called step by step, whatever their arguments. */
export function sameNames(a: TrialRow, b: TrialRow): boolean {
  return pairUp(a.calls, b.calls, (x, y) => x.name === y.name);
}

function sameArguments(a: CallRow, b: CallRow): boolean {
  if (a.arguments === null || b.arguments === null) return a.rawArguments === b.rawArguments;
  return deepEqual(a.arguments, b.arguments);
}

/** Equality is transitive, so that taking the first equal call finds a pairing whenever there is one. */
function pairUp(a: readonly CallRow[], b: readonly CallRow[], same: (x: CallRow, y: CallRow) => boolean): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((call) => {
    const at = left.findIndex((other) => other.step === call.step && same(call, other));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}
