import { z } from 'zod';
import { errorData } from './error-data.ts';

/** What keeps the secrets on this computer. */
export const vaultInfo = z.object({
  /** `unset`: no keychain answers, and the person has not chosen yet; `damaged`: the file is there but cannot be used */
  status: z.enum(['open', 'locked', 'unset', 'damaged']),
  /**
   * `system`: the app's own entry of the system's keychain; `keyring`: one that command line and browser shell share; `session`:
   * kept in memory until Patchbay ends; null: nothing yet
   */
  protection: z.enum(['system', 'keyring', 'passphrase', 'session']).nullable(),
  /** The keychain's own name, such as `gnome_libsecret`; empty where there is none. */
  backend: z.string(),
  /** Whether a passphrase opens it, beside or instead of a keychain. */
  hasPassphrase: z.boolean(),
  /** Why no keychain can be used, in a sentence; null where one can. */
  noKeychain: z.string().nullable(),
  secrets: z.number(),
  /** Values in servers.json that look like secrets and are not in the vault. */
  unprotected: z.number(),
  /** Entries that definitions name and that are not there any more: what was in them has to be entered again. */
  missing: z.array(z.string()),
  problem: errorData.nullable(),
  /** Absolute path of the vault's file. */
  file: z.string(),
});

/** Somebody's access to one server. Its tokens are in the vault. */
export const account = z.object({
  id: z.string(),
  serverId: z.string(),
  /** Who gave the tokens; they are sent nowhere else. */
  issuer: z.string(),
  name: z.string(),
  /** Whether the person chose the name; otherwise it is from the ID token or userinfo. */
  named: z.boolean(),
  scopes: z.array(z.string()),
  /** When the access token ends, ms since the epoch; null: unknown */
  expiresAt: z.number().nullable(),
  /** Whether it is renewed without a person. */
  renewable: z.boolean(),
  /** Its tokens are of no use any more: somebody has to sign in again. */
  ended: z.boolean(),
  /** The one that the server's connections use. */
  selected: z.boolean(),
  createdAt: z.number(),
});

/** One HTTP exchange of a sign-in, as it may be shown: without secrets, long ones cut. */
const signInExchange = z.object({
  method: z.string(),
  url: z.string(),
  /** null: there was no answer */
  status: z.number().nullable(),
  request: z.string(),
  response: z.string(),
  at: z.number(),
  durationMs: z.number(),
});

export const SIGN_IN_STEPS = ['discovery', 'registration', 'authorization', 'token'] as const;

const signInStep = z.object({
  step: z.enum(SIGN_IN_STEPS),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  /** What came of it, in a few words, such as the issuer or how the client is known. */
  result: z.string(),
  startedAt: z.number().nullable(),
  durationMs: z.number().nullable(),
  exchanges: z.array(signInExchange),
});

/** A sign-in under way, or the last one of a server. */
export const signIn = z.object({
  serverId: z.string(),
  /** null: a new account */
  accountId: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** `browser`: waits for the person in the browser */
  status: z.enum(['running', 'browser', 'done', 'failed', 'cancelled']),
  /** Where the browser was sent: scheme, host and path; null before. */
  address: z.string().nullable(),
  /** Where it comes back to; null before. */
  redirect: z.string().nullable(),
  /** Permissions asked for. */
  scopes: z.array(z.string()),
  steps: z.array(signInStep),
  error: errorData.nullable(),
});

/** What to sign in with. */
export const signInInput = z.object({
  serverId: z.string().max(200),
  /** An account to renew, `'new'` for a further one; left out: the selected one, or the first. */
  account: z.string().max(200).optional(),
  /** Permissions to ask for beside those that are there (step-up). */
  scopes: z.array(z.string().max(1_000)).max(200).optional(),
});

export type VaultInfo = z.infer<typeof vaultInfo>;
export type Account = z.infer<typeof account>;
export type SignIn = z.infer<typeof signIn>;
export type SignInStep = z.infer<typeof signInStep>;
export type SignInExchange = z.infer<typeof signInExchange>;
export type SignInInput = z.infer<typeof signInInput>;
