import type {
  RemoteConfig,
  RemoteInput,
  ServerInput,
  StoredServer,
  TransportConfig,
  TransportInput,
} from '../../../shared/contract/model.ts';
import type { SecretRef } from '../../../shared/contract/transports.ts';
import { AppError } from '../../../shared/errors.ts';

/** What of the vault definitions need. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>;
  write(changes: Readonly<Record<string, string | null>>): Promise<void>;
}

type Entered = string | SecretRef | { readonly $new: string };

/** The entries of a server's definition begin so. */
export function secretsPrefix(serverId: string): string {
  return `server/${serverId}/`;
}

/** Keeps the secrets of definitions in the vault: what is entered goes in, what is saved names it. */
export class DefinitionSecrets {
  readonly #vault: SecretStore;
  readonly #newName: () => string;

  constructor(vault: SecretStore, newName: () => string) {
    this.#vault = vault;
    this.#newName = newName;
  }

  /** The value of an entry that belongs to the server; undefined for any other. Throws what the vault throws. */
  async read(serverId: string, ref: string): Promise<string | undefined> {
    return ref.startsWith(secretsPrefix(serverId)) ? this.#vault.read(ref) : undefined;
  }

  /** The definition as it is saved, its new secrets in the vault. Throws invalid_input for a secret of another server, and what the vault throws. */
  async store(serverId: string, input: ServerInput): Promise<StoredServer> {
    const added: Record<string, string> = {};
    const keep = (value: Entered): string | SecretRef => {
      if (typeof value === 'string') return value;
      if ('$new' in value) {
        const name = secretsPrefix(serverId) + this.#newName();
        added[name] = value.$new;
        return { $secret: name };
      }
      if (value.$secret.startsWith(secretsPrefix(serverId))) return value;
      throw new AppError('invalid_input', { issues: [{ path: 'transport', message: 'It names a secret of another server' }] });
    };
    const transport = mapSecrets(input.transport, keep);
    if (Object.keys(added).length > 0) await this.#vault.write(added);
    return { ...input, transport };
  }
}

/** The transport with each text that may be a secret replaced. */
export function mapSecrets(transport: TransportInput, change: (value: Entered) => string | SecretRef): TransportConfig {
  const all = (values: Readonly<Record<string, Entered>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  switch (transport.kind) {
    case 'sample':
      return transport;
    case 'stdio':
      return { ...transport, env: all(transport.env) };
    case 'remote':
      return { ...transport, headers: all(transport.headers), query: all(transport.query), auth: mapAuth(transport.auth, change) };
  }
}

function mapAuth(auth: RemoteInput['auth'], change: (value: Entered) => string | SecretRef): RemoteConfig['auth'] {
  switch (auth.kind) {
    case 'none':
      return auth;
    case 'bearer':
      return { ...auth, token: change(auth.token) };
    case 'header':
    case 'query':
      return { ...auth, value: change(auth.value) };
    case 'oauth':
      return { ...auth, clientSecret: auth.clientSecret === null ? null : change(auth.clientSecret) };
    case 'clientCredentials':
      return { ...auth, credential: change(auth.credential) };
  }
}
