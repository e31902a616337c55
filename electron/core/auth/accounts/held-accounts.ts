import type { Vault } from '../../vault/vault.ts';
import { clientsPrefix, grantsPrefix, pendingPrefix, serverOf } from '../vault-names.ts';
import type { AccountRecord, AccountStore } from './account-store.ts';

interface Held {
  readonly accounts: readonly AccountRecord[];
  /** Grants and clients by their names in the vault. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Takes the accounts of a server away with it, and brings them back as long as Patchbay runs. Throws what the files throw. */
export class HeldAccounts {
  readonly #accounts: AccountStore;
  readonly #vault: Vault;
  readonly #held = new Map<string, Held>();

  constructor(accounts: AccountStore, vault: Vault) {
    this.#accounts = accounts;
    this.#vault = vault;
  }

  /** Of one server, or of all (null), for good. */
  async forget(serverId: string | null): Promise<void> {
    if (serverId === null) this.#held.clear();
    else this.#held.delete(serverId);
    await this.#delete(await this.#names(serverId));
    await this.#accounts.removeOf(serverId);
  }

  /** The same for one server, until it is restored. */
  async hold(serverId: string): Promise<void> {
    const names = await this.#names(serverId);
    const accounts = await this.#accounts.of(serverId);
    if (names.length === 0 && accounts.length === 0) return;
    const secrets = await Promise.all(names.map(async (name) => [name, await this.#readable(name)] as const));
    const known = secrets.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    this.#held.set(serverId, { accounts, secrets: Object.fromEntries(known) });
    await this.#delete(known.map(([name]) => name));
    await this.#accounts.removeOf(serverId);
  }

  /** What belongs to no server goes for good. */
  async collect(isServer: (serverId: string) => boolean): Promise<void> {
    const ofAccounts = (await this.#accounts.all()).map((each) => each.serverId);
    const ofSecrets = (await this.#names(null)).map(serverOf);
    const gone = new Set([...ofAccounts, ...ofSecrets].filter((id) => !isServer(id)));
    for (const serverId of gone) await this.forget(serverId);
  }

  async restore(serverId: string): Promise<void> {
    const held = this.#held.get(serverId);
    if (!held) return;
    await this.#vault.write(held.secrets);
    await this.#accounts.restore(held.accounts);
    // Not before: what could not be written is there for another try.
    this.#held.delete(serverId);
  }

  async #names(serverId: string | null): Promise<string[]> {
    const prefixes = [grantsPrefix, clientsPrefix, pendingPrefix].map((prefix) => prefix(serverId));
    return (await Promise.all(prefixes.map((prefix) => this.#vault.names(prefix)))).flat();
  }

  /** What cannot be remembered, because the vault is locked, stays until the next start. */
  async #readable(name: string): Promise<string | undefined> {
    return this.#vault.read(name).catch(() => undefined);
  }

  async #delete(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#vault.write(Object.fromEntries(names.map((name) => [name, null])));
  }
}
