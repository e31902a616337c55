import type { SignIn } from '../../../shared/contract/auth.ts';

/** The sign-in to show: not one from before the one that was asked for last. */
export function currentSignIn(signIn: SignIn | undefined, asked: { readonly before: SignIn | undefined } | undefined): SignIn | null {
  if (signIn === undefined) return null;
  return asked !== undefined && asked.before === signIn && signIn.endedAt !== null ? null : signIn;
}
