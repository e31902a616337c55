import { useCore } from '../../stores/core-store.ts';
import type { SecretDraft } from './secret-draft.ts';

/** Whether the vault no longer has the entry that a saved definition names, such as after it was forgotten. */
export function useMissing({ stored }: Pick<SecretDraft, 'stored'>): boolean {
  return useCore((state) => stored !== null && state.vault.missing.includes(stored.$secret));
}
