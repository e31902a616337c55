import { useCallback } from 'react';
import type { ServerState } from '../../../shared/contract/model.ts';
import { act } from '../../api/act.ts';
import { showToast } from '../../stores/toast-store.ts';
import { useT } from '../../ui/use-t.ts';

/** Whether “Connect all” would start a server in this state. */
export function isConnectable({ kind }: ServerState): boolean {
  return kind === 'disconnected' || kind === 'failed' || kind === 'needsAuth' || kind === 'reconnecting';
}

/** Starts all servers, or those of one category (null: the ones without), and says how many. */
export function useConnectAll(): (categoryId?: string | null) => void {
  const t = useT();
  return useCallback(
    (categoryId) => {
      void act('servers.connectAll', categoryId === undefined ? {} : { categoryId }).then(
        (answer) => answer && showToast({ message: t('servers.connectAllStarted', { n: answer.started }) }),
      );
    },
    [t],
  );
}
