import { type MouseEvent, useCallback, useRef } from 'react';
import type { PressEvent } from 'react-aria-components/Button';

/** A second press this soon is part of a double one, in ms. */
export const DOUBLE_MS = 500;

interface OnePress {
  /** For the element around the buttons. */
  readonly onMouseDownCapture: (event: MouseEvent) => void;
  /** The action, but not for the second half of a double click or of a key pressed twice. */
  readonly once: (action: () => void) => (event: PressEvent) => void;
}

/** For actions that share one place, such as Run and Cancel: the second half of a double click means neither. */
export function useOnePress(): OnePress {
  const clicks = useRef(0);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const onMouseDownCapture = useCallback((event: MouseEvent) => {
    clicks.current = event.detail;
  }, []);
  const once = useCallback(
    (action: () => void) =>
      ({ pointerType }: PressEvent) => {
        const now = performance.now();
        const again = pointerType === 'mouse' ? clicks.current > 1 : pointerType !== 'virtual' && now - pressedAt.current < DOUBLE_MS;
        if (again) return;
        pressedAt.current = now;
        action();
      },
    [],
  );
  return { onMouseDownCapture, once };
}
