import { useLayoutEffect, useRef } from 'react';
import type { RowLayout } from '../../ui/virtual-rows/row-layout.ts';
import type { VirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';

/**
 * Keeps what is read where it is when rows before it go or turn out higher than guessed; not while the end is followed.
 * Returns what is to be done first when the list is scrolled.
 */
export function useAnchor<Item>({ scroller }: VirtualRows, layout: RowLayout, items: readonly Item[], follows: boolean): () => void {
  const anchor = useRef<{ readonly item: Item; readonly below: number } | null>(null);
  const take = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = layout.indexAt(top);
    const item = items[index];
    anchor.current = item === undefined ? null : { item, below: top - layout.top(index) };
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other rows move what is read; who follows again goes to the end
  useLayoutEffect(() => {
    if (follows || !scroller.current || !anchor.current) return;
    const index = items.indexOf(anchor.current.item);
    if (index === -1) take();
    else scroller.current.scrollTop = layout.top(index) + anchor.current.below;
  }, [items, layout]);
  return take;
}
