import { useEffect } from 'react';
import { openDialog, useDialog } from '../../stores/dialog-store.ts';
import { PAGE_SEARCH } from '../../ui/search-field.tsx';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Whether a layer lies over the page: then its keys are its own. */
function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

/** Ctrl/Cmd+K everywhere; `/` and `?` where nothing is being typed. */
export function useGlobalKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        // A dialog with unsaved input is not thrown away for the palette.
        if (!isCovered() || useDialog.getState().open?.kind === 'keys') openDialog({ kind: 'palette' });
        return;
      }
      if (event.ctrlKey || event.metaKey || isTyping(event.target) || isCovered()) return;
      if (event.key === '?') {
        event.preventDefault();
        openDialog({ kind: 'keys' });
      } else if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>(`[${PAGE_SEARCH}]`);
        if (!search) return;
        event.preventDefault();
        search.focus();
        search.select();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
