import type { ParallelCounts, ParallelSupport } from '../domain/score.ts';

/** Counts and yes-or-no answers that one turn adds to the trial's scores. Null where a score does not apply. */
export interface PlanTally {
  /**
   * Numbers of tool names: common to both lists, in the expected calls, in the made calls. Null where the plan lists no calls.
   */
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

/** F1 of the tool names: 1 when both lists are empty, 0 when only one is. Null where the plan lists no calls. */
export function selectionScore(names: PlanTally['names']): number | null {
  if (names === null) return null;
  const all = names.expected + names.made;
  return all === 0 ? 1 : (2 * names.both) / all;
}

/** `part / whole`; null where `whole` is 0. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Share of yes among the turns whose answer is not null; null where every answer is null. */
export function shareOfYes(
  tallies: readonly PlanTally[],
  answerOf: (tally: PlanTally) => boolean | null,
): number | null {
  let given = 0;
  let held = 0;
  for (const tally of tallies) {
    const answer = answerOf(tally);
    if (answer !== null) given += 1;
    if (answer === true) held += 1;
  }
  return share(held, given);
}

/** The worst kind that occurs: `incomplete`, then `serial`, then `parallel`. Null without groups. */
export function worstOf(counts: ParallelCounts): ParallelSupport | null {
  if (counts.incomplete > 0) return 'incomplete';
  if (counts.serial > 0) return 'serial';
  return counts.parallel > 0 ? 'parallel' : null;
}
