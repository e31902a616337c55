import { type RefObject, useEffect } from 'react';
import type { AuthField } from '../../stores/dialog-store.ts';

/** Marks the part of the form where something is to be entered or mended. */
export const FIELD = 'data-auth-field';
/** Marks a value that has to be entered again, because the vault no longer has it. */
export const MISSING = 'data-missing';

/** Puts the focus where something is to be mended, once the form is there. */
export function useFocusOn(element: RefObject<HTMLElement | null>, field: AuthField | undefined): void {
  useEffect(() => {
    if (field === undefined) return;
    // After the dialog has taken the focus.
    const frame = requestAnimationFrame(() => {
      const root = element.current;
      const places = [...(field === 'key' ? [`[${MISSING}]`] : []), `[${FIELD}="${field}"]`, `[${FIELD}="auth"]`];
      const place = places.map((selector) => root?.querySelector(selector)).find((found) => found);
      place?.scrollIntoView({ block: 'center' });
      const inputs = 'input[type="password"], textarea, button';
      const first = place?.querySelector<HTMLElement>(place.hasAttribute(MISSING) ? inputs : 'input, textarea, button');
      first?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [element, field]);
}
