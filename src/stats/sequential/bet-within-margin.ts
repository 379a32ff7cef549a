/** Where the difference may lie, in margins on the side that is tested, and the share of the stake on each. */
const PLACES = [
  { margins: 0, stake: 0.6 },
  { margins: 0.5, stake: 0.4 },
] as const;
/** A pair costs at most 1 − margin of the wealth. */
const BOLDEST = 1;
/** The share of discordant pairs that is assumed before any was seen, and the pairs that this assumption weighs as much as. */
const ASSUMED = { discordant: 0.3, pairs: 10 } as const;

/** A bet that the candidate's pass rate exceeds the base's by less than the margin. */
export interface MarginBet {
  /** The most that the stake of 1 ever was worth: 1 / this is a p-value at any time of looking. */
  readonly best: number;
  /** Adds a pair: 1 passed by the candidate alone, −1 by the base alone, 0 passed or failed by both. */
  add(difference: -1 | 0 | 1): void;
}

/**
 * Tests that the mean difference d of a pair is at least the margin m, by betting against it: the wealth is multiplied by
 * 1 + λ·(m − d), λ ≥ 0 fixed before the pair is seen. While the hypothesis holds this is a supermartingale, so the chance that
 * it ever reaches 1/α is at most α (Waudby-Smith & Ramdas 2024, arXiv:2010.09686, the confidence sequence by betting at the one
 * point m). λ is the mean bet of a mixture; a place δ bets (m − δ) / (ψ + m²), ψ the share of discordant pairs so far.
 */
export function betWithinMargin(margin: number): MarginBet {
  const weights = Float64Array.from(PLACES, ({ stake }) => stake);
  const distances = Float64Array.from(PLACES, ({ margins }) => margin * (1 - margins));
  const bets = new Float64Array(PLACES.length);
  let pairs = 0;
  let discordant = 0;
  let wealth = 1;
  let best = 1;
  return {
    get best() {
      return best;
    },
    add(difference) {
      const share = (discordant + ASSUMED.discordant * ASSUMED.pairs) / (pairs + ASSUMED.pairs);
      let mean = 0;
      let total = 0;
      for (let i = 0; i < bets.length; i++) {
        const bet = Math.min(BOLDEST, (distances[i] ?? 0) / (share + margin * margin));
        bets[i] = bet;
        mean += bet * (weights[i] ?? 0);
        total += weights[i] ?? 0;
      }
      const gain = margin - difference;
      wealth *= 1 + (mean / total) * gain;
      best = Math.max(best, wealth);
      // Weights matter by their ratio alone: dividing keeps them in the range of a number.
      for (let i = 0; i < bets.length; i++) weights[i] = ((weights[i] ?? 0) * (1 + (bets[i] ?? 0) * gain)) / total;
      pairs += 1;
      if (difference !== 0) discordant += 1;
    },
  };
}
