import { useLayoutEffect, useRef } from 'react';
import type { VirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';

/** Nearer to the end than this counts as the end, in px. */
const AT_END = 24;

/** Whether a list shows its end as it grows; the reader who scrolls away ends that, and begins it again at the end. */
export interface Follow {
  readonly follows: boolean;
  readonly onFollows: (follows: boolean) => void;
}

/** Keeps a list of rows at its end; returns what is to be done when it is scrolled. `rows`: what makes it grow. */
export function useFollow(
  { scroller, onScroll, toEnd }: VirtualRows,
  { follows, onFollows }: Follow,
  ...rows: readonly unknown[]
): () => void {
  /** Where the list was put last; null while it is not followed. */
  const put = useRef<number | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!follows || !element) {
      put.current = null;
      return;
    }
    // The reader has just scrolled away, and the event that says so is on its way.
    if (put.current !== null && put.current - element.scrollTop > AT_END && !isAtEnd(element)) return;
    toEnd();
    put.current = element.scrollTop;
  }, [follows, scroller, toEnd, ...rows]);
  return () => {
    onScroll();
    if (scroller.current) onFollows(isAtEnd(scroller.current));
  };
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END;
}
