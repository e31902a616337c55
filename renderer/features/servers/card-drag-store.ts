import { create } from 'zustand';
import type { MoveTarget } from './card-order.ts';

/** The card that is dragged, and where it would go. */
interface CardDragState {
  readonly id: string | null;
  readonly target: MoveTarget | null;
}

export const useCardDrag = create<CardDragState>(() => ({ id: null, target: null }));

/** Sets the target; the same one again wakes nobody. */
export function aimAt(target: MoveTarget | null): void {
  const before = useCardDrag.getState().target;
  if (before?.beforeId === target?.beforeId && before?.categoryId === target?.categoryId) return;
  useCardDrag.setState({ target });
}
