import { randomBytes } from 'node:crypto';
import { KEY_BYTES, seal, unseal } from './cipher.ts';

/** A keychain that keeps the vault's key: only the same person on the same computer can have it unwrapped. */
export interface KeyWrapper {
  /** `system`: the app's own entry of the system's keychain; `keyring`: one that app, browser shell and command line share. */
  readonly kind: 'system' | 'keyring';
  /** Its own name, such as `gnome_libsecret`; true once `available()` has resolved. */
  readonly backend: string;
  /** Why it cannot be used here, in sentences that say what is missing and what to do; null where it can. Never rejects. */
  available(): Promise<string | null>;
  /** Throws keychain_failed. */
  wrap(key: Buffer): Promise<string>;
  /** Null where the text was not made by this keychain. Throws keychain_failed where it does not answer at the moment. */
  unwrap(text: string): Promise<UnwrappedKey | null>;
}

export interface UnwrappedKey {
  readonly key: Buffer;
  /** Whether the keychain wants the key wrapped anew. */
  readonly stale: boolean;
}

/** A keychain in memory, for tests; another one cannot open what it wrapped. */
export function memoryKeyWrapper(kind: KeyWrapper['kind'] = 'keyring'): KeyWrapper {
  const own = randomBytes(KEY_BYTES);
  return {
    kind,
    backend: 'memory',
    available: async () => null,
    wrap: async (key) => seal(own, 'key', key),
    unwrap: async (text) => {
      const key = unseal(own, 'key', text);
      return key && { key, stale: false };
    },
  };
}
