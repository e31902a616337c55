import { z } from 'zod';
import type { Vault } from '../../vault/vault.ts';
import { type OAuthClient, oauthClient } from '../grant.ts';
import { readSound } from '../read-sound.ts';
import { boundName, clientName } from '../vault-names.ts';

const bound = z.object({ clientId: z.string(), issuer: z.string() });

/** The clients of one server's sign-ins, each as one issuer knows it. Throws what the vault throws. */
export class ClientStore {
  readonly #vault: Pick<Vault, 'read' | 'write'>;
  readonly #serverId: string;

  constructor(vault: Pick<Vault, 'read' | 'write'>, serverId: string) {
    this.#vault = vault;
    this.#serverId = serverId;
  }

  /** One that was changed from outside is none: another one is registered in its place. */
  async known(issuer: string): Promise<OAuthClient | undefined> {
    const text = await readSound(this.#vault, clientName(this.#serverId, issuer));
    return text === undefined ? undefined : oauthClient.parse(JSON.parse(text));
  }

  save(client: OAuthClient): Promise<void> {
    return this.#vault.write({ [clientName(this.#serverId, client.issuer)]: JSON.stringify(client) });
  }

  forget(issuer: string): Promise<void> {
    return this.#vault.write({ [clientName(this.#serverId, issuer)]: null });
  }

  /** The issuer that this client id, entered by the person (or nothing, beside a token), was used with; null: none yet. */
  async boundIssuer(clientId: string): Promise<string | null> {
    const text = await this.#vault.read(boundName(this.#serverId));
    if (text === undefined) return null;
    const known = bound.parse(JSON.parse(text));
    return known.clientId === clientId ? known.issuer : null;
  }

  /** For a copy of the server: its client goes nowhere else either. */
  async copyBinding(copyId: string): Promise<void> {
    const text = await this.#vault.read(boundName(this.#serverId));
    if (text !== undefined) await this.#vault.write({ [boundName(copyId)]: text });
  }

  async bind(clientId: string, issuer: string): Promise<void> {
    if ((await this.boundIssuer(clientId)) === issuer) return;
    await this.#vault.write({ [boundName(this.#serverId)]: JSON.stringify({ clientId, issuer }) });
  }
}
