import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useT } from '../../ui/use-t.ts';

interface SignOutDialogProps {
  readonly accountId: string;
  /** The account is forgotten, too. */
  readonly remove: boolean;
}

/** Asks before somebody's access to a server ends. */
export function SignOutDialog({ accountId, remove }: SignOutDialogProps): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const account = useCore((state) => state.accounts.find(({ id }) => id === accountId));
  if (!account) return null;
  const { name } = account;
  const signOut = async () => {
    closeDialog();
    const done = await act('auth.signOut', { accountId, remove });
    if (done) showToast({ message: t(remove ? 'account.forgotten' : 'account.signedOut', { name }) });
  };
  return (
    <ConfirmDialog
      title={t(remove ? 'account.forgetTitle' : 'account.signOutTitle', { name })}
      confirmLabel={t(remove ? 'account.forgetConfirm' : 'account.signOutConfirm')}
      tone={remove ? 'danger' : 'primary'}
      isBarred={barred}
      onConfirm={() => void signOut()}
      onCancel={closeDialog}
    >
      {t(remove ? 'account.forgetText' : 'account.signOutText')}
    </ConfirmDialog>
  );
}
