import { AppError } from '../../../../shared/errors.ts';
import {
  type AskedRequest,
  type AuthorizationRequest,
  authorizationEndpoint,
  authorizationRequest,
  codeOf,
  scopesToAsk,
} from '../browser/authorization-request.ts';
import { browserAnswer } from '../browser/browser-answer.ts';
import { type ChosenClient, chooseClient } from '../clients/client-choice.ts';
import { refusalFacts } from '../discovery/challenge.ts';
import { type Discovered, discover } from '../discovery/discovery.ts';
import type { FlowPorts, FlowTarget, TokenPorts } from '../flow-ports.ts';
import type { Grant, Identity, OAuthClient } from '../grant.ts';
import { AuthHttp } from '../http/auth-http.ts';
import { Censor, shownUrl } from '../http/shown-exchange.ts';
import { shownAddress, shownHost } from '../http/shown-text.ts';
import { addressOf } from '../server-origin.ts';
import { DPOP_ALGORITHM, newDpopKey } from '../tokens/dpop.ts';
import { identityOf } from '../tokens/identity.ts';
import { askForTokens, type Tokens } from '../tokens/token-endpoint.ts';
import { type PendingSignIn, requestOf } from './pending-sign-ins.ts';
import { SignInRecorder } from './sign-in-recorder.ts';

const SOURCES: Readonly<Record<OAuthClient['source'], string>> = {
  entered: 'Client id of the server’s settings',
  document: 'Described by a document',
  registered: 'Registered',
};

export interface SignedIn {
  readonly grant: Grant;
  readonly identity: Identity | null;
}

/**
 * Signs a person in (MCP Authorization; OAuth 2.1): finds the sign-in server, gets a client, sends the browser there, waits for it,
 * and gets tokens. Throws auth_*, tls_failed, proxy_failed, and the reason of the signal; then nothing was stored.
 */
export function signInWithBrowser(target: FlowTarget, ports: FlowPorts): Promise<SignedIn> {
  return withFlow(target, ports, (flow) => flow.run());
}

/** Goes on with a sign-in that an earlier run of the app began; `address` is its answer. Throws as `signInWithBrowser` does. */
export function resumeSignIn(target: FlowTarget, ports: FlowPorts, pending: PendingSignIn, address: URL): Promise<SignedIn> {
  return withFlow(target, ports, (flow) => flow.resume(pending, address));
}

async function withFlow(target: FlowTarget, ports: FlowPorts, work: (flow: SignInFlow) => Promise<SignedIn>): Promise<SignedIn> {
  const censor = new Censor((value) => ports.addSecret(value));
  const recorder = new SignInRecorder(ports, censor);
  const http = await AuthHttp.open(target, ports, (exchange) => recorder.exchange(exchange));
  try {
    return await work(new SignInFlow(target, ports, http, recorder, censor));
  } finally {
    http.close();
  }
}

class SignInFlow {
  readonly #target: FlowTarget;
  readonly #ports: FlowPorts;
  readonly #http: AuthHttp;
  readonly #recorder: SignInRecorder;
  /** What the exchanges use: every secret is told to the recorder first. */
  readonly #tokenPorts: TokenPorts;

  constructor(target: FlowTarget, ports: FlowPorts, http: AuthHttp, recorder: SignInRecorder, censor: Censor) {
    this.#target = target;
    this.#ports = ports;
    this.#http = http;
    this.#recorder = recorder;
    this.#tokenPorts = {
      now: () => ports.now(),
      randomBytes: (count) => ports.randomBytes(count),
      env: ports.env,
      signal: ports.signal,
      exchangeMs: ports.exchangeMs,
      addSecret: (value) => censor.add(value),
    };
  }

  async run(): Promise<SignedIn> {
    const found = await this.#discovered();
    const { auth, challenge, scopes: extra } = this.#target;
    const { scopes: challenged, error } = refusalFacts(challenge);
    const missing = error === 'insufficient_scope' ? challenged : [];
    const scopes = scopesToAsk(auth.scopes, challenged, [...extra, ...missing], found);
    this.#recorder.facts({ scopes });
    try {
      return await this.#signIn(found, scopes, true);
    } catch (error) {
      // The server has forgotten the client that Patchbay registered there: another one, once.
      if (!(error instanceof ForgottenClient)) throw error;
      return this.#signIn(found, scopes, false);
    }
  }

  async resume(pending: PendingSignIn, address: URL): Promise<SignedIn> {
    const { client, known } = pending;
    const request = requestOf(pending);
    for (const secret of [request.state, request.verifier]) this.#tokenPorts.addSecret(secret);
    this.#recorder.facts({ scopes: request.scopes, redirect: request.redirect.href });
    const found = await this.#discovered();
    const { issuer } = found.metadata;
    if (client.issuer !== issuer) throw new AppError('auth_issuer_mismatch', { found: issuer, expected: client.issuer });
    this.#recorder.skip('registration', `Known from before: ${client.clientId}`);
    const host = shownHost(authorizationEndpoint(found.metadata));
    const code = await this.#recorder.during(
      'authorization',
      async () => this.#taken(address, request, found, this.#ports.now()),
      () => host,
    );
    return this.#finish(found, { client, known }, request, code);
  }

  #discovered(): Promise<Discovered> {
    return this.#recorder.during(
      'discovery',
      () => this.#discover(),
      ({ metadata }) => metadata.issuer,
    );
  }

  async #discover(): Promise<Discovered> {
    const { auth, boundIssuer, server, challenge } = this.#target;
    const found = await discover({ server, challenge, boundIssuer, lenientIssuer: auth.lenientIssuer }, this.#http);
    authorizationEndpoint(found.metadata);
    return found;
  }

  async #signIn(found: Discovered, scopes: readonly string[], mayKnow: boolean): Promise<SignedIn> {
    const { issuer } = found.metadata;
    const known = mayKnow ? ((await this.#ports.knownClient(issuer)) ?? null) : null;
    const chosen = await this.#recorder.during(
      'registration',
      () =>
        chooseClient(this.#target, found.metadata, this.#http, {
          ...this.#tokenPorts,
          known,
          scopes,
          callbackPorts: this.#ports.callbackPorts,
        }),
      ({ client, known: before }) => `${before ? 'Known from before' : SOURCES[client.source]}: ${client.clientId}`,
    );
    try {
      const { request, code } = await this.#authorize(found, chosen, scopes);
      return await this.#finish(found, chosen, request, code);
    } finally {
      chosen.redirect.close();
    }
  }

  async #authorize(
    found: Discovered,
    chosen: ChosenClient,
    scopes: readonly string[],
  ): Promise<{ request: AuthorizationRequest; code: string }> {
    const { client, redirect, known } = chosen;
    const { now, randomBytes, addSecret } = this.#tokenPorts;
    const request = authorizationRequest(found, client, redirect.url, scopes, randomBytes);
    for (const secret of [request.state, request.verifier]) addSecret(secret);
    const work = async () => {
      const at = now();
      this.#shown('GET', request.url, at);
      this.#recorder.facts({ status: 'browser', address: shownAddress(request.url), redirect: redirect.url.href });
      // First: an answer that is waited for has to be taken by somebody.
      if (redirect.listener === null)
        await this.#ports.keepPending({
          ...{ at, client, known, server: addressOf(this.#http.policy.server) },
          ...{ ...request, scopes: [...scopes], redirect: redirect.url.href },
        });
      const answered = browserAnswer(request, redirect, this.#ports).catch(async (error: unknown) => {
        // A server that has forgotten a client shows that in the browser, and nobody comes back: the next sign-in registers anew.
        if (known) await this.#ports.forgetClient(client.issuer);
        throw error;
      });
      // Whoever opens it tells when that fails; the person can still go there by hand.
      void this.#ports.openBrowser(request.url.href).catch(() => {});
      const address = await answered;
      this.#recorder.facts({ status: 'running' });
      return { request, code: this.#taken(address, request, found, at) };
    };
    return this.#recorder.during('authorization', work, () => shownHost(request.url));
  }

  /** The code that the browser brought; `at`: when it was sent there. */
  #taken(address: URL, request: AskedRequest, { metadata }: Discovered, at: number): string {
    this.#shown('GET', address, at);
    this.#ports.onAnswered();
    const code = codeOf(address, request, metadata);
    this.#tokenPorts.addSecret(code);
    return code;
  }

  async #finish(
    found: Discovered,
    { client, known }: Pick<ChosenClient, 'client' | 'known'>,
    request: AskedRequest,
    code: string,
  ): Promise<SignedIn> {
    const { metadata, resource } = found;
    const dpopKey = usesDpop(found) ? await newDpopKey() : null;
    const tokens = await this.#recorder.during(
      'token',
      () => this.#exchange(found, client, request, code, dpopKey, known),
      (got) => `${got.tokenType}, ${got.scopes.join(' ')}`.replace(/, $/, ''),
    );
    const identity = await identityOf(this.#http, metadata, client.clientId, tokens);
    if (client.source === 'registered' && !known) await this.#ports.saveClient(client);
    const { idToken: _, ...kept } = tokens;
    const grant: Grant = {
      ...kept,
      issuer: metadata.issuer,
      resource,
      server: addressOf(this.#http.policy.server),
      client,
      tokenEndpoint: metadata.tokenEndpoint.href,
      revocationEndpoint: metadata.revocationEndpoint?.href ?? null,
      dpopKey: tokens.tokenType === 'DPoP' ? dpopKey : null,
    };
    return { grant, identity };
  }

  async #exchange(
    { metadata, resource }: Discovered,
    client: OAuthClient,
    { redirect, verifier, scopes }: AskedRequest,
    code: string,
    dpopKey: Grant['dpopKey'],
    known: boolean,
  ): Promise<Tokens> {
    const params = { grant_type: 'authorization_code', code, redirect_uri: redirect.href, code_verifier: verifier };
    const proof = { client, key: null, algorithms: null };
    try {
      return await askForTokens(
        this.#http,
        { endpoint: metadata.tokenEndpoint, params, proof, resource, scopes, dpopKey },
        this.#tokenPorts,
      );
    } catch (error) {
      if (!known || !(error instanceof AppError) || error.code !== 'auth_client_refused') throw error;
      await this.#ports.forgetClient(client.issuer);
      throw new ForgottenClient(error);
    }
  }

  #shown(method: string, url: URL, at: number): void {
    this.#recorder.add({ method, url: shownUrl(url), status: null, request: '', response: '', at, durationMs: this.#ports.now() - at });
  }
}

/** A client that was registered before is not known any more. */
class ForgottenClient extends AppError {
  constructor(cause: AppError) {
    super(cause.code, cause.details, { cause });
  }
}

/** Tokens are bound to a key where the server asks for it, and its sign-in server does not rule out the algorithm. */
function usesDpop({ dpop, metadata }: Discovered): boolean {
  return dpop && (metadata.dpopAlgorithms === null || metadata.dpopAlgorithms.includes(DPOP_ALGORITHM));
}
