import { AppError } from '../../../shared/errors.ts';
import type { Damage } from '../storage/shared-file.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import type { OpenedKey } from './keychains.ts';
import type { VaultState } from './vault.ts';
import type { VaultFile } from './vault-file.ts';
import { hasPassphrase } from './vault-key.ts';

/** What this process knows of the vault. */
export interface VaultFacts {
  readonly path: string;
  /** Null: there is none, or nobody looked yet. */
  readonly file: VaultFile | null;
  readonly damage: Damage | null;
  /** Of this very file. */
  readonly opened: OpenedKey | null;
  readonly isLocked: boolean;
  readonly session: ReadonlyMap<string, string> | null;
  /** Why the file could not be read or opened. */
  readonly failure: AppError | null;
  /** Keychains that can be used; null: nobody looked yet. */
  readonly usable: readonly KeyWrapper[] | null;
  readonly noKeychain: string | null;
}

/** The same in the words of the contract. */
export function vaultState(facts: VaultFacts): VaultState {
  const { file, session, opened } = facts;
  const status = statusOf(facts);
  // Where nothing is kept yet: what will protect it.
  const next = !file && !session && status === 'open' ? facts.usable?.[0] : undefined;
  const locked = status === 'locked' && hasPassphrase(file) ? ('passphrase' as const) : null;
  return {
    status,
    protection: session ? 'session' : (opened?.by ?? next?.kind ?? locked),
    backend: session ? '' : (opened?.backend ?? next?.backend ?? ''),
    hasPassphrase: hasPassphrase(file),
    noKeychain: facts.noKeychain,
    secrets: new Set([...(file?.entries.keys() ?? []), ...(session?.keys() ?? [])]).size,
    problem: problemOf(facts)?.toData() ?? null,
    file: facts.path,
  };
}

function statusOf({ file, damage, opened, isLocked, session, failure, usable, noKeychain }: VaultFacts): VaultState['status'] {
  if (session) return 'open';
  if (failure) {
    const mayAnswerYet = failure.code === 'vault_locked' || (failure.code === 'keychain_failed' && noKeychain === null);
    return mayAnswerYet ? 'locked' : 'damaged';
  }
  if (opened) return 'open';
  if (!file) {
    if (damage?.recovered === false) return 'damaged';
    return usable?.length === 0 ? 'unset' : 'open';
  }
  return isLocked || file.protection === 'passphrase' ? 'locked' : 'open';
}

function problemOf({ damage, failure }: VaultFacts): AppError | null {
  if (failure) return failure.code === 'vault_locked' ? null : failure;
  return damage && new AppError(damage.recovered ? 'vault_recovered' : 'vault_damaged', { aside: damage.aside });
}
