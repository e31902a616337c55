import type { PlainTransport, TransportConfig } from '../../../shared/contract/model.ts';
import { namesSecret } from '../../../shared/secret-names.ts';
import type { Launch, Runtimes } from '../runtime/runtimes.ts';
import { inAllForms } from '../secrets/secrets.ts';
import { resolveValues, type SecretSource, type ValueSources } from './resolve-values.ts';

/** A definition as it is used: with its values in place and, for a local server, with what exactly is started. */
export interface PreparedServer {
  readonly config: PlainTransport;
  readonly launch: Launch | null;
}

/**
 * `onSecrets` is given the values of the vault, and those of variables whose names promise a secret, in every form, before anything
 * fails that could name one. Throws variable_missing, secret_missing, folder_not_found, command_not_found, command_not_executable, and
 * what the vault throws.
 */
export async function prepareServer(
  written: TransportConfig,
  runtimes: Runtimes,
  vault: SecretSource,
  onSecrets: (secrets: readonly string[]) => void,
): Promise<PreparedServer> {
  const { sources, secrets } = notingSecrets({ variable: (name) => runtimes.variable(name), secret: vault });
  const config = await resolveValues(written, sources);
  onSecrets(inAllForms(secrets));
  return { config, launch: config.kind === 'stdio' ? await runtimes.launch(config) : null };
}

/** The same sources, and the secrets that they have given so far. */
export function notingSecrets(from: ValueSources): { sources: ValueSources; secrets: readonly string[] } {
  const secrets: string[] = [];
  const note = (value: string | undefined) => {
    if (value !== undefined) secrets.push(value);
    return value;
  };
  const sources: ValueSources = {
    variable: async (name) => (namesSecret(name) ? note(await from.variable(name)) : from.variable(name)),
    secret: async (ref) => note(await from.secret(ref)),
  };
  return { sources, secrets };
}
