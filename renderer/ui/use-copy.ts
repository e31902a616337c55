import { useCallback } from 'react';
import { showToast } from '../stores/toast-store.ts';
import { copyText } from './copy-text.ts';
import { useT } from './use-t.ts';

/** Puts text on the clipboard and says so, with the given words or "Copied". */
export function useCopy(): (text: string, done?: string) => void {
  const t = useT();
  return useCallback(
    (text, done) => {
      void copyText(text).then((copied) =>
        showToast(copied ? { message: done ?? t('common.copied') } : { tone: 'bad', message: t('common.copyRefused') }),
      );
    },
    [t],
  );
}
