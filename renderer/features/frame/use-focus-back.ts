import { useEffect } from 'react';
import { useDialog } from '../../stores/dialog-store.ts';
import { useVaultGate } from '../../stores/vault-gate-store.ts';
import { focusWhenLost } from '../../ui/focus-when-lost.ts';

const isCovered = () => useDialog.getState().open !== null || useVaultGate.getState().question !== null;

/**
 * Gives the focus back to what had it before the first of several dialogs that took each other's place: each of them knows only what
 * stood in the one before it, which is gone. One that stood alone gives it back itself.
 */
export function useFocusBack(): void {
  useEffect(() => {
    let opener: Element | null = null;
    let isChain = false;
    let wasCovered = isCovered();
    const look = () => {
      const now = isCovered();
      if (now === wasCovered) return;
      wasCovered = now;
      if (now) {
        const active = document.activeElement;
        // The palette closes and opens another in one go; what has the focus then goes with it.
        isChain = active?.closest('[role="dialog"], [role="alertdialog"]') != null;
        if (!isChain) opener = active;
      } else if (isChain && opener instanceof HTMLElement) {
        const back = opener;
        focusWhenLost(() => (back.isConnected && !isCovered() ? back : null));
      }
    };
    const ends = [
      useDialog.subscribe((now, before) => {
        if (now.open !== null && before.open !== null) isChain = true;
        look();
      }),
      useVaultGate.subscribe(look),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, []);
}
