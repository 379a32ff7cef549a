import type { JSX } from 'preact';

import { count, counted } from '../text/numbers.ts';
import { wordOf } from './data/outcomes.ts';
import { cellAt, selectRows, shownModels, foldText, type Matrix } from './data/matrix-data.ts';
import { Text } from './text.tsx';
import type { View } from './data/view.ts';

/** Replaces the matrix on paper. Lists each scenario of the view that some shown model did not pass, with the outcomes. */
export function PrintList({ matrix, view }: { matrix: Matrix; view: View }): JSX.Element {
  const { index } = matrix;
  const models = shownModels(index, view.models);
  const texts = index.scenarios.id.map((id, i) => foldText(`${id}\n${index.scenarios.excerpt[i] ?? ''}`));
  const rows = selectRows(matrix, view, texts);
  const missed = rows.flatMap((scenario) => {
    const misses = missesOf(matrix, scenario, models);
    return misses.length === 0 ? [] : [{ scenario, misses }];
  });
  return (
    <section class="print-list">
      <h2>Missed</h2>
      <p>
        {missed.length === 0
          ? `Nothing: all of ${counted(rows.length, 'scenario')} passed.`
          : `${count(missed.length)} of ${counted(rows.length, 'scenario')} were not passed by every model.`}
      </p>
      {missed.map(({ scenario, misses }) => (
        <div key={scenario} class="print-item">
          <p class="scenario-id">
            <Text>{index.scenarios.id[scenario] ?? ''}</Text>
          </p>
          <p class="excerpt" dir="auto">
            <Text>{index.scenarios.excerpt[scenario] ?? ''}</Text>
          </p>
          <ul>
            {misses.map(([word, names]) => (
              <li key={word}>
                <b>{word}</b>: <Text>{names.join(', ')}</Text>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** Returns pairs of an outcome in words and the models with that outcome. A model with several trials also has its `k/n passed`. */
function missesOf(matrix: Matrix, scenario: number, models: readonly number[]): [string, string[]][] {
  const misses = new Map<string, string[]>();
  for (const model of models) {
    const cell = cellAt(matrix, scenario, model);
    if (cell === undefined || cell.outcome.status === 'pass') continue;
    const word = wordOf(cell.outcome.status, cell.outcome.reason);
    const name = matrix.index.models[model]?.name ?? '';
    misses.set(word, [
      ...(misses.get(word) ?? []),
      cell.trials.length > 1 ? `${name} (${cell.pass}/${cell.trials.length} passed)` : name,
    ]);
  }
  return [...misses];
}
