import type { JSX } from 'preact';

import type { Problem } from '../../domain/score.ts';
import { stateDiff } from '../../report/sections/state-diff.ts';
import { LongText, Text } from '../text.tsx';

/** Maximum length of a value in characters. It is generous because `LongText` clips values and can unfold them. */
const WHOLE = 20_000;

/** The expected and actual state after the last turn, by path. Null when the state is right or not judged. */
export function StateDiffView({ problems }: { problems: readonly Problem[] }): JSX.Element | null {
  const { differences, more } = stateDiff(problems, WHOLE);
  if (differences.length === 0) return null;
  return (
    <div class="state-diff" role="group" aria-label="State after the last turn">
      {differences.map(({ path, expected, actual }) => (
        <div key={path} class="state-place">
          <p class="state-path">
            <Text>{path}</Text>
          </p>
          {expected === null ? null : (
            <del dir="auto">
              <span class="sr-only">expected </span>
              <LongText>{expected}</LongText>
            </del>
          )}
          {actual === null ? null : (
            <ins dir="auto">
              <span class="sr-only">is </span>
              <LongText>{actual}</LongText>
            </ins>
          )}
        </div>
      ))}
      {more === 0 ? null : <p class="quiet">and {more} more places</p>}
    </div>
  );
}
