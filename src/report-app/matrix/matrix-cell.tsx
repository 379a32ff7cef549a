import type { JSX } from 'preact';

import { FAMILIES, familyOf, shortWordOf, wordOf } from '../data/outcomes.ts';
import { CHANGES, type Change } from '../data/changes.ts';
import type { MatrixCell } from '../data/matrix-data.ts';
import { visibleText } from '../../text/escape.ts';

const WIRE_WORDS = ['', 'cosmetic wire finding', 'degrading wire finding', 'breaking wire finding'];

interface CellContentProps {
  readonly cell: MatrixCell | undefined;
  /** The change since the older run; undefined without an older run. */
  readonly change: Change | undefined;
  readonly compact: boolean;
}

/** The content of a cell: `k/n` with several trials, the outcome as symbol and word, marks for changes and wire findings. */
export function CellContent({ cell, change, compact }: CellContentProps): JSX.Element {
  if (cell === undefined) return <span class="sr-only">not run</span>;
  const { status, reason } = cell.outcome;
  const several = cell.trials.length > 1;
  const word = compact || several ? shortWordOf(status, reason) : wordOf(status, reason);
  return (
    <>
      {several ? (
        <span class="k-of-n">
          {cell.pass}/{cell.trials.length}
        </span>
      ) : null}
      {(compact || several) && status !== 'pass' ? null : (
        <span class="symbol" aria-hidden="true">
          {FAMILIES[familyOf(status, reason)].symbol}
        </span>
      )}
      <span class={status === 'pass' ? 'sr-only' : 'word'}>{status === 'pass' ? 'passed' : word}</span>
      {change === undefined || change === 'unchanged' ? null : (
        <span class={`change-mark change-${change}`}>
          <span aria-hidden="true">{CHANGES[change].symbol}</span>
          <span class="sr-only">, {CHANGES[change].label.toLowerCase()}</span>
        </span>
      )}
      {cell.wire > 0 ? (
        <span class={`wire-mark wire-${cell.wire}`} title={WIRE_WORDS[cell.wire]}>
          <span class="sr-only">, {WIRE_WORDS[cell.wire]}</span>
        </span>
      ) : null}
    </>
  );
}

/** Returns the CSS classes of a cell: its colour family, and `mixed` when only some trials passed. */
export function cellClass(cell: MatrixCell | undefined): string {
  if (cell === undefined) return 'cell cell-none';
  const family = familyOf(cell.outcome.status, cell.outcome.reason);
  return cell.pass > 0 && family !== 'pass' ? `cell family-${family} mixed` : `cell family-${family}`;
}

/** Returns the tooltip of a cell. */
export function cellTitle(cell: MatrixCell | undefined, model: string, change?: Change): string {
  const name = visibleText(model);
  if (cell === undefined) return `${name}: not run`;
  const { status, reason } = cell.outcome;
  const trials = cell.trials.length > 1 ? `, ${cell.pass} of ${cell.trials.length} trials passed` : '';
  const since = change === undefined ? '' : `; ${CHANGES[change].label.toLowerCase()} since the older run`;
  return `${name}: ${status === 'pass' ? 'passed' : wordOf(status, reason)}${trials}${since}`;
}
