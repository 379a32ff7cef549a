import type { JSX } from 'preact';

import { CellContent, cellClass, cellTitle } from './matrix-cell.tsx';
import { changeAt } from '../data/changes.ts';
import { cellAt, tally, type Matrix } from '../data/matrix-data.ts';
import { Text } from '../text.tsx';

interface MatrixRowProps {
  readonly matrix: Matrix;
  readonly scenario: number;
  readonly models: readonly number[];
  /** Number of the row among the filtered rows, from 0. */
  readonly row: number;
  /** Distance from the top of the first row, in pixels. */
  readonly top: number;
  readonly compact: boolean;
  /** The column whose cell is in the tab order; null when the tab stop is in another row. */
  readonly active: number | null;
}

/** The row of a scenario: its id and prompt excerpt, the number of models that solved it, a cell for each model. */
export function MatrixRow({ matrix, scenario, models, row, top, compact, active }: MatrixRowProps): JSX.Element {
  const { index } = matrix;
  const { solved, judged } = tally(matrix, scenario, models);
  const place = (column: number) =>
    ({
      'data-row': row,
      'data-column': column,
      'aria-colindex': column + 1,
      tabIndex: active === column ? 0 : -1,
    }) as const;
  return (
    <div role="row" aria-rowindex={row + 2} class="grid-row" style={{ transform: `translateY(${top}px)` }}>
      <div role="rowheader" class="scenario-cell" {...place(0)}>
        <span class="scenario-id">
          <Text>{index.scenarios.id[scenario] ?? ''}</Text>
        </span>
        <span class="excerpt" dir="auto">
          <Text>{index.scenarios.excerpt[scenario] ?? ''}</Text>
        </span>
      </div>
      <div role="gridcell" class="solved-cell" {...place(1)}>
        {judged === 0 ? (
          <span class="quiet">–</span>
        ) : (
          <>
            {solved}
            <span class="quiet">/{judged}</span>
          </>
        )}
      </div>
      {models.map((model, i) => {
        const cell = cellAt(matrix, scenario, model);
        const change = changeAt(matrix, scenario, model);
        return (
          <div
            key={model}
            role="gridcell"
            class={cellClass(cell)}
            title={cellTitle(cell, index.models[model]?.name ?? '', change)}
            {...place(i + 2)}
          >
            <CellContent cell={cell} change={change} compact={compact} />
          </div>
        );
      })}
    </div>
  );
}
