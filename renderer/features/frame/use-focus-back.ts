import { useEffect } from 'react';
import { useDialog } from '../../stores/dialog-store.ts';
import { focusWhenLost } from '../../ui/focus-when-lost.ts';

/**
 * Gives the focus back to what had it before the first of several dialogs that took each other's place: each of them knows only what
 * stood in the one before it, which is gone.
 */
export function useFocusBack(): void {
  useEffect(() => {
    let opener: Element | null = null;
    return useDialog.subscribe((now, before) => {
      const active = document.activeElement;
      // The palette closes and opens another in one go; what has the focus then goes with it.
      if (before.open === null && !active?.closest('[role="dialog"], [role="alertdialog"]')) opener = active;
      if (now.open !== null || !(opener instanceof HTMLElement)) return;
      const back = opener;
      focusWhenLost(() => (back.isConnected ? back : null));
    });
  }, []);
}
