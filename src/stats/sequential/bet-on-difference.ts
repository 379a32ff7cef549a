/** Distances that the two sides may be apart, in differences aimed at, and the share of the stake on each. */
const DISTANCES = [
  { aims: 0.5, stake: 0.05 },
  { aims: 1, stake: 0.91 },
  { aims: 4, stake: 0.04 },
] as const;
/** The bets aim at a difference of two margins, or at a smaller one that one round can show, down to half a margin. */
const AIM = { most: 2, least: 0.5 } as const;
/** √(pairs) × the difference that they show with 90% power at 5%, both in units of the spread of a pair. */
const VISIBLE = 3.24;
/** The largest share of the wealth that one pair may cost: fewer than ten discordant pairs decide nothing. */
const BOLDEST = 0.5;
/** The share of discordant pairs that is assumed before any was seen, and the pairs that this assumption weighs as much as. */
const ASSUMED = { discordant: 0.35, pairs: 8 } as const;

/** A bet that a discordant pair falls to one side more often than to the other. */
export interface DifferenceBet {
  /** The most that the stake of 1 ever was worth: 1 / this is a p-value at any time of looking. */
  readonly best: number;
  /**
   * Adds a discordant pair: 1 passed by the candidate alone, −1 by the base alone. `goal` is the wealth that decides: no bet aims
   * beyond it. `concordant` pairs, passed or failed by both, came before it.
   */
  add(winner: 1 | -1, goal: number, concordant?: number): void;
}

/**
 * Tests that a discordant pair is as likely to fall to either side, by betting against it (Waudby-Smith & Ramdas 2024,
 * arXiv:2010.09686; Ramdas et al. 2023, arXiv:2210.01948). The wealth W starts at 1 and is multiplied by 1 + λ·x, x = ±1 the side
 * that passed alone, λ fixed before the pair is seen. While the hypothesis holds W is a martingale, so the chance that it ever
 * reaches 1/α is at most α (Ville 1939), however often one looks and whenever one stops. Concordant pairs leave W as it is.
 * λ is the mean bet of a mixture over directions and distances (Robbins 1970), each weighted by what it has won so far. A distance
 * δ bets δ/ψ, ψ the share of discordant pairs so far: the stake that grows fastest when the pass rates are δ apart.
 * `margin` is the smallest difference of interest, 0..1; `round` the pairs of one round over all scenarios. The bets aim at the
 * difference that one round can show: a large set of scenarios is there for small differences, and bets that aim at large ones would
 * find them seldom and turn some round. `round` must not depend on what was seen, nor on how far the run may go: both would let a run
 * that was not decided try again with other bets.
 */
export function betOnDifference(margin: number, round: number): DifferenceBet {
  const up = Float64Array.from(DISTANCES, ({ stake }) => stake / 2);
  const down = Float64Array.from(up);
  const bets = new Float64Array(DISTANCES.length);
  let pairs = 0;
  let discordant = 0;
  let wealth = 1;
  let best = 1;
  return {
    get best() {
      return best;
    },
    add(winner, goal, concordant = 0) {
      const before = pairs + concordant;
      const share = (discordant + ASSUMED.discordant * ASSUMED.pairs) / (before + ASSUMED.pairs);
      const visible = VISIBLE * Math.sqrt(share / round);
      const aim = margin * Math.max(AIM.least, Math.min(AIM.most, visible / margin));
      let mean = 0;
      let total = 0;
      for (const [i, { aims }] of DISTANCES.entries()) {
        const bet = Math.min(BOLDEST, (aims * aim) / share);
        bets[i] = bet;
        mean += bet * ((up[i] ?? 0) - (down[i] ?? 0));
        total += (up[i] ?? 0) + (down[i] ?? 0);
      }
      const enough = Math.max(0, goal / wealth - 1);
      const bet = Math.max(-enough, Math.min(enough, mean / total));
      wealth *= 1 + bet * winner;
      best = Math.max(best, wealth);
      for (let i = 0; i < bets.length; i++) {
        // Weights matter by their ratio alone: dividing keeps them in the range of a number.
        up[i] = ((up[i] ?? 0) * (1 + (bets[i] ?? 0) * winner)) / total;
        down[i] = ((down[i] ?? 0) * (1 - (bets[i] ?? 0) * winner)) / total;
      }
      pairs = before + 1;
      discordant += 1;
    },
  };
}
