import { z } from 'zod';
import type { Vault } from '../../vault/vault.ts';
import { type AskedRequest, isAnswerTo } from '../browser/authorization-request.ts';
import { oauthClient } from '../grant.ts';
import { readSound } from '../read-sound.ts';
import { pendingName, pendingPrefix, serverOf } from '../vault-names.ts';

/** How long after it began a sign-in is still answered, in ms. */
const ANSWERED_MS = 10 * 60_000;

const pendingSignIn = z.object({
  /** When it began, ms since the epoch. */
  at: z.number(),
  /** As it was asked for: an account, `new`, or nothing. */
  account: z.string().optional(),
  /** What is signed in to, without its query. */
  server: z.string(),
  client: oauthClient,
  /** Whether the client was known from an earlier sign-in. */
  known: z.boolean(),
  redirect: z.url(),
  state: z.string(),
  verifier: z.string(),
  scopes: z.array(z.string()),
});

/** A sign-in as it stands while the person is in the browser. */
export type PendingSignIn = z.infer<typeof pendingSignIn>;

export function requestOf({ redirect, state, verifier, scopes }: PendingSignIn): AskedRequest {
  return { redirect: new URL(redirect), state, verifier, scopes };
}

/**
 * Sign-ins whose answer comes as a link of the app, which may start the app anew. They live in the vault only, one for each server, and
 * are answered once. Throws what the vault throws.
 */
export class PendingSignIns {
  readonly #vault: Vault;
  readonly #now: () => number;

  constructor(vault: Vault, now: () => number) {
    this.#vault = vault;
    this.#now = now;
  }

  keep(serverId: string, pending: PendingSignIn): Promise<void> {
    return this.#vault.write({ [pendingName(serverId)]: JSON.stringify(pending) });
  }

  drop(serverId: string): Promise<void> {
    return this.#vault.write({ [pendingName(serverId)]: null });
  }

  /** The one that the address answers, which is then pending no more; null: none. Those whose time is over go. */
  async take(address: URL): Promise<{ serverId: string; pending: PendingSignIn } | null> {
    for (const name of await this.#vault.names(pendingPrefix(null))) {
      const pending = parsed(await readSound(this.#vault, name));
      const isOver = pending === null || this.#now() - pending.at >= ANSWERED_MS;
      const isMeant = pending !== null && isAnswerTo(requestOf(pending), address);
      if (isOver || isMeant) await this.#vault.write({ [name]: null });
      if (!isOver && isMeant) return { serverId: serverOf(name), pending };
    }
    return null;
  }
}

function parsed(text: string | undefined): PendingSignIn | null {
  try {
    return pendingSignIn.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}
