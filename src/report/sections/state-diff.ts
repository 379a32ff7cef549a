import type { Problem } from '../../domain/score.ts';
import { describeMatcher } from '../../match/describe.ts';
import { shorten, shortJson } from '../../text/shorten.ts';

/** A place where the state after the last turn is not as wanted. */
export interface StateDifference {
  /** Path of the place: `state.orders.o1.status`. */
  readonly path: string;
  /** The wanted value; null where nothing was wanted. */
  readonly expected: string | null;
  /** The actual value; null where there is none. */
  readonly actual: string | null;
}

export interface StateDiff {
  readonly differences: readonly StateDifference[];
  /** Number of places that the run file does not list. */
  readonly more: number;
}

/** The places where the state of a trial is not as wanted. Values are cut to `limit` UTF-16 units. */
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

/** A state diff as lines: the path, the wanted value after `-`, the actual value after `+`. */
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
