import type { ServerInput } from '../../../shared/contract/model.ts';
import { client } from '../../api/client.ts';
import { showFailure } from '../../stores/toast-store.ts';

/** Saves definitions one after the other; returns how many were saved. The first failure is shown and ends it. */
export async function addServers(servers: readonly ServerInput[]): Promise<number> {
  let added = 0;
  for (const server of servers) {
    try {
      await client.invoke('servers.create', server);
      added += 1;
    } catch (error) {
      showFailure(error);
      return added;
    }
  }
  return added;
}
