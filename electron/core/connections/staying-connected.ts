import type { ConnectionManager } from './connection-manager.ts';

/**
 * Changes definitions. A changed transport ends its connection; what was connected, or being tried, connects again, also where the
 * change failed. Throws not_found and what `change` throws.
 */
export async function stayingConnected<T>(
  connections: Pick<ConnectionManager, 'live' | 'states' | 'connectAll'>,
  ids: readonly string[],
  change: () => Promise<T>,
): Promise<T> {
  const live = ids.filter((id) => connections.live(id));
  try {
    return await change();
  } finally {
    const states = connections.states();
    connections.connectAll(live.filter((id) => states[id]?.kind === 'disconnected'));
  }
}
