import { startTransition, useEffect, useState } from 'react';

const STEP = 40;

/** How many of `total` rows to render now: few at first, the rest in interruptible steps, so that a large form opens at once. */
export function useGrowingCount(total: number): number {
  const [count, setCount] = useState(STEP);
  useEffect(() => {
    if (count < total) startTransition(() => setCount(count + STEP));
  }, [count, total]);
  return Math.min(count, total);
}
