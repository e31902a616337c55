import { FOCUSABLE } from './field-id.ts';

/** Focuses the first of these elements that is there once the change under way is on screen, or the first control in it. */
export function focusSoon(...ids: readonly string[]): void {
  requestAnimationFrame(() => {
    const element = ids.map((id) => document.getElementById(id)).find((found) => found !== null);
    const target = element?.matches(FOCUSABLE) ? element : element?.querySelector<HTMLElement>(FOCUSABLE);
    target?.focus();
  });
}
