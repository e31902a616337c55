import type { Account, SignIn, SignInInput } from '../../../shared/contract/auth.ts';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';
import { within } from '../within.ts';
import { type AccountRecord, AccountStore, shownAccount } from './accounts/account-store.ts';
import { HeldAccounts } from './accounts/held-accounts.ts';
import type { AuthPorts } from './auth-ports.ts';
import { AuthSurroundings } from './auth-surroundings.ts';
import { Authorizers } from './authorizers.ts';
import type { Grant } from './grant.ts';
import { serverOrigin } from './server-origin.ts';
import { SignIns } from './sign-in/sign-ins.ts';
import { TokenManager } from './tokens/token-manager.ts';
import { renewGrant, revokeGrant } from './tokens/token-requests.ts';

/** Longest that signing out waits for the server to take the tokens back, in ms. */
const REVOKE_MS = 5_000;
/** Most links that wait for the vault. */
const MAX_ANSWERS = 100;

/**
 * Who is signed in where: accounts and their tokens, sign-ins under way, and the credentials of each connection. Shared by every
 * shell; the connections are another's.
 */
export class AuthService {
  readonly #ports: AuthPorts;
  readonly #surroundings: AuthSurroundings;
  readonly #accounts: AccountStore;
  readonly #held: HeldAccounts;
  readonly #tokens: TokenManager;
  readonly #authorizers: Authorizers;
  readonly #signIns: SignIns;
  readonly #closing = new AbortController();
  /** Links that came while the vault was locked; any page can send some. */
  #answers: readonly URL[] = [];
  /** What was told of the accounts the last time. */
  #told = '[]';

  constructor(ports: AuthPorts) {
    this.#ports = ports;
    const { vault, now, randomBytes } = ports;
    const closing = this.#closing.signal;
    const surroundings = new AuthSurroundings(ports);
    const accounts = new AccountStore({
      file: ports.accounts,
      now,
      newId: () => `acc_${randomBytes(8).toString('hex')}`,
      onChange: (records) => this.#tell(records),
    });
    const tokens = new TokenManager({
      vault,
      accounts,
      now,
      closing,
      renew: (grant, { serverId }, signal) => this.#renew(serverId, grant, signal),
    });
    this.#surroundings = surroundings;
    this.#accounts = accounts;
    this.#tokens = tokens;
    this.#held = new HeldAccounts(accounts, vault);
    this.#authorizers = new Authorizers({ accounts, tokens, surroundings, now, randomBytes, closing: this.#closing.signal });
    this.#signIns = new SignIns(ports, { accounts, tokens, surroundings });
  }

  /** Accounts of servers that are there, at the address that they were made for. None where they cannot be read: a sign-in says why. */
  async accounts(): Promise<Account[]> {
    return this.#shown(await this.#accounts.all().catch(() => []));
  }

  /** To be called when servers were changed: which accounts are of use depends on their addresses. */
  async serversChanged(): Promise<void> {
    this.#tell(await this.#accounts.all().catch(() => []));
  }

  /** The sign-in under way, or the last one, by server. */
  signIns(): Record<string, SignIn> {
    return this.#signIns.records;
  }

  /** Since when somebody signs in at the server, ms since the epoch; null: nobody does. */
  authorizing(serverId: string): number | null {
    return this.#signIns.since(serverId);
  }

  /** Credentials for a connection by this definition; null where it has none to send and none to be asked for. */
  authorizer(serverId: string, config: PlainRemote): RequestAuthorizer | null {
    return this.#authorizers.of(serverId, config);
  }

  /**
   * Signs in with the browser and connects; resolves when it ended, also with a failure. One that is under way is joined. Throws
   * not_found, vault_locked, vault_unset and what else the vault throws before anything begins.
   */
  async signIn(input: SignInInput): Promise<SignIn> {
    const { serverId } = input;
    if (this.#ports.address(serverId) === null) throw new AppError('not_found', { what: 'remote server', id: serverId });
    await this.#assertVault();
    return this.#signIns.start(input);
  }

  /**
   * Goes on with a sign-in that an earlier run of the app began, with the link that answers it; false where it answers none. Throws
   * vault_locked: then it goes on once the vault is open.
   */
  async resume(address: URL): Promise<boolean> {
    try {
      return await this.#signIns.resume(address);
    } catch (error) {
      if (error instanceof AppError && error.code === 'vault_locked') this.#answers = [...this.#answers, address].slice(0, MAX_ANSWERS);
      throw error;
    }
  }

  /** The vault is open: what waited for that goes on. Never rejects. */
  async vaultOpened(): Promise<void> {
    const answers = this.#answers;
    this.#answers = [];
    for (const address of answers) await this.resume(address).catch(() => {});
  }

  /** Ends the sign-in of a server, where there is one. */
  cancel(serverId: string): Promise<void> {
    return this.#signIns.cancel(serverId);
  }

  /** Throws not_found where no sign-in waits for the browser, auth_browser_failed. */
  openAgain(serverId: string): Promise<void> {
    return this.#signIns.running(serverId).openAgain();
  }

  /** Throws not_found; auth_not_its_end, and the sign-in goes on. */
  finish(serverId: string, url: string): void {
    this.#signIns.running(serverId).finish(url);
  }

  /** The address for a browser elsewhere. Throws not_found. */
  address(serverId: string): string {
    return this.#signIns.running(serverId).address;
  }

  /** Forgets the tokens, and has the server take them back where it offers that; `remove`: the account, too. Throws not_found. */
  async signOut(accountId: string, remove: boolean): Promise<void> {
    const account = await this.#accounts.get(accountId);
    // The farewell to a session still needs the token.
    if (account.selected && this.#isLive(account.serverId)) await this.#ports.connections.disconnect(account.serverId);
    const grant = await this.#tokens.forget(account);
    if (remove) await this.#accounts.remove(accountId);
    else await this.#accounts.ended(accountId);
    if (grant) await this.#revoke(account, grant);
  }

  /** Throws not_found. */
  async rename(accountId: string, name: string): Promise<Account> {
    return shownAccount(await this.#accounts.rename(accountId, name));
  }

  /** Uses the account from now on; a connection that stands, or that waits for somebody to sign in, is made anew. Throws not_found. */
  async select(accountId: string): Promise<Account> {
    const { connections, address } = this.#ports;
    const account = await this.#accounts.select(accountId);
    const { serverId } = account;
    const isThere = address(serverId) !== null;
    // Neither rejects for a server that fails.
    if (isThere && connections.live(serverId)) void connections.restart(serverId);
    else if (isThere && connections.state(serverId).kind === 'needsAuth') void connections.connect(serverId);
    return shownAccount(account);
  }

  /** Forgets everything that signing in left of one server, or of all (null), and ends the connections that used it. */
  async forget(serverId: string | null): Promise<void> {
    const accounts = (await this.#accounts.all()).filter((each) => serverId === null || each.serverId === serverId);
    const ids = [...new Set(accounts.map((each) => each.serverId))];
    if (serverId === null) await this.#signIns.cancelAll();
    else await this.#signIns.cancel(serverId);
    await Promise.all(ids.filter((id) => this.#isLive(id)).map((id) => this.#ports.connections.disconnect(id)));
    await this.#tokens.settled(accounts);
    this.#authorizers.forget(serverId);
    await this.#held.forget(serverId);
  }

  /** A server is gone, and what belongs to it goes, too: until it is restored. */
  async removed(serverId: string): Promise<void> {
    await this.#signIns.cancel(serverId);
    this.#signIns.forget(serverId);
    this.#surroundings.satisfied(serverId);
    this.#authorizers.forget(serverId);
    await this.#tokens.settled(await this.#accounts.of(serverId));
    await this.#held.hold(serverId);
  }

  /**
   * Forgets what belongs to no server, such as one that the command line removed. To be called only while all servers are known.
   */
  async collect(isServer: (serverId: string) => boolean): Promise<void> {
    await this.#held.collect(isServer);
  }

  /** A client that was entered stays bound to the issuer that it was used with. */
  copied(serverId: string, copyId: string): Promise<void> {
    return this.#surroundings.clients(serverId).copyBinding(copyId);
  }

  restored(serverId: string): Promise<void> {
    return this.#held.restore(serverId);
  }

  /** Ends what is under way. */
  async end(): Promise<void> {
    this.#closing.abort(new AppError('cancelled'));
    await Promise.all([this.#signIns.end(), this.#tokens.end()]);
  }

  async #renew(serverId: string, grant: Grant, signal: AbortSignal): Promise<Grant> {
    try {
      return await renewGrant(grant, await this.#surroundings.grantPorts(serverId, signal));
    } catch (error) {
      // In the browser it could only say so to the person: the next sign-in registers anew.
      if (error instanceof AppError && error.details.error === 'invalid_client')
        await this.#surroundings.clients(serverId).forget(grant.issuer);
      throw error;
    }
  }

  /** Never rejects: the tokens are forgotten here in any case. */
  async #revoke({ serverId }: AccountRecord, grant: Grant): Promise<void> {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.#closing.signal]);
    const revoking = this.#surroundings.grantPorts(serverId, signal).then((ports) => revokeGrant(grant, ports));
    const settled = revoking.then(
      () => {},
      () => {},
    );
    await within(REVOKE_MS, settled, () => abort.abort(new AppError('cancelled')));
  }

  async #assertVault(): Promise<void> {
    const { vault } = this.#ports;
    await vault.open();
    const { status, problem } = vault.info;
    if (status === 'locked') throw new AppError('vault_locked');
    if (status === 'unset') throw new AppError('vault_unset');
    if (status === 'damaged' && problem) throw AppError.fromData(problem);
  }

  #isLive(serverId: string): boolean {
    return this.#ports.address(serverId) !== null && this.#ports.connections.live(serverId);
  }

  #tell(records: readonly AccountRecord[]): void {
    const accounts = this.#shown(records);
    const text = JSON.stringify(accounts);
    if (text === this.#told) return;
    this.#told = text;
    this.#ports.onAccounts(accounts);
  }

  #shown(records: readonly AccountRecord[]): Account[] {
    return records
      .filter(({ serverId, origin }) => {
        const address = this.#ports.address(serverId);
        return address !== null && serverOrigin(address) === origin;
      })
      .map(shownAccount);
  }
}
