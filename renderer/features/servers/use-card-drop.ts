import { type DragEvent, useMemo } from 'react';
import { aimAt, useCardDrag } from './card-drag-store.ts';
import type { MoveTarget } from './card-order.ts';
import { CARD } from './server-card.tsx';
import { useMoveCard } from './use-move-card.ts';

function isOnRight({ clientX }: DragEvent, card: Element): boolean {
  const { left, width } = card.getBoundingClientRect();
  return clientX > left + width / 2;
}

/** Where a drop at this place would put the card: before or after the card under the pointer, else last. */
function targetAt(event: DragEvent<HTMLElement>, categoryId: string | null, dragged: string): MoveTarget | null {
  const over = (event.target as Element).closest(`[${CARD}]`);
  const cards = [...event.currentTarget.querySelectorAll(`[${CARD}]`)].map((card) => card.getAttribute(CARD));
  const index = over ? cards.indexOf(over.getAttribute(CARD)) + (isOnRight(event, over) ? 1 : 0) : cards.length;
  // Both sides of the card itself are where it is already.
  if (cards[index] === dragged || cards[index - 1] === dragged) return null;
  return { categoryId, beforeId: cards[index] ?? null };
}

/** What a category's element needs so that cards can be dropped on it. */
export function useCardDrop(categoryId: string | null): Pick<React.DOMAttributes<HTMLElement>, 'onDragOver' | 'onDrop'> {
  const moveCard = useMoveCard();
  return useMemo(
    () => ({
      onDragOver(event: DragEvent<HTMLElement>) {
        const { id } = useCardDrag.getState();
        if (id === null) return;
        const target = targetAt(event, categoryId, id);
        aimAt(target);
        if (!target) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
      },
      onDrop(event: DragEvent<HTMLElement>) {
        const { id, target } = useCardDrag.getState();
        useCardDrag.setState({ id: null, target: null });
        if (id === null || !target) return;
        event.preventDefault();
        moveCard.to(id, target);
      },
    }),
    [categoryId, moveCard],
  );
}
