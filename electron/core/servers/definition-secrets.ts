import type { TransportConfig, TransportInput } from '../../../shared/contract/model.ts';
import type { SecretRef } from '../../../shared/contract/transports.ts';
import { AppError } from '../../../shared/errors.ts';
import { VARIABLE } from '../config/variable.ts';
import { type Entered, mapValues, refsOf } from '../secrets/transport-values.ts';
import type { HeldSecrets } from './held-secrets.ts';

/** What of the vault definitions need. */
export interface SecretStore {
  read(name: string): Promise<string | undefined>;
  write(changes: Readonly<Record<string, string | null>>): Promise<void>;
  names(prefix: string): Promise<string[]>;
}

export interface DefinitionSecretsPorts {
  vault: SecretStore;
  /** What was found in the files of other apps. */
  held: HeldSecrets;
  /** The random part of a new entry's name. */
  newName: () => string;
}

/** A change of a server's transport. */
export interface TransportChange {
  /** null: the server is new */
  readonly before: TransportConfig | null;
  readonly after: TransportInput;
}

/** A definition that is tried before it is saved. */
export interface Draft {
  readonly transport: TransportConfig;
  /** Forgets its secrets. */
  end(): void;
}

const DRAFT = 'draft/';
const NOT_ITS_OWN = 'It names a secret that is not its own or no longer at hand. Enter the secret again';

/** The entries of a server's definition begin so. */
function secretsPrefix(serverId: string): string {
  return `server/${serverId}/`;
}

/** Whether the server's definition may use the entry; a crafted one would name another server's. */
function belongsTo(serverId: string, ref: string): boolean {
  const prefix = secretsPrefix(serverId);
  return ref.startsWith(prefix) && !ref.slice(prefix.length).includes('/');
}

/**
 * Keeps the secrets of definitions in the vault: what is entered goes in before the definition is saved that names it, and what no
 * definition names any more is taken out afterwards. One change after the other.
 */
export class DefinitionSecrets {
  readonly #ports: DefinitionSecretsPorts;
  readonly #drafts = new Map<string, string>();
  /** What was taken out in this session, by name, so that a change can be undone. */
  readonly #removed = new Map<string, string>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: DefinitionSecretsPorts) {
    this.#ports = ports;
  }

  /** The value of an entry that the server may use; undefined for any other. Throws what the vault throws. */
  async read(serverId: string, ref: string): Promise<string | undefined> {
    if (ref.startsWith(DRAFT)) return this.#drafts.get(ref);
    return belongsTo(serverId, ref) ? this.#ports.vault.read(ref) : undefined;
  }

  /**
   * Puts what is new in a transport into the vault and has the definition saved by `save`; what it named before and does not any more
   * is taken out then. Where saving fails, the vault is as before. Throws invalid_input for a secret of another server, and what
   * `plan`, the vault and `save` throw.
   */
  change<T>(serverId: string, plan: () => TransportChange, save: (transport: TransportConfig) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const { before, after } = plan();
      const added: Record<string, string> = {};
      const transport = this.#stored(serverId, after, (value) => {
        const name = secretsPrefix(serverId) + this.#ports.newName();
        added[name] = value;
        return name;
      });
      const named = refsOf(transport);
      for (const name of named) {
        const removed = this.#removed.get(name);
        if (removed !== undefined) added[name] = removed;
      }
      const saved = await this.#saveWith(added, () => save(transport));
      for (const name of named) this.#removed.delete(name);
      await this.#takeOut(before === null ? [] : refsOf(before).filter((name) => belongsTo(serverId, name) && !named.includes(name)));
      return saved;
    });
  }

  /** The same for a copy of a definition under another id: its secrets are copied with it. */
  copy<T>(from: { id: string; transport: TransportConfig }, toId: string, save: (transport: TransportConfig) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const added: Record<string, string> = {};
      const names = new Map(refsOf(from.transport).map((name) => [name, secretsPrefix(toId) + this.#ports.newName()]));
      for (const [name, copy] of names) {
        const value = await this.read(from.id, name);
        if (value !== undefined) added[copy] = value;
      }
      const transport = mapValues(from.transport, (value) => copied(value, names));
      return this.#saveWith(added, () => save(transport));
    });
  }

  /** Has a definition removed by `remove` and takes out its secrets, which come back with it in this session. */
  remove(serverId: string, remove: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      await remove();
      await this.#takeOut(await this.#ports.vault.names(secretsPrefix(serverId)).catch(() => []));
    });
  }

  /** A definition as it would be saved, its new secrets in memory; `serverId`: of the saved server whose secrets it may use. */
  draft(serverId: string | null, input: TransportInput): Draft {
    const names: string[] = [];
    const transport = this.#stored(serverId, input, (value) => {
      const name = DRAFT + this.#ports.newName();
      this.#drafts.set(name, value);
      names.push(name);
      return name;
    });
    return {
      transport,
      end: () => {
        for (const name of names) this.#drafts.delete(name);
      },
    };
  }

  /** Takes out the secrets of one server, or of all, for good: no Undo brings them back. Throws what the vault throws. */
  forget(serverId: string | null): Promise<void> {
    return this.#inTurn(async () => {
      const prefix = serverId === null ? 'server/' : secretsPrefix(serverId);
      for (const name of this.#removed.keys()) if (name.startsWith(prefix)) this.#removed.delete(name);
      await this.#delete(await this.#ports.vault.names(prefix));
    });
  }

  /** Takes out what nothing names: a program that was killed between two steps leaves such entries. Throws what the vault throws. */
  collect(isNamed: (name: string) => boolean): Promise<void> {
    return this.#inTurn(async () => this.#delete((await this.#ports.vault.names('server/')).filter((name) => !isNamed(name))));
  }

  #stored(serverId: string | null, input: TransportInput, add: (value: string) => string): TransportConfig {
    return mapValues(input, (value) => {
      if (typeof value === 'string') return value;
      const entered = '$new' in value ? value.$new : this.#ports.held.read(value.$secret);
      if (entered !== undefined) {
        // What takes its value from elsewhere is no secret itself, and nothing is looked up in what is one.
        return entered === '' || entered.match(VARIABLE) !== null ? entered : { $secret: add(entered) };
      }
      if (serverId !== null && '$secret' in value && belongsTo(serverId, value.$secret)) return value;
      throw new AppError('invalid_input', { issues: [{ path: 'transport', message: NOT_ITS_OWN }] });
    });
  }

  async #saveWith<T>(added: Readonly<Record<string, string>>, save: () => Promise<T>): Promise<T> {
    if (Object.keys(added).length === 0) return save();
    await this.#ports.vault.write(added);
    try {
      return await save();
    } catch (error) {
      // What stays there all the same is collected at the next start.
      await this.#delete(Object.keys(added)).catch(() => undefined);
      throw error;
    }
  }

  /** What cannot be remembered, because the vault is locked, stays until the next start. */
  async #takeOut(names: readonly string[]): Promise<void> {
    try {
      const values = await Promise.all(names.map(async (name) => [name, await this.#ports.vault.read(name)] as const));
      await this.#delete(names);
      for (const [name, value] of values) if (value !== undefined) this.#removed.set(name, value);
    } catch {
      // The definition is saved; nothing that anybody sees went wrong.
    }
  }

  async #delete(names: readonly string[]): Promise<void> {
    if (names.length > 0) await this.#ports.vault.write(Object.fromEntries(names.map((name) => [name, null])));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function copied(value: Entered, names: ReadonlyMap<string, string>): string | SecretRef {
  if (typeof value === 'string') return value;
  const name = '$secret' in value ? names.get(value.$secret) : undefined;
  return name === undefined ? '' : { $secret: name };
}
