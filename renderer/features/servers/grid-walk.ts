export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type WalkKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

export function isWalkKey(key: string): key is WalkKey {
  return ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);
}

/** The index to go to from a card; cards are in reading order. Up and down find the nearest card of the next row. */
export function walk(boxes: readonly Box[], from: number, key: WalkKey): number {
  const last = boxes.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, from - 1);
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return otherRow(boxes, from, key === 'ArrowDown' ? 1 : -1);
  }
}

function otherRow(boxes: readonly Box[], from: number, step: -1 | 1): number {
  const start = boxes[from];
  if (!start) return from;
  let row: number | undefined;
  let best = from;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let index = from + step; index >= 0 && index < boxes.length; index += step) {
    const box = boxes[index];
    if (!box || Math.abs(box.top - start.top) < 1) continue;
    row ??= box.top;
    if (Math.abs(box.top - row) >= 1) break;
    const distance = Math.abs(box.left + box.width / 2 - (start.left + start.width / 2));
    if (distance < bestDistance) {
      best = index;
      bestDistance = distance;
    }
  }
  return best;
}
