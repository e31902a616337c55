import { AppError } from '../../../shared/errors.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { type Keychains, type OpenedKey, wrapBy } from './keychains.ts';
import { unwrapWithPassphrase, wrapWithPassphrase } from './passphrase.ts';
import type { KeychainWrap, VaultFile } from './vault-file.ts';
import { changeSeen, type VaultStore } from './vault-store.ts';

/** Wraps of one kind that a file keeps: it may be used on several computers. */
const WRAPS_OF_A_KIND = 8;

/** The data key of the vault, as this process has it. */
export class VaultKey {
  readonly #store: VaultStore;
  readonly #keychains: Keychains;
  #opened: OpenedKey | null = null;
  #opening: Promise<OpenedKey> | null = null;
  #isLocked = false;
  #failure: AppError | null = null;

  constructor(store: VaultStore, keychains: Keychains) {
    this.#store = store;
    this.#keychains = keychains;
  }

  /** The one that was opened last. */
  get opened(): OpenedKey | null {
    return this.#opened;
  }

  /** Whether a person locked it. */
  get isLocked(): boolean {
    return this.#isLocked;
  }

  /** Why it could not be opened the last time it was tried. */
  get failure(): AppError | null {
    return this.#failure;
  }

  has(file: VaultFile | null): boolean {
    return file !== null && this.#opened?.vaultId === file.id;
  }

  /** Opened by a keychain where it is not open yet. Throws vault_locked, vault_foreign, keychain_failed. */
  async of(file: VaultFile): Promise<Buffer> {
    if (this.#opened?.vaultId === file.id) return this.#opened.key;
    if (this.#isLocked) throw new AppError('vault_locked');
    this.#opening ??= this.#openByKeychain(file).finally(() => {
      this.#opening = null;
    });
    const opened = await this.#opening;
    // What was being opened already may have been another vault.
    return opened.vaultId === file.id ? opened.key : this.of(file);
  }

  take(opened: OpenedKey): void {
    this.#opened = opened;
    this.#isLocked = false;
    this.#failure = null;
  }

  lock(): void {
    this.#opened = null;
    this.#isLocked = true;
    this.#failure = null;
  }

  /** There is no vault any more. */
  reset(): void {
    this.#isLocked = false;
    this.#failure = null;
  }

  /** Throws passphrase_wrong; where the file has no passphrase, as `of` does. */
  async unlock(file: VaultFile, passphrase: string): Promise<void> {
    if (!hasPassphrase(file)) {
      this.reset();
      await this.of(file);
      return;
    }
    const key = await byPassphrase(file, passphrase);
    if (this.has(file)) return;
    this.take({ vaultId: file.id, key, by: 'passphrase', backend: '' });
    const { missing } = await this.#keychains.tryOpen(file);
    await this.#addWraps(file, key, missing, null);
  }

  /** A first passphrase stands beside the keychain. Throws passphrase_wrong, and as `of` does. */
  async changePassphrase(file: VaultFile, current: string, next: string): Promise<void> {
    const key = hasPassphrase(file) ? await byPassphrase(file, current) : await this.of(file);
    const wrap = await wrapWithPassphrase(key, next);
    const others = (same: VaultFile) => same.wraps.filter(({ kind }) => kind !== 'passphrase');
    await changeSeen(this.#store, file, (same) => ({ ...(same ?? file), wraps: [...others(same ?? file), wrap] }), { forgets: true });
  }

  async #openByKeychain(file: VaultFile): Promise<OpenedKey> {
    const { opened, missing, stale, failure } = await this.#keychains.tryOpen(file);
    if (!opened) {
      const onlyPassphrase = failure.code === 'vault_foreign' || this.#keychains.why !== null;
      this.#failure = hasPassphrase(file) && onlyPassphrase ? new AppError('vault_locked') : failure;
      throw this.#failure;
    }
    this.take(opened);
    await this.#addWraps(file, opened.key, missing, stale);
    return opened;
  }

  /** Lets this computer's keychains open the file next time. That it is open now does not hang on it. */
  async #addWraps(file: VaultFile, key: Buffer, keychains: readonly KeyWrapper[], stale: KeychainWrap | null): Promise<void> {
    if (file.protection !== 'keychain' || keychains.length === 0) return;
    try {
      const added = await wrapBy(keychains, key);
      await changeSeen(this.#store, file, (same) => {
        const current = same ?? file;
        // Another process may have made it the passphrase's meanwhile.
        return current.protection === 'keychain' ? { ...current, wraps: joined(current.wraps, added, stale) } : current;
      });
    } catch {
      // It is tried again at the next start.
    }
  }
}

export function hasPassphrase(file: VaultFile | null): boolean {
  return file?.wraps.some(({ kind }) => kind === 'passphrase') ?? false;
}

async function byPassphrase(file: VaultFile, passphrase: string): Promise<Buffer> {
  for (const wrap of file.wraps) {
    const key = wrap.kind === 'passphrase' ? await unwrapWithPassphrase(wrap, passphrase) : null;
    if (key) return key;
  }
  throw new AppError('passphrase_wrong');
}

/** The oldest of a kind go first. */
function joined(wraps: VaultFile['wraps'], added: readonly KeychainWrap[], stale: KeychainWrap | null): VaultFile['wraps'] {
  const kept = wraps.filter((wrap) => stale === null || wrap.kind === 'passphrase' || wrap.text !== stale.text);
  const all = [...kept, ...added];
  return all.filter((wrap, index) => all.slice(index).filter(({ kind }) => kind === wrap.kind).length <= WRAPS_OF_A_KIND);
}
