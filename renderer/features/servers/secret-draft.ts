import type { SecretRef } from '../../../shared/contract/transports.ts';
import { looksSecret, namesSecret } from '../../../shared/secret-names.ts';

/** A text of a definition on its way to the core: itself, the name of an entry of the vault, or one on its way there. */
export type EnteredText = string | SecretRef | { readonly $new: string };

/** A value that may be a secret, as it is being entered. */
export interface SecretDraft {
  /** What is typed; empty while a stored one is used. */
  readonly value: string;
  /** The entry of the vault that is in use; it can be replaced, not read. */
  readonly stored: SecretRef | null;
  /** A new value is being typed in place of the stored one, which stays in use as long as there is none. */
  readonly isReplaced: boolean;
  /** What the person chose; null: as its name and value suggest */
  readonly inVault: boolean | null;
}

export const EMPTY_SECRET: SecretDraft = { value: '', stored: null, isReplaced: false, inVault: null };

/** Whether a value goes into the vault when it is saved. */
export function goesToVault({ value, inVault }: Pick<SecretDraft, 'value' | 'inVault'>, name: string): boolean {
  return inVault ?? suggestsVault(name, value);
}

/** Whether a value under this name should be kept in the vault; before it is typed, by its name alone. */
export function suggestsVault(name: string, value: string): boolean {
  return value === '' ? namesSecret(name) : looksSecret(name, value);
}

/** Whether the stored value is the one in use. */
export function usesStored({ stored, isReplaced }: SecretDraft): boolean {
  return stored !== null && !isReplaced;
}

/** A saved or recognised text, to be edited. `plainInVault`: what is decided about one that is not in the vault. */
export function secretDraft(entered: EnteredText, plainInVault: false | null): SecretDraft {
  if (typeof entered === 'string') return { ...EMPTY_SECRET, value: entered, inVault: entered === '' ? null : plainInVault };
  if ('$new' in entered) return { ...EMPTY_SECRET, value: entered.$new, inVault: true };
  return { ...EMPTY_SECRET, stored: entered, inVault: true };
}

/** What goes to the core. A replacement that was not typed leaves the stored one in use. */
export function enteredText(secret: SecretDraft, name: string): EnteredText {
  if (secret.stored !== null && (!secret.isReplaced || secret.value === '')) return secret.stored;
  return secret.value !== '' && goesToVault(secret, name) ? { $new: secret.value } : secret.value;
}

/** Whether there is a value, typed or stored. */
export function hasValue({ value, stored }: SecretDraft): boolean {
  return value !== '' || stored !== null;
}
