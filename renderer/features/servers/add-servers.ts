import type { ServerInput } from '../../../shared/contract/model.ts';
import { type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';

/** How many of the definitions were saved, and what ended it early. */
export interface Added {
  readonly added: number;
  readonly failure: AppErrorData | null;
}

/** Saves definitions one after the other, up to the first that fails. */
export async function addServers(servers: readonly ServerInput[]): Promise<Added> {
  let added = 0;
  for (const server of servers) {
    try {
      await client.invoke('servers.create', server);
      added += 1;
    } catch (error) {
      return { added, failure: toErrorData(error) };
    }
  }
  return { added, failure: null };
}
