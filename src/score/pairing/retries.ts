import { deepEqual } from '../../json/json.ts';
import type { CallFacts } from '../call-facts.ts';
import { levelOf, type CallComparison } from './compare-call.ts';
import { nearMiss } from './near-miss.ts';
import type { TurnPairing } from './pair-turn.ts';

/**
 * Returns the paired call of the same tool that makes up for a failed call without a pair; undefined where there is none. The
 * paired call fits in full. Either it came later, or it failed as well and the unpaired call repeats it later and fits in full.
 * A call of an undeclared name counts as the same tool when its name is a near miss.
 */
export function retryFinder(
  rules: CallComparison,
  made: readonly CallFacts[],
  pairing: TurnPairing,
): (failed: CallFacts) => CallFacts | undefined {
  const full = pairing.expected.flatMap((expected, row) => {
    const one = pairing.levels[row] === 3 ? made[pairing.madeFor[row] ?? -1] : undefined;
    return one === undefined ? [] : [{ expected, one }];
  });
  return (failed) => {
    if (!failed.failed) return undefined;
    const pairs = full.filter(
      ({ expected, one }) =>
        isSameCall(failed, one) &&
        (one.step > failed.step || (one.failed && one.step < failed.step && levelOf(rules, expected, failed) === 3)),
    );
    const same = pairs.find(({ one }) => JSON.stringify(one.args) === JSON.stringify(failed.args));
    return (same ?? pairs[0])?.one;
  };
}

function isSameCall(failed: CallFacts, again: CallFacts): boolean {
  if (failed.call.name === again.call.name) return true;
  if (failed.tool !== undefined) return false;
  return nearMiss(failed.call.name, [again.call.name]) !== 'unknown' || deepEqual(failed.args, again.args);
}
