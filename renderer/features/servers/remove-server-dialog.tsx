import type { ReactNode } from 'react';
import { act } from '../../api/act.ts';
import { useWriteBar } from '../../stores/away.ts';
import { stateOf, useCore, useServer } from '../../stores/core-store.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import { currentRoute, navigate } from '../../stores/route-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { focusWhenLost } from '../../ui/focus-when-lost.ts';
import { useT } from '../../ui/use-t.ts';
import { CARD } from './server-card.tsx';

function cardOf(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector<HTMLElement>(`[${CARD}="${CSS.escape(id)}"]`);
}

/** The id of the card behind that of a server, else of the one before it; null where there is none. */
function cardBeside(id: string): string | null {
  const cards = [...document.querySelectorAll(`[${CARD}]`)].map((card) => card.getAttribute(CARD));
  const at = cards.indexOf(id);
  return at === -1 ? null : (cards[at + 1] ?? cards[at - 1] ?? null);
}

/** Asks before a server's definition is deleted. */
export function RemoveServerDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT();
  const barred = useWriteBar() !== null;
  const server = useServer(id);
  if (!server) return null;
  const { name } = server;
  const remove = async () => {
    closeDialog();
    const core = useCore.getState();
    const next = core.servers[core.servers.findIndex((each) => each.id === id) + 1];
    const beside = cardBeside(id);
    const wasConnected = stateOf(core, id).kind === 'connected';
    const removed = await act('servers.remove', { id });
    if (!removed) return;
    const undo = async () => {
      const back = await act('servers.restore', { server, beforeId: next?.id ?? null });
      if (back && wasConnected) await act('servers.connect', { id });
    };
    showToast({ message: t('card.removed', { name }), action: { label: t('common.undo'), run: () => void undo() } });
    const route = currentRoute();
    if (route.page === 'server' && route.id === id) navigate({ page: 'servers' }, { replace: true });
    focusWhenLost(() => cardOf(beside) ?? document.querySelector<HTMLElement>(`[${CARD}], main button`));
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
