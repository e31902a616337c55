import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useServer } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';

/** Asks before the secrets and accounts of a server, or of all (null), are forgotten. */
export function ForgetSecretsDialog({ serverId }: { readonly serverId: string | null }): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const server = useServer(serverId ?? '');
  if (serverId !== null && !server) return null;
  const forget = async () => {
    closeDialog();
    const vault = await act('vault.forget', { serverId });
    if (vault) showToast({ message: server ? t('security.forgottenOf', { name: visibleText(server.name) }) : t('security.forgottenAll') });
  };
  return (
    <ConfirmDialog
      title={server ? t('security.forgetOfTitle', { name: server.name }) : t('security.forgetAllTitle')}
      confirmLabel={t('security.forgetConfirm')}
      isBarred={barred}
      onConfirm={() => void forget()}
      onCancel={closeDialog}
    >
      {t(server ? 'security.forgetOfText' : 'security.forgetAllText')}
    </ConfirmDialog>
  );
}
