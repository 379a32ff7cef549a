import type { ExpectedCall } from '../../domain/scenario.ts';
import { assign } from '../../match/assignment.ts';
import type { CallFacts } from '../call-facts.ts';
import { levelOf, type CallComparison } from './compare-call.ts';

/** Calls that one plan expects, and the made calls that it may take. */
export interface Claimant {
  readonly expected: readonly ExpectedCall[];
  readonly made: readonly CallFacts[];
  readonly allowRetry: boolean;
}

/** The calls that the conversation's plan takes where turns and conversation are paired at once. */
export interface Shares {
  readonly claims: readonly CallFacts[];
  /** True when every expected call of the turns and of the conversation fits its call in full. */
  readonly complete: boolean;
}

/** Most pairs for which a double holds the exact sum of weights. */
const MOST_PAIRS = 150;
/** Most choices that `otherShares` makes. The bound counts work, so that every machine tries the same ways. */
const MOST_CHOICES = 5000;

/**
 * Shares the calls between the turns and the conversation: the turns get their best pairing first, and of all such pairings the
 * one counts that leaves the best to the conversation. References in the expected calls must have values. Null beyond
 * `MOST_PAIRS`.
 */
export function shareCalls(rules: CallComparison, turns: readonly Claimant[], whole: Claimant): Shares | null {
  const rows = [...turns, whole].flatMap((owner) => owner.expected.map((expected) => ({ expected, owner })));
  const columns = turns.flatMap(({ made }) => made);
  const base = Math.min(rows.length, columns.length) + 1;
  if (base > MOST_PAIRS) return null;
  const levels = rows.map(({ expected, owner }) => {
    const open = owner === whole ? null : new Set(owner.made);
    return columns.map((one) => (open === null || open.has(one) ? levelOf(rules, expected, one) : 0));
  });
  const { columnOf } = assign(
    levels.map((line, row) =>
      line.map((level, column) => {
        if (level === 0) return 0;
        const digits = (level > 2 ? base * base : 0) + (level > 1 ? base : 0) + 1;
        const owner = rows[row]?.owner;
        const isLast = owner?.allowRetry === true && columns[column]?.failed === true;
        return digits * base * (owner === whole ? 1 : base ** 3) + (isLast ? 0 : 1);
      }),
    ),
  );
  const claims = columnOf.flatMap((column, row) => (rows[row]?.owner === whole ? (columns[column] ?? []) : []));
  return { claims, complete: columnOf.every((column, row) => levels[row]?.[column] === 3) };
}

/** Other sets of calls that fit the conversation's calls in full, as far as `MOST_CHOICES` go. */
export function* otherShares(rules: CallComparison, { expected, made }: Claimant): Generator<readonly CallFacts[]> {
  const fitting = expected.map((one) => made.filter((call) => levelOf(rules, one, call) === 3));
  const seen = new Set<string>();
  let left = MOST_CHOICES;
  function* choose(row: number, taken: readonly CallFacts[]): Generator<readonly CallFacts[]> {
    left -= 1;
    if (left < 0) return;
    if (row === fitting.length) {
      yield taken;
      return;
    }
    for (const call of fitting[row] ?? []) {
      if (taken.includes(call)) continue;
      const next = [...taken, call].sort((a, b) => a.index - b.index);
      const key = `${row} ${next.map(({ index }) => index).join(' ')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield* choose(row + 1, next);
    }
  }
  yield* choose(0, []);
}
