import { ConnectionManager } from '../../electron/core/connections/connection-manager.ts';
import type { ManagerPorts } from '../../electron/core/connections/manager-ports.ts';
import { type ServerDefinition, storedServer, type TransportConfig } from '../../shared/contract/model.ts';

/** A manager of servers with these ids, as the app would have it; nothing is connected yet. */
export function managerOf(transports: Readonly<Record<string, TransportConfig>>, ports: Partial<ManagerPorts> = {}): ConnectionManager {
  const connections = new ConnectionManager({
    clock: Date.now,
    clientInfo: { name: 'bench', version: '1' },
    createSampleTransport: () => {
      throw new Error('not used');
    },
    onState: () => {},
    onTools: () => {},
    onLog: () => {},
    ...ports,
  });
  const definitions = Object.entries(transports).map(([id, transport]): ServerDefinition => {
    const input = storedServer.parse({ name: id, transport });
    return { ...input, id, enabled: true, createdAt: 0, updatedAt: 0 };
  });
  connections.sync(definitions);
  return connections;
}

/** Connects; throws when that fails. */
export async function connected(connections: ConnectionManager, id: string): Promise<void> {
  const state = await connections.connect(id);
  if (state.kind !== 'connected') throw new Error(`${id} is not connected: ${JSON.stringify(state)}`);
}
