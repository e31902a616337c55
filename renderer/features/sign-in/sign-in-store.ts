import { create } from 'zustand';
import type { SignIn, SignInInput } from '../../../shared/contract/auth.ts';
import { AppError, type AppErrorData, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useCore } from '../../stores/core-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { vaultNeed, withVault } from '../../stores/vault-gate-store.ts';

/** A sign-in that was asked for in this page. */
interface Asked {
  readonly input: SignInInput;
  /** What the core told of an earlier one. */
  readonly before: SignIn | undefined;
  /** Why it did not begin. */
  readonly failure: AppErrorData | null;
}

export const useAskedSignIns = create<Readonly<Record<string, Asked>>>(() => ({}));

/** Begins a sign-in, which opens the browser, and shows how it goes. */
export function startSignIn(input: SignInInput): void {
  openDialog({ kind: 'signIn', id: input.serverId });
  void ask(input);
}

async function ask(input: SignInInput): Promise<void> {
  const { serverId } = input;
  const asked: Asked = { input, before: useCore.getState().signIns[serverId], failure: null };
  useAskedSignIns.setState({ [serverId]: asked });
  try {
    await withVault(() => signIn(input));
  } catch (error) {
    if (useAskedSignIns.getState()[serverId] === asked) useAskedSignIns.setState({ [serverId]: { ...asked, failure: toErrorData(error) } });
  }
}

/** Rejects where the vault keeps it from being stored, so that the person is asked. */
async function signIn(input: SignInInput): Promise<void> {
  const { status, error } = await client.invoke('auth.signIn', input);
  if (status === 'failed' && error !== null && vaultNeed(error.code) !== null) throw AppError.fromData(error);
}
