import type { SignIn, SignInInput } from '../../../../shared/contract/auth.ts';
import type { PlainRemote, ServerState } from '../../../../shared/contract/model.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { AccountRecord, AccountStore } from '../accounts/account-store.ts';
import type { AuthPorts } from '../auth-ports.ts';
import type { AuthSurroundings } from '../auth-surroundings.ts';
import type { FlowPorts } from '../flow-ports.ts';
import { enteredKey } from '../key-authorizer.ts';
import { addressOf, serverAddress, serverOrigin } from '../server-origin.ts';
import type { TokenManager } from '../tokens/token-manager.ts';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.ts';
import { resumeSignIn, signInWithBrowser } from './sign-in-flow.ts';
import { SignInRun } from './sign-in-run.ts';

export interface SignInsParts {
  accounts: AccountStore;
  tokens: TokenManager;
  surroundings: AuthSurroundings;
}

/** A sign-in of an earlier run, with the address that answers it. */
interface Resumed {
  readonly pending: PendingSignIn;
  readonly address: URL;
}

/** The sign-ins of persons: one at a time for each server, from the click to the connection. */
export class SignIns {
  readonly #ports: AuthPorts;
  readonly #parts: SignInsParts;
  readonly #runs = new Map<string, { run: SignInRun; ended: Promise<SignIn> }>();
  /** The last one of each server. */
  readonly #records = new Map<string, SignIn>();
  /** Since when somebody signs in, by server, ms since the epoch. */
  readonly #since = new Map<string, number>();
  readonly #pending: PendingSignIns;
  #ending = false;

  constructor(ports: AuthPorts, parts: SignInsParts) {
    this.#ports = ports;
    this.#parts = parts;
    this.#pending = new PendingSignIns(ports.vault, ports.now);
  }

  /** The one under way, or the last one, by server. */
  get records(): Record<string, SignIn> {
    return Object.fromEntries(this.#records);
  }

  since(serverId: string): number | null {
    return this.#since.get(serverId) ?? null;
  }

  /** The one that is under way. Throws not_found. */
  running(serverId: string): SignInRun {
    const under = this.#runs.get(serverId);
    if (!under) throw new AppError('not_found', { what: 'sign-in that waits for the browser of', id: serverId });
    return under.run;
  }

  /** Joins the one under way. Never rejects: how it ended is in the record. */
  start(input: SignInInput): Promise<SignIn> {
    return this.#start(input, null);
  }

  /** Goes on with the sign-in of an earlier run that the address answers; false where it answers none. Throws what the vault throws. */
  async resume(address: URL): Promise<boolean> {
    const found = await this.#pending.take(address);
    if (found === null) return false;
    const { serverId, pending } = found;
    const server = this.#ports.address(serverId);
    // The access was granted for another address than the server has now.
    if (server === null || addressOf(serverAddress(server)) !== pending.server) return false;
    const { account } = pending;
    void this.#start({ serverId, ...(account === undefined ? {} : { account }) }, { pending, address });
    return true;
  }

  #start(input: SignInInput, resumed: Resumed | null): Promise<SignIn> {
    const { serverId } = input;
    const under = this.#runs.get(serverId);
    if (under) return under.ended;
    const run = new SignInRun({
      serverId,
      accountId: input.account === 'new' ? null : (input.account ?? null),
      now: this.#ports.now,
      openBrowser: this.#ports.openBrowser,
      onChange: (record) => {
        this.#records.set(serverId, record);
        this.#ports.onSignIn(record);
      },
    });
    this.#since.set(serverId, run.record.startedAt);
    this.#ports.connections.announce(serverId);
    const ended = this.#run(run, input, resumed);
    this.#runs.set(serverId, { run, ended });
    return ended;
  }

  /** Resolves when nothing of it runs any more. */
  async cancel(serverId: string): Promise<void> {
    const under = this.#runs.get(serverId);
    under?.run.cancel();
    await under?.ended;
  }

  async cancelAll(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((id) => this.cancel(id)));
  }

  /** The app ends: an answer that comes as a link starts it anew, and is taken then. */
  async end(): Promise<void> {
    this.#ending = true;
    await this.cancelAll();
  }

  /** Of a server that is gone. */
  forget(serverId: string): void {
    this.#records.delete(serverId);
  }

  async #run(run: SignInRun, input: SignInInput, resumed: Resumed | null): Promise<SignIn> {
    const { serverId } = input;
    try {
      const isSame = await this.#signIn(run, input, resumed);
      run.signal.throwIfAborted();
      // From here on the connection tells how it goes.
      this.#since.delete(serverId);
      const state = await this.#connected(serverId, isSame);
      const isRefused = state?.kind === 'needsAuth' && state.error.code === 'sign_in_needed';
      if (isRefused) throw new AppError('auth_too_often');
      run.done();
    } catch (error) {
      run.failed(error);
    } finally {
      this.#runs.delete(serverId);
      if (this.#since.delete(serverId)) this.#ports.connections.announce(serverId);
    }
    return run.record;
  }

  /** Whether it came to the account that was in use before. */
  async #signIn(run: SignInRun, input: SignInInput, resumed: Resumed | null): Promise<boolean> {
    const { serverId } = input;
    const { accounts, tokens, surroundings } = this.#parts;
    const config = await this.#ports.remote(serverId);
    const auth = browserAuth(config);
    const origin = serverOrigin(config.url);
    const before = await accounts.selected(serverId, origin);
    const account = await this.#accountFor(input, origin);
    const target = await surroundings.target(serverId, config, [...(account?.scopes ?? []), ...(input.scopes ?? [])], run.signal);
    const clientMetadataUrl = this.#ports.clientMetadataUrl();
    const flow = { ...target, auth, clientMetadataUrl };
    const flowPorts = this.#flowPorts(run, input);
    const signingIn = resumed ? resumeSignIn(flow, flowPorts, resumed.pending, resumed.address) : signInWithBrowser(flow, flowPorts);
    const { grant, identity } = await signingIn.finally(() => this.#dropPending(serverId, flow.auth.redirect));
    // The address may have been changed meanwhile: its new owner gets nothing.
    const address = this.#ports.address(serverId);
    if (address === null || serverOrigin(address) !== origin) throw new AppError('cancelled');
    const owner = await accounts.owner({ serverId, origin, grant, identity, accountId: account?.id ?? null });
    await tokens.save(owner, grant);
    await accounts.add(owner);
    if (auth.clientId !== '') await surroundings.clients(serverId).bind(auth.clientId, grant.issuer);
    surroundings.satisfied(serverId);
    run.belongsTo(owner.id);
    return owner.id === before?.id;
  }

  /** What was kept for a link is of no use any more, unless the app ends while the person is in the browser. */
  async #dropPending(serverId: string, redirect: 'auto' | 'loopback' | 'localhost' | 'app'): Promise<void> {
    if (redirect === 'app' && !this.#ending) await this.#pending.drop(serverId).catch(() => {});
  }

  #flowPorts(run: SignInRun, { serverId, account }: SignInInput): FlowPorts {
    const { appRedirects, onAnswered } = this.#ports;
    const { surroundings } = this.#parts;
    const clients = surroundings.clients(serverId);
    return {
      ...surroundings.tokenPorts(serverId, run.signal),
      appRedirects,
      pasted: () => run.pasted(),
      onAnswered,
      openBrowser: (url) => run.open(url),
      onStep: (steps, facts) => run.step(steps, facts),
      keepPending: (pending) => this.#pending.keep(serverId, { ...pending, ...(account === undefined ? {} : { account }) }),
      knownClient: (issuer) => clients.known(issuer),
      saveClient: (client) => clients.save(client),
      forgetClient: (issuer) => clients.forget(issuer),
    };
  }

  /** The account that is to be renewed: the one asked for, else the selected one, else the first. Throws not_found. */
  async #accountFor({ serverId, account }: SignInInput, origin: string): Promise<AccountRecord | null> {
    if (account === 'new') return null;
    const own = (await this.#parts.accounts.of(serverId)).filter((each) => each.origin === origin);
    if (account === undefined) return own.find((each) => each.selected) ?? own[0] ?? null;
    const found = own.find((each) => each.id === account);
    if (!found) throw new AppError('not_found', { what: 'account', id: account });
    return found;
  }

  /** Connects by the new tokens; a connection that stands uses them from its next request on, where they are of the same account. */
  async #connected(serverId: string, isSame: boolean): Promise<ServerState | null> {
    const { connections, address } = this.#ports;
    if (address(serverId) === null) return null;
    if (!connections.live(serverId)) return connections.connect(serverId);
    return isSame ? connections.state(serverId) : connections.restart(serverId);
  }
}

/** Throws invalid_input for a server that nobody signs in at. */
function browserAuth(config: PlainRemote): Extract<PlainRemote['auth'], { kind: 'oauth' }> {
  const { auth } = config;
  // A key that was entered goes before an account.
  if (auth.kind === 'oauth' && enteredKey(config) === null) return auth;
  const message = 'This server is told who asks by what stands in its settings, not by a sign-in';
  throw new AppError('invalid_input', { issues: [{ path: '', message }] });
}
