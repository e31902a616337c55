import { createHash, randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { withLock } from '../storage/file-lock.ts';
import { SharedFile } from '../storage/shared-file.ts';
import { KEY_BYTES, seal, unseal } from './cipher.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { Keychains } from './keychains.ts';
import { wrapWithPassphrase } from './passphrase.ts';
import type { Protection, Vault, VaultState } from './vault.ts';
import { newVaultFile, type VaultFile, vaultFormat } from './vault-file.ts';
import { VaultKey } from './vault-key.ts';
import { vaultState } from './vault-state.ts';
import { changeSeen, lookingAgain, Replaced, type VaultStore } from './vault-store.ts';

/** What a shell gives the vault. */
export interface VaultPorts {
  /** Absolute path of vault.json; its folder exists. */
  readonly file: string;
  /** The preferred one first. */
  readonly keychains: readonly KeyWrapper[];
  /** Monotonic, in ms. */
  readonly clock?: () => number;
}

type Values = readonly (readonly [name: string, value: string])[];

/** The vault of a data folder, which app and command line may use at once. Nothing is opened before it is needed. */
export function openVault(ports: VaultPorts): Vault {
  return new FileVault(ports);
}

class FileVault implements Vault {
  readonly #store: VaultStore;
  readonly #keychains: Keychains;
  readonly #key: VaultKey;
  readonly #listeners = new Set<() => void>();
  /** Secrets that are kept for this session only, once that was chosen. */
  #session: Map<string, string> | null = null;
  #unreadable: AppError | null = null;
  #told = '';

  constructor({ file, keychains, clock = () => performance.now() }: VaultPorts) {
    this.#store = new SharedFile(file, vaultFormat);
    this.#keychains = new Keychains(keychains, clock);
    this.#key = new VaultKey(this.#store, this.#keychains);
  }

  get info(): VaultState {
    const file = this.#store.last;
    return vaultState({
      path: this.#store.path,
      file,
      damage: this.#store.damage,
      opened: this.#key.has(file) ? this.#key.opened : null,
      isLocked: this.#key.isLocked,
      session: this.#session,
      failure: this.#unreadable ?? (file ? this.#key.failure : null),
      usable: this.#keychains.known,
      noKeychain: this.#keychains.why,
    });
  }

  async open(): Promise<void> {
    this.#keychains.lookAgain();
    try {
      await this.#work(async () => {
        await this.#keychains.usable();
        const file = await this.#read();
        if (file && !this.#session) await this.#keyOf(file);
      });
    } catch {
      // `info` says so.
    }
  }

  read(name: string): Promise<string | undefined> {
    return this.#work(async () => {
      const kept = this.#session?.get(name);
      if (kept !== undefined) return kept;
      const file = await this.#read();
      if (!file) this.#assertNotDamaged();
      const sealed = file?.entries.get(name);
      if (!file || sealed === undefined) return undefined;
      const plain = unseal(await this.#keyOf(file), name, sealed);
      if (!plain) throw new AppError('secret_damaged', { name });
      return plain.toString();
    });
  }

  write(changes: Readonly<Record<string, string | null>>): Promise<void> {
    return this.#work(async () => {
      const values = Object.entries(changes).filter((change): change is [string, string] => change[1] !== null);
      const gone = Object.keys(changes).filter((name) => changes[name] === null);
      if (this.#session) {
        for (const [name, value] of values) this.#session.set(name, value);
        for (const name of gone) this.#session.delete(name);
      } else if (values.length > 0) return this.#put(values, gone);
      return this.#forget(gone);
    });
  }

  holds(name: string): boolean {
    return this.#session?.has(name) === true || this.#store.last?.entries.has(name) === true;
  }

  names(prefix: string): Promise<string[]> {
    return this.#work(async () => {
      const file = await this.#read();
      const names = new Set([...(file?.entries.keys() ?? []), ...(this.#session?.keys() ?? [])]);
      return [...names].filter((name) => name.startsWith(prefix));
    });
  }

  exclusive<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const lock = `vault.${createHash('sha256').update(name).digest('hex').slice(0, 16)}.lock`;
    return withLock(join(dirname(this.#store.path), lock), { signal }, work);
  }

  protect(choice: Protection): Promise<void> {
    this.#keychains.lookAgain();
    return this.#work(() => (choice.by === 'session' ? this.#keepForSession() : this.#protectFile(choice)));
  }

  unlock(passphrase: string): Promise<void> {
    this.#keychains.lookAgain();
    return this.#work(async () => {
      const file = await this.#read();
      if (file) await this.#key.unlock(file, passphrase);
    });
  }

  lock(): Promise<void> {
    return this.#work(async () => {
      if (!this.#session && (await this.#read())) this.#key.lock();
    });
  }

  changePassphrase(current: string, next: string): Promise<void> {
    return this.#work(async () => {
      const file = await this.#read();
      if (file) return this.#key.changePassphrase(file, current, next);
      if (this.#session) throw new AppError('vault_unset');
      // Nothing is kept yet: the passphrase stands beside the keychain that will protect it.
      await this.#protectFile({ by: 'keychain' });
      throw new Replaced();
    });
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs `work`, then tells the listeners where what is known of the vault is no longer the same. */
  async #work<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await lookingAgain(work);
    } finally {
      const now = JSON.stringify(this.info);
      if (now !== this.#told) {
        this.#told = now;
        for (const listener of this.#listeners) listener();
      }
    }
  }

  async #read(): Promise<VaultFile | null> {
    this.#unreadable = null;
    try {
      const file = await this.#store.read();
      if (!file) this.#key.reset();
      return file;
    } catch (error) {
      if (error instanceof AppError) this.#unreadable = error;
      throw error;
    }
  }

  #assertNotDamaged(): void {
    const damage = this.#store.damage;
    if (damage?.recovered === false && !this.#session) throw new AppError('vault_damaged', { aside: damage.aside });
  }

  /** An empty vault that cannot be opened here is none. */
  async #keyOf(file: VaultFile): Promise<Buffer> {
    try {
      return await this.#key.of(file);
    } catch (error) {
      if (file.entries.size > 0 || this.#key.isLocked || this.#mayAnswerYet(error)) throw error;
      await this.#store.remove((current) => current?.id === file.id && current.entries.size === 0);
      throw new Replaced();
    }
  }

  /** A keychain that is there and did not answer this time. */
  #mayAnswerYet(error: unknown): boolean {
    return error instanceof AppError && error.code === 'keychain_failed' && this.#keychains.why === null;
  }

  async #put(values: Values, gone: readonly string[]): Promise<void> {
    const file = await this.#read();
    if (!file) this.#assertNotDamaged();
    const key = file ? await this.#keyOf(file) : randomBytes(KEY_BYTES);
    const begun = file ?? newVaultFile(key, 'keychain', await this.#keychains.wrap(key));
    await changeSeen(this.#store, file, (same) => withEntries(same ?? begun, sealed(key, values), gone));
    if (!file) this.#take(begun, key);
  }

  /** Needs no key. What a person wants forgotten is not in the version kept as the previous one either. */
  async #forget(gone: readonly string[]): Promise<void> {
    const file = gone.length === 0 ? null : await this.#read();
    if (!file || !gone.some((name) => file.entries.has(name))) return;
    await changeSeen(this.#store, file, (same) => withEntries(same ?? file, [], gone), { forgets: true });
    if (this.#key.has(file)) return;
    if (await this.#store.remove((current) => current?.id === file.id && current.entries.size === 0)) this.#key.reset();
  }

  async #protectFile(choice: Exclude<Protection, { by: 'session' }>): Promise<void> {
    const file = await this.#read();
    const key = file ? await this.#keyOrAnew(file) : randomBytes(KEY_BYTES);
    const wraps = choice.by === 'keychain' ? await this.#keychains.wrap(key) : [await wrapWithPassphrase(key, choice.passphrase)];
    const begun = file ?? newVaultFile(key, choice.by, []);
    const moved = new Map(this.#session);
    await changeSeen(
      this.#store,
      file,
      (same) => {
        const current = same ?? begun;
        // A passphrase that is there stays beside the keychain; whoever chooses the passphrase wants to be asked for it.
        const beside = choice.by === 'keychain' ? current.wraps.filter(({ kind }) => kind === 'passphrase') : [];
        return { ...withEntries(current, sealed(key, [...moved]), []), protection: choice.by, wraps: [...wraps, ...beside] };
      },
      { forgets: true },
    );
    this.#take({ ...begun, wraps }, key);
    await this.#endSession(moved);
  }

  /** Where it cannot be opened here, it is set aside for a new one, as the person asks. */
  async #keyOrAnew(file: VaultFile): Promise<Buffer> {
    try {
      return await this.#keyOf(file);
    } catch (error) {
      const isLost = error instanceof AppError && (error.code === 'vault_foreign' || error.code === 'keychain_failed');
      if (!isLost || this.#mayAnswerYet(error)) throw error;
      await this.#store.setAside((current) => current?.id === file.id);
      throw new Replaced();
    }
  }

  /** What changed in memory while the rest went to the file follows it. */
  async #endSession(moved: ReadonlyMap<string, string>): Promise<void> {
    const session = this.#session;
    this.#session = null;
    if (!session) return;
    const late = [...session].filter(([name, value]) => moved.get(name) !== value);
    const gone = [...moved.keys()].filter((name) => !session.has(name));
    if (late.length > 0 || gone.length > 0) await this.#put(late, gone);
  }

  /** Secrets in a file that can be used are not left behind: they would grow old there unseen. */
  async #keepForSession(): Promise<void> {
    const file = await this.#read().catch(() => null);
    if (file && file.entries.size > 0 && (await this.#canOpen(file)))
      throw new AppError('invalid_input', { issues: [{ path: 'by', message: 'Forget the secrets in the file first' }] });
    this.#session ??= new Map();
  }

  async #canOpen(file: VaultFile): Promise<boolean> {
    try {
      await this.#key.of(file);
      return true;
    } catch {
      return false;
    }
  }

  #take(file: VaultFile, key: Buffer): void {
    const [first] = file.wraps;
    const backend = first && first.kind !== 'passphrase' ? first.backend : '';
    this.#key.take({ vaultId: file.id, key, by: first?.kind ?? 'passphrase', backend });
  }
}

function sealed(key: Buffer, values: Values): Values {
  return values.map(([name, value]) => [name, seal(key, name, value)] as const);
}

function withEntries(file: VaultFile, added: Values, gone: readonly string[]): VaultFile {
  const entries = new Map([...file.entries, ...added]);
  for (const name of gone) entries.delete(name);
  return { ...file, entries };
}
