import { create } from 'zustand';

/** A place in the form of a remote server that says who asks. */
export type AuthField = 'auth' | 'key' | 'clientId' | 'scopes' | 'redirect' | 'lenientIssuer';

/** The layer above the page; one at a time. */
export type OpenDialog =
  | { readonly kind: 'addServer'; readonly categoryId?: string | null }
  /** `field`: what is to be entered or mended there */
  | { readonly kind: 'editServer'; readonly id: string; readonly field?: AuthField }
  | { readonly kind: 'removeServer'; readonly id: string }
  | { readonly kind: 'failure'; readonly id: string }
  /** null: of this computer */
  | { readonly kind: 'doctor'; readonly id: string | null }
  | { readonly kind: 'category'; readonly id: string | null }
  | { readonly kind: 'removeCategory'; readonly id: string }
  | { readonly kind: 'signIn'; readonly id: string }
  /** `scopes`: permissions that the server asks for beside those that it gave */
  | { readonly kind: 'allowMore'; readonly id: string; readonly scopes: readonly string[] }
  | { readonly kind: 'renameAccount'; readonly accountId: string }
  /** `remove`: the account is forgotten, too */
  | { readonly kind: 'signOut'; readonly accountId: string; readonly remove: boolean }
  | { readonly kind: 'passphrase'; readonly isNew: boolean }
  /** null: of all servers */
  | { readonly kind: 'forgetSecrets'; readonly serverId: string | null }
  | { readonly kind: 'import' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' };

interface DialogState {
  readonly open: OpenDialog | null;
}

export const useDialog = create<DialogState>(() => ({ open: null }));

/** Opens a dialog in place of the one that is open. */
export function openDialog(open: OpenDialog): void {
  useDialog.setState({ open });
}

/** Closers of the layers that are shown, the topmost last; each asks first where something would be lost. */
const closers: (() => void)[] = [];

/** Registers how a layer is closed; returns the unregistration. */
export function onCloseAsked(close: () => void): () => void {
  closers.push(close);
  return () => {
    const index = closers.lastIndexOf(close);
    if (index >= 0) closers.splice(index, 1);
  };
}

/** Closes the topmost layer as Esc would. */
export function askToClose(): void {
  const close = closers.at(-1) ?? closeDialog;
  close();
}

export function closeDialog(): void {
  useDialog.setState({ open: null });
}

/** Closes, later, the dialog that is open now: never another that has taken its place meanwhile. */
export function closerOfThisDialog(): () => void {
  const { open } = useDialog.getState();
  return () => {
    if (useDialog.getState().open === open) closeDialog();
  };
}
