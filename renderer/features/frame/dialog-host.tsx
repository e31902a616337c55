import { type ReactNode, Suspense, useEffect } from 'react';
import { closeDialog, type OpenDialog, useDialog } from '../../stores/dialog-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { useVaultGate } from '../../stores/vault-gate-store.ts';
import { Boundary } from '../../ui/boundary.tsx';
import { useT } from '../../ui/use-t.ts';
import { loadedAhead } from './loaded-ahead.tsx';
import { useFocusBack } from './use-focus-back.ts';

const serverDialog = loadedAhead(async () => (await import('../servers/server-dialog.tsx')).ServerDialog);
const removeServerDialog = loadedAhead(async () => (await import('../servers/remove-server-dialog.tsx')).RemoveServerDialog);
const failureDialog = loadedAhead(async () => (await import('../servers/failure-dialog.tsx')).FailureDialog);
const doctorDialog = loadedAhead(async () => (await import('../servers/doctor-dialog.tsx')).DoctorDialog);
const categoryDialog = loadedAhead(async () => (await import('../categories/category-dialog.tsx')).CategoryDialog);
const removeCategoryDialog = loadedAhead(async () => (await import('../categories/remove-category-dialog.tsx')).RemoveCategoryDialog);
const importDialog = loadedAhead(async () => (await import('../import/import-dialog.tsx')).ImportDialog);
const palette = loadedAhead(async () => (await import('../palette/palette.tsx')).Palette);
const signInDialog = loadedAhead(async () => (await import('../sign-in/sign-in-dialog.tsx')).SignInDialog);
const allowMoreDialog = loadedAhead(async () => (await import('../sign-in/allow-more-dialog.tsx')).AllowMoreDialog);
const renameAccountDialog = loadedAhead(async () => (await import('../sign-in/rename-account-dialog.tsx')).RenameAccountDialog);
const signOutDialog = loadedAhead(async () => (await import('../sign-in/sign-out-dialog.tsx')).SignOutDialog);
const passphraseDialog = loadedAhead(async () => (await import('../vault/change-passphrase-dialog.tsx')).ChangePassphraseDialog);
const forgetSecretsDialog = loadedAhead(async () => (await import('../vault/forget-secrets-dialog.tsx')).ForgetSecretsDialog);
const vaultGate = loadedAhead(async () => (await import('../vault/vault-gate.tsx')).VaultGate);
const keysDialog = loadedAhead(async () => (await import('./keys-dialog.tsx')).KeysDialog);
const ALL = [
  serverDialog,
  removeServerDialog,
  failureDialog,
  doctorDialog,
  categoryDialog,
  removeCategoryDialog,
  importDialog,
  signInDialog,
  allowMoreDialog,
  renameAccountDialog,
  signOutDialog,
  passphraseDialog,
  forgetSecretsDialog,
  vaultGate,
  palette,
  keysDialog,
];

function dialogOf(open: OpenDialog): ReactNode {
  switch (open.kind) {
    case 'addServer':
      return <serverDialog.Part id={null} categoryId={open.categoryId ?? null} />;
    case 'editServer':
      return <serverDialog.Part key={open.id} id={open.id} categoryId={null} field={open.field} />;
    case 'removeServer':
      return <removeServerDialog.Part id={open.id} />;
    case 'failure':
      return <failureDialog.Part key={open.id} id={open.id} />;
    case 'doctor':
      return <doctorDialog.Part key={open.id ?? ''} id={open.id} />;
    case 'category':
      return <categoryDialog.Part id={open.id} />;
    case 'removeCategory':
      return <removeCategoryDialog.Part id={open.id} />;
    case 'signIn':
      return <signInDialog.Part key={open.id} id={open.id} />;
    case 'allowMore':
      return <allowMoreDialog.Part id={open.id} scopes={open.scopes} />;
    case 'renameAccount':
      return <renameAccountDialog.Part accountId={open.accountId} />;
    case 'signOut':
      return <signOutDialog.Part accountId={open.accountId} remove={open.remove} />;
    case 'passphrase':
      return <passphraseDialog.Part isNew={open.isNew} />;
    case 'forgetSecrets':
      return <forgetSecretsDialog.Part serverId={open.serverId} />;
    case 'import':
      return <importDialog.Part />;
    case 'palette':
      return <palette.Part />;
    case 'keys':
      return <keysDialog.Part />;
    default:
      return open satisfies never;
  }
}

/** Loads every dialog's code ahead. What cannot be had now is asked for again, and said, when it is wanted. */
async function loadAhead(): Promise<void> {
  // Who opens the palette types on at once: letters must not go to the page while its code is on the way.
  await Promise.allSettled([palette.load()]);
  await Promise.allSettled(ALL.map((each) => each.load()));
}

/** The dialog that is open, and in front of it what the vault asks. One whose code cannot be loaded closes, and says so. */
export function DialogHost(): ReactNode {
  const t = useT();
  const open = useDialog((state) => state.open);
  useFocusBack();
  useEffect(() => {
    const idle = requestIdleCallback(() => void loadAhead());
    return () => cancelIdleCallback(idle);
  }, []);
  const onFail = () => {
    closeDialog();
    showToast({
      tone: 'bad',
      message: t('dialog.failed'),
      action: { label: t('page.reload'), run: () => window.location.reload() },
    });
  };
  const question = useVaultGate((state) => state.question);
  const onGateFail = () => {
    question?.answer(false);
    onFail();
  };
  return (
    <>
      <Boundary of={open} onFail={onFail}>
        <Suspense fallback={null}>{open && dialogOf(open)}</Suspense>
      </Boundary>
      <Boundary of={question} onFail={onGateFail}>
        <Suspense fallback={null}>{question && <vaultGate.Part />}</Suspense>
      </Boundary>
    </>
  );
}
