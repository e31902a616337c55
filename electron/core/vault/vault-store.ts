import type { SharedFile } from '../storage/shared-file.ts';
import type { VaultFile } from './vault-file.ts';

export type VaultStore = SharedFile<VaultFile | null>;

/** Another vault has taken the place of the one that was looked at: look again. */
export class Replaced extends Error {}

/** How often that may happen during one piece of work. */
const LIMIT = 5;

/** Changes the vault that was seen (null: there was none), and no other. Throws Replaced, and what `SharedFile.update` throws. */
export async function changeSeen(
  store: VaultStore,
  seen: VaultFile | null,
  change: (same: VaultFile | null) => VaultFile,
  options: { forgets?: boolean } = {},
): Promise<void> {
  await store.update((current) => {
    if (current?.id !== seen?.id) throw new Replaced();
    return change(current);
  }, options);
}

/** Does it again where the vault was replaced in between. */
export async function lookingAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Replaced) || attempt === LIMIT) throw error;
    }
  }
}
