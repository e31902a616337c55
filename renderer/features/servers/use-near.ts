import { type RefObject, useEffect, useState } from 'react';

/** Cards are filled in before they scroll into sight, px. */
const MARGIN = '400px 0px';

const listeners = new WeakMap<Element, () => void>();
const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) if (entry.isIntersecting) listeners.get(entry.target)?.();
  },
  { rootMargin: MARGIN },
);

/** Whether an element has been near the visible part of the window; once true it stays. */
export function useNear(element: RefObject<Element | null>, initially: boolean): boolean {
  const [wasNear, setNear] = useState(initially);
  const isNear = wasNear || initially;
  useEffect(() => {
    const target = element.current;
    if (isNear || !target) return;
    listeners.set(target, () => setNear(true));
    observer.observe(target);
    return () => {
      observer.unobserve(target);
      listeners.delete(target);
    };
  }, [element, isNear]);
  return isNear;
}
