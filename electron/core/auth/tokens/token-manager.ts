import { AppError } from '../../../../shared/errors.ts';
import type { Vault } from '../../vault/vault.ts';
import { within } from '../../within.ts';
import type { AccountRecord, AccountStore } from '../accounts/account-store.ts';
import { type Grant, grant as grantSchema } from '../grant.ts';
import { readSound } from '../read-sound.ts';
import { grantName } from '../vault-names.ts';
import { isDue } from './token-life.ts';

/** Longest that a request waits for a renewal while the token it has is still valid, in ms. */
const PATIENCE_MS = 10_000;
/** After a renewal that failed, pause before the next one while the token is still valid, in ms. */
const PAUSE_MS = 30_000;
/** Limit of one renewal, in ms, the waiting for other processes included. */
const RENEWAL_MS = 60_000;
/** How long one under way may still take when the app or its account goes, in ms: the token that it was asked for with may be used up. */
const LAST_MS = 3_000;
/** Errors of a token endpoint by which the access is over (RFC 6749, 5.2). */
const OVER: readonly unknown[] = ['invalid_grant', 'invalid_client', 'unauthorized_client'];

export interface TokenManagerPorts {
  vault: Pick<Vault, 'read' | 'write' | 'exclusive'>;
  accounts: Pick<AccountStore, 'renewed' | 'ended'>;
  now: () => number;
  /** Asks for new tokens. Throws auth_* with the endpoint's `error` among the details. */
  renew: (grant: Grant, account: AccountRecord, signal: AbortSignal) => Promise<Grant>;
  /** Ends the waiting for other processes. */
  closing: AbortSignal;
}

interface Renewal {
  readonly renewed: Promise<Grant>;
  readonly abort: AbortController;
}

/** Valid tokens of accounts: renewed in time, once however many wait, and by one process at a time. */
export class TokenManager {
  readonly #ports: TokenManagerPorts;
  readonly #renewals = new Map<string, Renewal>();
  /** When a renewal failed last, by account. */
  readonly #failures = new Map<string, number>();
  /** Tokens that could not be written to the vault: those before are of no use any more. */
  readonly #unsaved = new Map<string, Grant>();
  #isEnding = false;

  constructor(ports: TokenManagerPorts) {
    this.#ports = ports;
  }

  /**
   * Tokens that are valid as far as is known here. Throws sign_in_needed when somebody has to sign in, what the vault throws, and
   * where they have ended and cannot be renewed at the moment, why.
   */
  async valid(account: AccountRecord): Promise<Grant> {
    const grant = await this.#read(account);
    // What cannot be renewed is used until the server refuses it: many tokens end later than they say, or never.
    if (grant.refreshToken === null || !isDue(grant, this.#ports.now())) return grant;
    const isValid = () => this.#ports.now() < grant.expiresAt;
    if (isValid() && this.#ports.now() - (this.#failures.get(account.id) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) return grant;
    try {
      const renewal = this.#renewed(account, grant.accessToken);
      return await (isValid() ? within(PATIENCE_MS, renewal, () => grant) : renewal);
    } catch (error) {
      const signedOut = error instanceof AppError && error.code === 'sign_in_needed';
      if (signedOut || !isValid()) throw error;
      return grant;
    }
  }

  /** Other tokens than the one that the server refused. Throws as `valid` does. */
  async other(account: AccountRecord, refused: string): Promise<Grant> {
    const grant = await this.#read(account);
    if (grant.accessToken !== refused) return grant;
    if (grant.refreshToken !== null) return this.#renewed(account, refused);
    if (this.#ports.now() >= grant.expiresAt) await this.#over(account);
    throw new AppError('sign_in_needed');
  }

  /** Keeps the tokens of a sign-in. */
  async save(account: AccountRecord, grant: Grant): Promise<void> {
    await this.#exclusive(account, this.#ports.closing, async () => {
      this.#unsaved.delete(account.id);
      this.#failures.delete(account.id);
      await this.#write(account, grant);
    });
  }

  /** Forgets the tokens; returns them, where they can be read. */
  async forget(account: AccountRecord): Promise<Grant | null> {
    return this.#exclusive(account, this.#ports.closing, async () => {
      const grant = await this.#read(account).catch(() => null);
      this.#unsaved.delete(account.id);
      await this.#ports.vault.write({ [grantName(account)]: null });
      return grant;
    });
  }

  /** Resolves when no renewal of these accounts runs: what the server gives within a short time is kept. Never rejects. */
  async settled(accounts: readonly Pick<AccountRecord, 'id'>[]): Promise<void> {
    await Promise.all(accounts.map(({ id }) => this.#ended(this.#renewals.get(id))));
  }

  /** The same for all, and for good. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all([...this.#renewals.values()].map((each) => this.#ended(each)));
  }

  async #ended(renewal: Renewal | undefined): Promise<void> {
    if (!renewal) return;
    const ended = renewal.renewed.then(
      () => {},
      () => {},
    );
    await within(LAST_MS, ended, () => renewal.abort.abort(new AppError('cancelled')));
    await ended;
  }

  /** One renewal at a time; whoever comes meanwhile joins it. */
  #renewed(account: AccountRecord, old: string): Promise<Grant> {
    const running = this.#renewals.get(account.id);
    if (running) return running.renewed;
    if (this.#isEnding) return Promise.reject(new AppError('cancelled'));
    const abort = new AbortController();
    const renewed = this.#renew(account, old, abort.signal).finally(() => this.#renewals.delete(account.id));
    this.#renewals.set(account.id, { renewed, abort });
    // A caller that has a valid token may not wait for it.
    renewed.catch(() => {});
    return renewed;
  }

  #renew(account: AccountRecord, old: string, end: AbortSignal): Promise<Grant> {
    return this.#exclusive(account, end, async (signal) => {
      // Another process may have renewed it while this one waited.
      const grant = await this.#read(account);
      if (grant.accessToken !== old) return grant;
      const renewed = await this.#ask(account, grant, signal);
      this.#unsaved.set(account.id, renewed);
      await this.#settle(account);
      return renewed;
    });
  }

  async #ask(account: AccountRecord, grant: Grant, signal: AbortSignal): Promise<Grant> {
    try {
      const renewed = await this.#ports.renew(grant, account, signal);
      this.#failures.delete(account.id);
      return renewed;
    } catch (error) {
      if (error instanceof AppError && OVER.includes(error.details.error)) {
        await this.#over(account);
        throw new AppError('sign_in_needed', {}, { technical: error.message, cause: error });
      }
      this.#failures.set(account.id, this.#ports.now());
      throw error;
    }
  }

  /** Throws sign_in_needed where there are none. */
  async #read(account: AccountRecord): Promise<Grant> {
    const unsaved = this.#unsaved.get(account.id);
    if (unsaved) {
      await this.#settle(account);
      return unsaved;
    }
    const text = await readSound(this.#ports.vault, grantName(account));
    if (text !== undefined) return grantSchema.parse(JSON.parse(text));
    await this.#over(account);
    throw new AppError('sign_in_needed');
  }

  /** Not to have noted it costs another question the next time. */
  async #over(account: AccountRecord): Promise<void> {
    await this.#ports.accounts.ended(account.id).catch(() => {});
  }

  /** Writes what was renewed: it is not used before. */
  async #settle(account: AccountRecord): Promise<void> {
    const renewed = this.#unsaved.get(account.id);
    if (!renewed) return;
    if ((await this.#ports.vault.read(grantName(account))) === undefined) {
      // Forgotten meanwhile, such as by another process: nothing of it comes back.
      this.#unsaved.delete(account.id);
      throw new AppError('sign_in_needed');
    }
    await this.#write(account, renewed);
    this.#unsaved.delete(account.id);
    // Facts to be shown: the tokens are safe without them.
    await this.#ports.accounts.renewed(account.id, renewed).catch(() => {});
  }

  #write(account: AccountRecord, grant: Grant): Promise<void> {
    return this.#ports.vault.write({ [grantName(account)]: JSON.stringify(grant) });
  }

  async #exclusive<T>(account: AccountRecord, end: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { vault } = this.#ports;
    const limit = new AbortController();
    const detail = `It took longer than ${RENEWAL_MS / 1_000} seconds.`;
    const late = new AppError('auth_unreachable', { host: new URL(account.issuer).host, detail });
    const timer = setTimeout(() => limit.abort(late), RENEWAL_MS);
    const signal = AbortSignal.any([end, limit.signal]);
    try {
      return await vault.exclusive(grantName(account), signal, () => work(signal));
    } catch (error) {
      throw limit.signal.aborted ? late : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
