import type { ServerInput } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { withVault } from '../../stores/vault-gate-store.ts';

/** How many of the definitions were saved, and what ended it early. */
export interface Added {
  readonly added: number;
  readonly failure: AppErrorData | null;
}

/** Saves definitions one after the other, up to the first that fails; tells of each by its index, so that it is not saved twice. */
export async function addServers(servers: readonly ServerInput[], onAdded: (index: number) => void): Promise<Added> {
  let added = 0;
  for (const [index, server] of servers.entries()) {
    try {
      await withVault(() => client.invoke('servers.create', server));
      added += 1;
      onAdded(index);
    } catch (error) {
      return { added, failure: toErrorData(error) };
    }
  }
  return { added, failure: null };
}
