import { useLayoutEffect } from 'react';
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
  useLayoutEffect(() => {
    if (follows) toEnd();
  }, [follows, toEnd, ...rows]);
  return () => {
    onScroll();
    const element = scroller.current;
    if (element) onFollows(element.scrollHeight - element.scrollTop - element.clientHeight < AT_END);
  };
}
