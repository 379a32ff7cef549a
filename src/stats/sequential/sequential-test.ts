import { betOnDifference, type DifferenceBet } from './bet-on-difference.ts';
import { betWithinMargin, type MarginBet } from './bet-within-margin.ts';

/** The level that is promised: of any wrong verdict of a family, at any time of looking. */
export const SEQUENTIAL_ALPHA = 0.05;
/**
 * The wealth that decides, for one candidate. 1 / α would do: a bet stops at its goal, so the chance of a wrong verdict would then
 * be α itself, and half of all counts of them would come out above it. An eighth more keeps them below, at 3% more pairs.
 */
export const DECIDING_WEALTH: number = 1.125 / SEQUENTIAL_ALPHA;
/** A bet that stops at its goal may miss it by rounding. */
const ROUNDING = 1 - 1e-12;

/** Of the candidate, against the base. `equal`: no difference larger than the margin. */
export type SequentialVerdict = 'better' | 'worse' | 'equal';

/** What the pairs of one candidate came to, up to its verdict. */
export interface SequentialState {
  /** Null while the question is open. */
  readonly verdict: SequentialVerdict | null;
  readonly pairs: number;
  readonly basePassOnly: number;
  readonly candidatePassOnly: number;
  /** p-values at any time of looking: of no difference, and of a difference as large as the margin. Not corrected for other candidates. */
  readonly pDifference: number;
  readonly pMargin: number;
}

/** Several candidates against one base, looked at after every pair. */
export interface SequentialTest {
  /** Adds a pair of a candidate: 1 passed by it alone, −1 by the base alone, 0 by both or neither. A decided candidate takes no more. */
  add(candidate: number, difference: -1 | 0 | 1): void;
  state(candidate: number): SequentialState;
  readonly decided: boolean;
}

interface Candidate {
  verdict: SequentialVerdict | null;
  pairs: number;
  wins: number;
  losses: number;
  /** Concordant pairs since the last discordant one. */
  concordant: number;
  readonly difference: DifferenceBet;
  readonly below: MarginBet;
  readonly above: MarginBet;
}

/**
 * A test that may be looked at after every pair and stopped at any time. The chance that any of the candidates is called better or
 * worse although its pass rate equals the base's is at most 5%; so is the chance that any is called equal although the rates are
 * at least `margin` apart. Both families are corrected by Holm's rule, which also holds for p-values of any time of looking: the
 * first verdict of a family takes the deciding wealth times the candidates, the next one times one less, and so on. `margin` is 0..1,
 * `round` the pairs of one round over all scenarios.
 */
export function sequentialTest(candidates: number, margin: number, round: number): SequentialTest {
  const all = Array.from({ length: candidates }, (): Candidate => ({
    verdict: null,
    pairs: 0,
    wins: 0,
    losses: 0,
    concordant: 0,
    difference: betOnDifference(margin, round),
    below: betWithinMargin(margin),
    above: betWithinMargin(margin),
  }));
  const verdicts = { difference: 0, margin: 0 };
  const at = (index: number): Candidate => {
    const found = all[index];
    if (found === undefined) throw new RangeError(`there is no candidate ${index} of ${candidates}`);
    return found;
  };
  return {
    add(index, difference) {
      const one = at(index);
      if (one.verdict !== null) return;
      one.pairs += 1;
      one.below.add(difference);
      one.above.add(difference === 0 ? 0 : difference === 1 ? -1 : 1);
      const goal = (candidates - verdicts.difference) * DECIDING_WEALTH;
      if (difference === 0) {
        one.concordant += 1;
      } else {
        if (difference === 1) one.wins += 1;
        else one.losses += 1;
        one.difference.add(difference, goal, one.concordant);
        one.concordant = 0;
      }
      if (one.difference.best >= goal * ROUNDING) {
        // Wealth that grows has bet on the side that just won.
        one.verdict = difference === 1 ? 'better' : 'worse';
        verdicts.difference += 1;
      } else if (Math.min(one.below.best, one.above.best) >= (candidates - verdicts.margin) * DECIDING_WEALTH) {
        one.verdict = 'equal';
        verdicts.margin += 1;
      }
    },
    state(index) {
      const { verdict, pairs, wins, losses, difference, below, above } = at(index);
      return {
        verdict,
        pairs,
        basePassOnly: losses,
        candidatePassOnly: wins,
        pDifference: Math.min(1, 1 / difference.best),
        pMargin: Math.min(1, 1 / Math.min(below.best, above.best)),
      };
    },
    get decided() {
      return all.every(({ verdict }) => verdict !== null);
    },
  };
}
