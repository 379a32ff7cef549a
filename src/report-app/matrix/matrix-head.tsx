import type { JSX } from 'preact';

import { percent } from '../../text/numbers.ts';
import { Icon } from '../icons.tsx';
import type { Matrix } from '../data/matrix-data.ts';
import { Text } from '../text.tsx';
import type { View } from '../data/view.ts';
import { visibleText } from '../../text/escape.ts';

interface MatrixHeadProps {
  readonly matrix: Matrix;
  readonly models: readonly number[];
  readonly view: View;
  /** The column whose heading is in the tab order; null when a cell of a row is. */
  readonly active: number | null;
  readonly onSort: (sort: string) => void;
}

/** The row of headings. A click on a heading sorts the rows by its column; a second click reverses the order. */
export function MatrixHead({ matrix, models, view, active, onSort }: MatrixHeadProps): JSX.Element {
  const rates = new Map(matrix.index.summary.map(({ model, passRate }) => [model, passRate]));
  const names = models.map((model) => matrix.index.models[model]?.name ?? '');
  const heads = [
    { key: 'scenario', label: 'Scenario', rate: null },
    { key: 'passes', label: 'Solved', rate: null },
    ...names.map((name) => ({ key: `model:${name}`, label: name, rate: rates.get(name) ?? null })),
  ];
  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" aria-rowindex={1} class="grid-row">
        {heads.map(({ key, label, rate }, column) => {
          const sorted = view.sort === key;
          return (
            <div
              key={key}
              role="columnheader"
              aria-colindex={column + 1}
              aria-sort={sorted ? (view.descending ? 'descending' : 'ascending') : undefined}
              class="head-cell"
            >
              <button
                type="button"
                data-row={-1}
                data-column={column}
                tabIndex={active === column ? 0 : -1}
                title={`Sort by ${visibleText(label)}`}
                onClick={() => onSort(key)}
              >
                <span class="head-label">
                  <Text>{label}</Text>
                </span>
                {rate === null ? null : <span class="head-rate">{percent(rate)}</span>}
                {sorted ? <Icon name={view.descending ? 'down' : 'up'} /> : null}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
