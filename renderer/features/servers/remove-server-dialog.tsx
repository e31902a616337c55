import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { useServer } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { navigate, useRoute } from '../../stores/route-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useT } from '../../ui/use-t.ts';

/** Asks before a server's definition is deleted. */
export function RemoveServerDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const server = useServer(id);
  const route = useRoute();
  if (!server) return null;
  const { name } = server;
  const remove = async () => {
    closeDialog();
    const removed = await act('servers.remove', { id });
    if (!removed) return;
    showToast({ message: t('card.removed', { name }) });
    if (route.page === 'server' && route.id === id) navigate({ page: 'servers' }, { replace: true });
  };
  return (
    <ConfirmDialog
      title={t('remove.title', { name })}
      confirmLabel={t('common.remove')}
      onConfirm={() => void remove()}
      onCancel={closeDialog}
      isBarred={barred}
    >
      {t('remove.text')}
    </ConfirmDialog>
  );
}
