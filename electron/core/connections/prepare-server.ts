import type { TransportConfig } from '../../../shared/contract/model.ts';
import { namesSecret } from '../../../shared/secret-names.ts';
import type { Launch, Runtimes } from '../runtime/runtimes.ts';
import { resolveValues } from './resolve-values.ts';

/** A definition as it is used: with its values in place and, for a local server, with what exactly is started. */
export interface PreparedServer {
  readonly config: TransportConfig;
  /** Values of variables whose names promise a secret, wherever they are used. */
  readonly secrets: readonly string[];
  readonly launch: Launch | null;
}

/** Throws variable_missing, folder_not_found, command_not_found, command_not_executable. */
export async function prepareServer(written: TransportConfig, runtimes: Runtimes): Promise<PreparedServer> {
  const secrets: string[] = [];
  const variable = async (name: string) => {
    const value = await runtimes.variable(name);
    if (value !== undefined && namesSecret(name)) secrets.push(value);
    return value;
  };
  const config = await resolveValues(written, { variable });
  return { config, secrets, launch: config.kind === 'stdio' ? await runtimes.launch(config) : null };
}
