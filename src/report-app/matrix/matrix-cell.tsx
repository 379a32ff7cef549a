import type { JSX } from 'preact';

import { FAMILIES, familyOf, shortWordOf, wordOf } from '../data/outcomes.ts';
import { CHANGES, type Change } from '../data/changes.ts';
import type { Cell } from '../data/matrix-data.ts';

const WIRE_WORDS = ['', 'cosmetic wire finding', 'degrading wire finding', 'breaking wire finding'];

interface CellContentProps {
  readonly cell: Cell | undefined;
  /** Since the older run; undefined without one. */
  readonly change: Change | undefined;
  readonly compact: boolean;
}

/** What a cell shows: the outcome as symbol and words, `k/n` where there are several trials, marks for wire findings and changes. */
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

/** Classes of a cell: its colours, and how much of it passed. */
export function cellClass(cell: Cell | undefined): string {
  if (cell === undefined) return 'cell cell-none';
  const family = familyOf(cell.outcome.status, cell.outcome.reason);
  return cell.pass > 0 && family !== 'pass' ? `cell family-${family} mixed` : `cell family-${family}`;
}

/** What a cell says on pointing at it. */
export function cellTitle(cell: Cell | undefined, model: string, change?: Change): string {
  if (cell === undefined) return `${model}: not run`;
  const { status, reason } = cell.outcome;
  const trials = cell.trials.length > 1 ? `, ${cell.pass} of ${cell.trials.length} trials passed` : '';
  const since = change === undefined ? '' : `; ${CHANGES[change].label.toLowerCase()} since the older run`;
  return `${model}: ${status === 'pass' ? 'passed' : wordOf(status, reason)}${trials}${since}`;
}
