import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type Range,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

interface VirtualRowsOptions {
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Pixels. The sticky heading covers this height of the scroller. */
  readonly headHeight: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** The row that holds the focus. It stays in the page outside the scroller too, because removing it would lose the focus. */
  readonly pinned: number;
}

type Rows = Virtualizer<HTMLElement, HTMLElement>;

/** Returns a virtualizer that lists the rows near the visible part of the scroller, and the pinned row. */
export function useVirtualRows({ count, rowHeight, headHeight, scroller, pinned }: VirtualRowsOptions): Rows {
  const [, redraw] = useState(0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: 8,
    scrollPaddingEnd: headHeight,
    rangeExtractor: (range: Range) => {
      const rows = defaultRangeExtractor(range);
      if (pinned < 0 || pinned >= count || rows.includes(pinned)) return rows;
      return [...rows, pinned].sort((a, b) => a - b);
    },
    onChange: () => redraw((n) => n + 1),
  };
  const [rows] = useState<Rows>(() => new Virtualizer(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => rows._willUpdate());
  useLayoutEffect(() => rows.measure(), [rows, rowHeight]);
  return rows;
}
