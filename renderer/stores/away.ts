import { create } from 'zustand';
import { useT } from '../ui/use-t.ts';
import type { CoreState } from './core-state.ts';
import { useCore } from './core-store.ts';

/** Whether a core is there that will never take this page: it was started again, with another token. */
export const useRefused = create<boolean>(() => false);

/** Whether the core cannot be asked for anything just now; what is shown may be old. */
export function useAway(): boolean {
  return useCore((state) => state.phase === 'lost');
}

/** Whether what is changed now can be saved; `useWriteBar` has the reason in words. */
export function canWrite({ phase, info }: Pick<CoreState, 'phase' | 'info'>): boolean {
  return phase !== 'lost' && info.readOnlyBecausePid === null;
}

/** Why nothing can be changed just now, in words; null where everything can. */
export function useWriteBar(): string | null {
  const t = useT();
  const away = useAway();
  const pid = useCore((state) => state.info.readOnlyBecausePid);
  if (away) return t('away.cannotChange');
  return pid === null ? null : t('banner.readOnly', { pid: String(pid) });
}
