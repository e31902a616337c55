import { create } from 'zustand';
import { useCore } from '../../stores/core-store.ts';
import type { ServerDraft } from './server-draft.ts';

/** What was entered in the Settings tab of servers and is not saved yet, by server id: another tab or page must not lose it. */
const useSettingsDrafts = create<Readonly<Record<string, ServerDraft>>>(() => ({}));

export function keptDraft(serverId: string): ServerDraft | undefined {
  return useSettingsDrafts.getState()[serverId];
}

/** Keeps what is entered; null forgets it. */
export function keepDraft(serverId: string, draft: ServerDraft | null): void {
  const { [serverId]: _, ...others } = useSettingsDrafts.getState();
  useSettingsDrafts.setState(draft === null ? others : { ...others, [serverId]: draft }, true);
}

useCore.subscribe(({ servers, phase }, before) => {
  if (servers === before.servers || phase === 'loading') return;
  const known = new Set(servers.map(({ id }) => id));
  for (const id of Object.keys(useSettingsDrafts.getState())) if (!known.has(id)) keepDraft(id, null);
});
