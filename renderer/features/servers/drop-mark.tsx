import type { ReactNode } from 'react';
import { useCardDrag } from './card-drag-store.ts';
import type { MoveTarget } from './card-order.ts';
import styles from './drop-mark.module.css';

/** The line where the dragged card would go. */
export function DropMark({ categoryId, beforeId }: MoveTarget): ReactNode {
  const isTarget = useCardDrag(({ target }) => target !== null && target.categoryId === categoryId && target.beforeId === beforeId);
  return isTarget && <span className={styles.mark} />;
}
