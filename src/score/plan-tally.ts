import type { ParallelCounts, ParallelSupport } from '../domain/score.ts';

/** Counts and 0/1 answers that a turn adds to a trial's scores; null where a score does not apply. */
export interface Tally {
  /** Multiset of names: in both, expected, made. Null where the expected calls are not listed. */
  readonly names: { readonly both: number; readonly expected: number; readonly made: number } | null;
  readonly pairs: { readonly name: number; readonly required: number; readonly full: number };
  readonly calls: { readonly valid: number; readonly made: number };
  readonly parallel: ParallelCounts;
  readonly abstained: boolean | null;
  readonly choiceObeyed: boolean | null;
  readonly finalHeld: boolean | null;
  readonly recovered: boolean | null;
  readonly called: boolean | null;
}

/** F1 of the names: 1 when nothing was expected and nothing made, 0 when one of them is empty. Null where it does not apply. */
export function selectionOf(names: Tally['names']): number | null {
  if (names === null) return null;
  const all = names.expected + names.made;
  return all === 0 ? 1 : (2 * names.both) / all;
}

/** `part / whole`; null where `whole` is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Mean over turns of the answers that apply; null where none does. */
export function meanOf(tallies: readonly Tally[], answerOf: (tally: Tally) => boolean | null): number | null {
  let given = 0;
  let held = 0;
  for (const tally of tallies) {
    const answer = answerOf(tally);
    if (answer !== null) given += 1;
    if (answer === true) held += 1;
  }
  return share(held, given);
}

/** The worst that came: a group that is incomplete, then one that is serial. */
export function worstOf(counts: ParallelCounts): ParallelSupport | null {
  if (counts.incomplete > 0) return 'incomplete';
  if (counts.serial > 0) return 'serial';
  return counts.parallel > 0 ? 'parallel' : null;
}
