import { useMemo } from 'react';
import { useCore } from '../../stores/core-store.ts';
import { hasLiveTools } from './tool-rows.ts';
import type { ToolGroup } from './tool-search.ts';

/** The tools of one server, or of every connected one in the order of the servers. */
export function useToolGroups(serverId: string | null): ToolGroup[] {
  const servers = useCore((state) => state.servers);
  const tools = useCore((state) => state.tools);
  const stale = useCore((state) => state.staleTools);
  const live = useCore((state) =>
    state.servers
      .filter((server) => hasLiveTools(state.states[server.id]))
      .map((server) => server.id)
      .join('\n'),
  );
  return useMemo(() => {
    const alive = new Set(live.split('\n'));
    const groups: ToolGroup[] = [];
    for (const server of servers) {
      const list = tools[server.id] ?? [];
      const wanted = serverId === null ? alive.has(server.id) : server.id === serverId;
      if (wanted && list.length > 0) {
        groups.push({ serverId: server.id, serverName: server.name, tools: list, stale: stale[server.id] === true });
      }
    }
    return groups;
  }, [servers, tools, stale, live, serverId]);
}
