import type { Problem } from '../../domain/score.ts';
import { describeMatcher } from '../../match/describe.ts';
import { shorten, shortJson } from '../../text/shorten.ts';

/** One place in which the state after the last turn is not as wanted. */
export interface StateDifference {
  /** `state.orders.o1.status` */
  readonly path: string;
  /** What was wanted there; null where nothing was. */
  readonly expected: string | null;
  /** What stands there; null where nothing does. */
  readonly actual: string | null;
}

export interface StateDiff {
  readonly differences: readonly StateDifference[];
  /** Places beyond those that the run file holds. */
  readonly more: number;
}

/** The state of a trial as a diff: the places that differ, and nothing else. Values are cut to `limit` units. */
export function stateDiff(problems: readonly Problem[], limit: number): StateDiff {
  const own = problems.filter(({ code }) => code === 'wrong-state');
  const cut = own.find(({ detail }) => detail === 'more');
  return {
    differences: own
      .filter((problem) => problem !== cut)
      .map(({ path, expected, actual, detail }) => ({
        path,
        expected: detail === 'unexpected' ? null : shorten(describeMatcher(expected), limit),
        actual: detail === 'missing' ? null : shortJson(actual, limit),
      })),
    more: typeof cut?.actual === 'number' ? cut.actual : 0,
  };
}

/** A diff as lines: the path, what was wanted after `-`, what stands there after `+`. */
export function stateDiffLines({ differences, more }: StateDiff): readonly string[] {
  return [
    ...differences.flatMap(({ path, expected, actual }) => [
      `wrong-state at ${path}`,
      ...(expected === null ? [] : [`  - ${expected}`]),
      ...(actual === null ? [] : [`  + ${actual}`]),
    ]),
    ...(more === 0 ? [] : [`wrong-state in ${more} more places`]),
  ];
}
