import type { JSX } from 'preact';

import { wordOf } from '../data/outcomes.ts';
import { cellAt, type Matrix } from '../data/matrix-data.ts';
import type { FoundTrial } from '../data/open-trial.ts';
import { visibleText } from '../../text/escape.ts';

/** The part of the open trial that the reader changes. */
export interface SheetChange {
  readonly scenario?: number;
  readonly model?: number;
  readonly trial?: number;
  readonly beside?: number | null;
  readonly before?: boolean;
}

interface SheetControlsProps {
  readonly matrix: Matrix;
  readonly open: FoundTrial;
  /** The name of the older run; null when the page has no older run, or the older run lacks the cell. */
  readonly older: string | null;
  readonly onChange: (change: SheetChange) => void;
}

const BEFORE = 'before';

/** The lists that choose the model, the model or older run to compare with, and the trial. */
export function SheetControls({ matrix, open, older, onChange }: SheetControlsProps): JSX.Element {
  const { index } = matrix;
  const run = index.models
    .map((_, model) => model)
    .filter((model) => cellAt(matrix, open.scenario, model) !== undefined);
  const trials = cellAt(matrix, open.scenario, open.model)?.trials ?? [];
  const optionText = (model: number): string => {
    const cell = cellAt(matrix, open.scenario, model);
    const name = visibleText(index.models[model]?.name ?? '');
    if (cell === undefined) return name;
    return `${name} – ${outcomeText(cell.outcome.status, cell.outcome.reason)}`;
  };
  return (
    <div class="sheet-controls">
      <label>
        <span>Model</span>
        <select
          class="button"
          value={open.model}
          onChange={(event) => onChange({ model: Number(event.currentTarget.value), trial: 1 })}
        >
          {(run.includes(open.model) ? run : [open.model, ...run]).map((model) => (
            <option key={model} value={model}>
              {optionText(model)}
            </option>
          ))}
        </select>
      </label>
      {run.length > 1 || older !== null ? (
        <label>
          <span>Compare with</span>
          <select
            class="button"
            value={open.before === null ? (open.beside?.model ?? '') : BEFORE}
            onChange={({ currentTarget: { value } }) =>
              onChange(
                value === BEFORE
                  ? { beside: null, before: true }
                  : { beside: value === '' ? null : Number(value), before: false },
              )
            }
          >
            <option value="">nothing</option>
            {older === null ? null : <option value={BEFORE}>before: {visibleText(older)}</option>}
            {run
              .filter((model) => model !== open.model)
              .map((model) => (
                <option key={model} value={model}>
                  {optionText(model)}
                </option>
              ))}
          </select>
        </label>
      ) : null}
      {trials.length > 1 ? (
        <label>
          <span>Trial</span>
          <select
            class="button"
            value={open.trial}
            onChange={(event) => onChange({ trial: Number(event.currentTarget.value) })}
          >
            {trials.map((position) => {
              const outcome = index.outcomes[index.trials.outcome[position] ?? 0];
              const number = index.trials.trial[position] ?? 1;
              return (
                <option key={position} value={number}>
                  {number} of {trials.length} – {outcomeText(outcome?.status ?? 'fail', outcome?.reason ?? null)}
                </option>
              );
            })}
          </select>
        </label>
      ) : null}
    </div>
  );
}

function outcomeText(status: Parameters<typeof wordOf>[0], reason: string | null): string {
  return status === 'pass' ? 'passed' : wordOf(status, reason);
}
