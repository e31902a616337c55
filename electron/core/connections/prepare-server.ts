import type { PlainTransport, TransportConfig } from '../../../shared/contract/model.ts';
import { namesSecret } from '../../../shared/secret-names.ts';
import type { Launch, Runtimes } from '../runtime/runtimes.ts';
import { resolveValues, type SecretSource } from './resolve-values.ts';

/** A definition as it is used: with its values in place and, for a local server, with what exactly is started. */
export interface PreparedServer {
  readonly config: PlainTransport;
  /** Values of the vault, and of variables whose names promise a secret, wherever they are used. */
  readonly secrets: readonly string[];
  readonly launch: Launch | null;
}

/** Throws variable_missing, secret_missing, folder_not_found, command_not_found, command_not_executable, and what the vault throws. */
export async function prepareServer(written: TransportConfig, runtimes: Runtimes, vault: SecretSource): Promise<PreparedServer> {
  const secrets: string[] = [];
  const variable = async (name: string) => {
    const value = await runtimes.variable(name);
    if (value !== undefined && namesSecret(name)) secrets.push(value);
    return value;
  };
  const secret = async (ref: string) => {
    const value = await vault(ref);
    if (value !== undefined) secrets.push(value);
    return value;
  };
  const config = await resolveValues(written, { variable, secret });
  return { config, secrets, launch: config.kind === 'stdio' ? await runtimes.launch(config) : null };
}
