import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useT } from './use-t.ts';

export interface LeaveGuard {
  /** Leaves, or asks first when something would be lost. */
  readonly tryLeave: () => void;
  /** The question, while it is asked. */
  readonly question: ReactNode;
}

/** Asks before what was entered is thrown away. */
export function useLeaveGuard(isDirty: boolean, leave: () => void): LeaveGuard {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return {
    tryLeave: () => (isDirty ? setAsking(true) : leave()),
    question: asking && (
      <ConfirmDialog
        title={t('serverForm.unsavedTitle')}
        confirmLabel={t('serverForm.discard')}
        cancelLabel={t('serverForm.keepEditing')}
        onConfirm={leave}
        onCancel={() => setAsking(false)}
      >
        {t('serverForm.unsavedText')}
      </ConfirmDialog>
    ),
  };
}
