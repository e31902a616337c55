import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { RowLayout } from './row-layout.ts';

/** Rows painted beyond each edge, so that a fast scroll does not show a gap. */
const OVERSCAN = 8;

export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** The rows to paint: `first` up to but without `end`. */
  readonly first: number;
  readonly end: number;
  /** Scrolls just far enough that the whole row is seen. */
  readonly reveal: (index: number) => void;
  /** Scrolls to the end of the list. */
  readonly toEnd: () => void;
}

interface Seen {
  readonly top: number;
  readonly height: number;
}

/** The part of a long list of rows that is in sight of its scrolling element. */
export function useVirtualRows(layout: RowLayout): VirtualRows {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [seen, setSeen] = useState<Seen>({ top: 0, height: 800 });

  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = { top: element.scrollTop, height: element.clientHeight };
    setSeen((last) => (last.top === next.top && last.height === next.height ? last : next));
  }, []);

  useLayoutEffect(measure, [measure]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure]);

  const onScroll = useCallback(() => {
    // Painted in the same frame as the scroll, or the edge would show empty.
    flushSync(measure);
  }, [measure]);

  const reveal = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element || index < 0) return;
      const top = layout.top(index);
      const bottom = layout.top(index + 1);
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    },
    [layout],
  );

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    measure();
  }, [measure]);

  const top = Math.min(seen.top, Math.max(0, layout.total - seen.height));
  const first = layout.count === 0 ? 0 : Math.max(0, layout.indexAt(top) - OVERSCAN);
  const end = layout.count === 0 ? 0 : Math.min(layout.count, layout.indexAt(top + seen.height) + 1 + OVERSCAN);
  return { scroller, onScroll, first, end, reveal, toEnd };
}
