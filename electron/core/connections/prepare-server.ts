import type { TransportConfig } from '../../../shared/contract/model.ts';
import type { Launch, Runtimes } from '../runtime/runtimes.ts';
import { resolveValues } from './resolve-values.ts';

/** A definition as it is used: with its values in place and, for a local server, with what exactly is started. */
export interface PreparedServer {
  readonly config: TransportConfig;
  readonly launch: Launch | null;
}

/** Throws variable_missing, folder_not_found, command_not_found, command_not_executable. */
export async function prepareServer(written: TransportConfig, runtimes: Runtimes): Promise<PreparedServer> {
  const config = await resolveValues(written, runtimes);
  return { config, launch: config.kind === 'stdio' ? await runtimes.launch(config) : null };
}
