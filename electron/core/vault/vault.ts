import type { VaultInfo } from '../../../shared/contract/auth.ts';
import { AppError } from '../../../shared/errors.ts';

/** What a person may choose to protect the secrets with. */
export type Protection =
  | { readonly by: 'keychain' }
  | { readonly by: 'passphrase'; readonly passphrase: string }
  | { readonly by: 'session' };

/** What a vault tells of itself; it does not know what stands outside of it. */
export type VaultState = Omit<VaultInfo, 'unprotected' | 'missing'>;

/**
 * Every secret Patchbay keeps, by name: `server/<server>/<random>` values of a definition, `oauth/<profile>/<server>/<account>`
 * grants, `client/<profile>/<server>/<issuer>` clients.
 */
export interface Vault {
  /** As known at the moment; `open` with protection null until `open()` or the first use has looked at the keychains. */
  readonly info: VaultState;
  /** Looks at the file and the keychains, also again; never throws, what is wrong is in `info`. */
  open(): Promise<void>;
  /**
   * Undefined where there is no secret of this name. Throws where there is one that cannot be read: vault_locked, vault_foreign,
   * keychain_failed, secret_damaged; data_newer, data_unreadable.
   */
  read(name: string): Promise<string | undefined>;
  /**
   * Writes the values and deletes where there is null: all or nothing, and on disk when it resolves. Throws as `read` does, and
   * vault_unset, vault_damaged, data_locked, data_unwritable. Deleting needs no key.
   */
  write(changes: Readonly<Record<string, string | null>>): Promise<void>;
  /** Whether there is a secret of this name, as known at the moment; also while it is locked. */
  holds(name: string): boolean;
  /** Also while it is locked. */
  names(prefix: string): Promise<string[]>;
  /**
   * Runs `work` while no other process of this data folder runs work of this name; waits until then. Throws cancelled once `signal`
   * aborts before it is its turn.
   */
  exclusive<T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /**
   * Changes what protects the secrets; they stay as they are, those of the session go to the file. A passphrase takes the keychain's
   * place; the keychain leaves a passphrase beside it. A file that cannot be used here is set aside, and a new one begun.
   * Throws vault_unset (no keychain), vault_locked, keychain_failed, invalid_input (session: the file has secrets that can be used).
   */
  protect(choice: Protection): Promise<void>;
  /** Throws passphrase_wrong. Where there is no passphrase the keychain is asked. */
  unlock(passphrase: string): Promise<void>;
  /** Forgets the key until `unlock`. What is kept for the session only stays open: there is nothing to open it with again. */
  lock(): Promise<void>;
  /** A first passphrase stands beside the keychain. Throws passphrase_wrong, and as `protect` and `read` do. */
  changePassphrase(current: string, next: string): Promise<void>;
  /** Returns how to stop listening. */
  onChange(listener: () => void): () => void;
}

/** Secrets in the memory of this process: for tests and for one command. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>();
  const turns = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  return {
    get info() {
      return {
        status: 'open' as const,
        protection: 'session' as const,
        backend: '',
        hasPassphrase: false,
        noKeychain: null,
        secrets: secrets.size,
        problem: null,
        file: '',
      };
    },
    async open() {},
    read: async (name) => secrets.get(name),
    async write(changes) {
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) secrets.delete(name);
        else secrets.set(name, value);
      }
      for (const listener of listeners) listener();
    },
    holds: (name) => secrets.has(name),
    names: async (prefix) => [...secrets.keys()].filter((name) => name.startsWith(prefix)),
    async exclusive(name, signal, work) {
      const turn = (turns.get(name) ?? Promise.resolve()).then(() => {
        if (signal.aborted) throw new AppError('cancelled');
        return work();
      });
      turns.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
    async protect() {},
    async unlock() {},
    async lock() {},
    async changePassphrase() {},
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
