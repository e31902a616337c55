import type { VaultInfo } from '../../../shared/contract/auth.ts';
import type { HandlersOf } from '../router.ts';
import type { Vault } from '../vault/vault.ts';

export interface VaultHandlersPorts {
  vault: Vault;
  info: () => VaultInfo;
  /** Forgets every secret and account of one server, or of all (null). */
  forget: (serverId: string | null) => Promise<void>;
  /** Moves what looks like a secret from the definitions into the vault. */
  secure: () => Promise<void>;
}

/** Handlers of `vault.*`; each answers with the vault as it is then. */
export function vaultHandlers({ vault, info, forget, secure }: VaultHandlersPorts): HandlersOf<'vault'> {
  return {
    'vault.protect': async (choice) => {
      await vault.protect(choice);
      return info();
    },
    'vault.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase);
      return info();
    },
    'vault.lock': async () => {
      await vault.lock();
      return info();
    },
    'vault.changePassphrase': async ({ current, next }) => {
      await vault.changePassphrase(current, next);
      return info();
    },
    'vault.forget': async ({ serverId }) => {
      await forget(serverId);
      return info();
    },
    'vault.secure': async () => {
      await secure();
      return info();
    },
  };
}
