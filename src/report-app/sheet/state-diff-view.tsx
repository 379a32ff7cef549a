import type { JSX } from 'preact';

import type { Problem } from '../../domain/score.ts';
import { stateDiff } from '../../report/sections/state-diff.ts';
import { LongText, Text } from '../text.tsx';

/** Values are cut by the page itself, which can unfold them. */
const WHOLE = 20_000;

/** What the state after the last turn should have been and is, place by place; nothing where it is not judged or right. */
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
