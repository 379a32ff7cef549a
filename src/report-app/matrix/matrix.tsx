import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { count } from '../../text/numbers.ts';
import { placeAfter, type GridPlace } from '../data/grid-keys.ts';
import { cellAt, type Matrix } from '../data/matrix-data.ts';
import { MatrixHead } from './matrix-head.tsx';
import { MatrixRow } from './matrix-row.tsx';
import type { View } from '../data/view.ts';
import { useVirtualRows } from '../data/virtual-rows.ts';

/** A scenario and model by position. */
export interface CellPlace {
  readonly scenario: number;
  readonly model: number;
}

interface MatrixGridProps {
  readonly matrix: Matrix;
  /** Scenarios shown, in order. */
  readonly rows: readonly number[];
  /** Models shown, in order. */
  readonly models: readonly number[];
  readonly view: View;
  readonly onSort: (sort: string) => void;
  readonly onOpen: (place: CellPlace) => void;
  /** The cell to focus. Each new object moves the focus once; null leaves the focus alone. */
  readonly focus: CellPlace | null;
}

const ROW_HEIGHT = 44;
/** Maximum height of the row of headings, in pixels. */
const HEAD_HEIGHT = 76;
/** Number of columns before the models: `Scenario` and `Solved`. */
const LEADING = 2;
const WIDE_COLUMN = 104;
const LEADING_WIDTH = 310;

/** The grid of scenarios by models. Only rows near the visible part exist in the page, because a run can have thousands. */
export function MatrixGrid({ matrix, rows, models, view, onSort, onOpen, focus }: MatrixGridProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<GridPlace>({ row: 0, column: 0 });
  const [moved, setMoved] = useState(0);
  const compact = useWidth(scroller) < LEADING_WIDTH + models.length * WIDE_COLUMN;
  const columns = models.length + LEADING;
  const current = { row: Math.min(active.row, rows.length - 1), column: Math.min(active.column, columns - 1) };
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight: ROW_HEIGHT,
    headHeight: HEAD_HEIGHT,
    scroller,
    pinned: current.row,
  });

  const moveTo = (place: GridPlace): void => {
    if (place.row >= 0) virtual.scrollToIndex(place.row, { align: 'auto' });
    setActive(place);
    setMoved((n) => n + 1);
  };
  useLayoutEffect(() => {
    if (moved === 0) return;
    const cell = cellElement(scroller.current, current);
    cell?.focus({ preventScroll: true });
    if (cell !== null && scroller.current !== null) revealColumn(scroller.current, cell);
  }, [moved]);
  useEffect(() => {
    const row = focus === null ? -1 : rows.indexOf(focus.scenario);
    if (focus === null || row === -1) return;
    scroller.current?.scrollIntoView({ block: 'nearest' });
    moveTo({ row, column: Math.max(models.indexOf(focus.model), 0) + LEADING });
  }, [focus]);
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [view.sort, view.descending, view.text, view.tags, view.results]);

  const open = ({ row, column }: GridPlace): void => {
    const scenario = rows[row];
    if (scenario === undefined) return;
    const model = column < LEADING ? firstMiss(matrix, scenario, models) : models[column - LEADING];
    if (model !== undefined && cellAt(matrix, scenario, model) !== undefined) onOpen({ scenario, model });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    if ((event.key === 'Enter' || event.key === ' ') && current.row >= 0) {
      event.preventDefault();
      open(current);
      return;
    }
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_HEIGHT) / ROW_HEIGHT) - 1);
    const place = placeAfter(event.key, event.ctrlKey, current, { rows: rows.length, columns, page });
    if (place === null) return;
    event.preventDefault();
    moveTo(place);
  };
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event.target);
    if (place === null) return;
    setActive(place);
    if (place.row >= 0) open(place);
  };

  return (
    <div class={compact ? 'matrix compact' : 'matrix'} ref={scroller} onKeyDown={onKeyDown} onClick={onClick}>
      <div
        role="grid"
        aria-label="Scenarios by models"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns}
        class="grid"
        style={{ '--models': models.length }}
      >
        <MatrixHead
          matrix={matrix}
          models={models}
          view={view}
          active={current.row === -1 ? current.column : null}
          onSort={onSort}
        />
        <div role="rowgroup" class="grid-body" style={{ height: `${virtual.getTotalSize()}px` }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <MatrixRow
              key={rows[index]}
              matrix={matrix}
              scenario={rows[index] ?? 0}
              models={models}
              row={index}
              top={start}
              compact={compact}
              active={current.row === index ? current.column : null}
            />
          ))}
        </div>
      </div>
      <p class="sr-only">Arrow keys move, Enter opens a trial. {count(rows.length)} rows.</p>
    </div>
  );
}

function firstMiss(matrix: Matrix, scenario: number, models: readonly number[]): number | undefined {
  const run = models.filter((model) => cellAt(matrix, scenario, model) !== undefined);
  return run.find((model) => cellAt(matrix, scenario, model)?.outcome.status !== 'pass') ?? run[0];
}

function placeOf(target: EventTarget | null): GridPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  if (cell === null) return null;
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
}

function cellElement(scroller: HTMLElement | null, { row, column }: GridPlace): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`) ?? null;
}

/** Scrolls sideways until a cell is fully visible, because the sticky first column may cover it. */
function revealColumn(scroller: HTMLElement, cell: HTMLElement): void {
  if (cell.dataset['column'] === '0') return;
  const sticky = scroller.querySelector<HTMLElement>('[data-column="0"]')?.offsetWidth ?? 0;
  const box = scroller.getBoundingClientRect();
  const { left, right } = cell.getBoundingClientRect();
  if (left < box.left + sticky) scroller.scrollLeft -= box.left + sticky - left;
  else if (right > box.left + scroller.clientWidth) scroller.scrollLeft += right - box.left - scroller.clientWidth;
}

/** Returns the width of an element in pixels, updated on each resize; `Infinity` before the first layout. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(Infinity);
  useLayoutEffect(() => {
    if (element.current === null) return;
    setWidth(element.current.clientWidth);
    const observer = new ResizeObserver(([entry]) => entry !== undefined && setWidth(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
