import { AppError } from '../../../shared/errors.ts';
import { AuthHttp } from './auth-http.ts';
import { type AuthorizationRequest, authorizationEndpoint, authorizationRequest, codeOf, scopesToAsk } from './authorization-request.ts';
import { browserAnswer } from './browser-answer.ts';
import { refusalFacts } from './challenge.ts';
import { type ChosenClient, chooseClient } from './client-choice.ts';
import { type Discovered, discover } from './discovery.ts';
import { DPOP_ALGORITHM, newDpopKey } from './dpop.ts';
import type { FlowPorts, FlowTarget, TokenPorts } from './flow-ports.ts';
import type { Grant, Identity, OAuthClient } from './grant.ts';
import { identityOf } from './identity.ts';
import { Censor, shownUrl } from './shown-exchange.ts';
import { shownAddress, shownHost } from './shown-text.ts';
import { SignInRecorder } from './sign-in-recorder.ts';
import { askForTokens, type Tokens } from './token-endpoint.ts';

const SOURCES: Readonly<Record<OAuthClient['source'], string>> = {
  entered: 'Client id of the server’s settings',
  document: 'Described by a document',
  registered: 'Registered',
};

/**
 * Signs a person in (MCP Authorization; OAuth 2.1): finds the sign-in server, gets a client, sends the browser there, waits for it,
 * and gets tokens. Throws auth_*, tls_failed, proxy_failed, and the reason of the signal; then nothing was stored.
 */
export async function signInWithBrowser(target: FlowTarget, ports: FlowPorts): Promise<{ grant: Grant; identity: Identity | null }> {
  const censor = new Censor((value) => ports.addSecret(value));
  const recorder = new SignInRecorder(ports, censor);
  const http = await AuthHttp.open(target, ports, (exchange) => recorder.exchange(exchange));
  try {
    return await new SignInFlow(target, ports, http, recorder, censor).run();
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

  async run(): Promise<{ grant: Grant; identity: Identity | null }> {
    const found = await this.#recorder.during(
      'discovery',
      () => this.#discover(),
      ({ metadata }) => metadata.issuer,
    );
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

  async #discover(): Promise<Discovered> {
    const { auth, boundIssuer, server, challenge } = this.#target;
    const found = await discover({ server, challenge, boundIssuer, lenientIssuer: auth.lenientIssuer }, this.#http);
    authorizationEndpoint(found.metadata);
    return found;
  }

  async #signIn(found: Discovered, scopes: readonly string[], mayKnow: boolean): Promise<{ grant: Grant; identity: Identity | null }> {
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
      const answered = browserAnswer(request, redirect, this.#ports).catch(async (error: unknown) => {
        // A server that has forgotten a client shows that in the browser, and nobody comes back: the next sign-in registers anew.
        if (known) await this.#ports.forgetClient(client.issuer);
        throw error;
      });
      // Whoever opens it tells when that fails; the person can still go there by hand.
      void this.#ports.openBrowser(request.url.href).catch(() => {});
      const address = await answered;
      this.#recorder.facts({ status: 'running' });
      this.#shown('GET', address, at);
      this.#ports.onAnswered();
      const code = codeOf(address, request, found.metadata);
      addSecret(code);
      return { request, code };
    };
    return this.#recorder.during('authorization', work, () => shownHost(request.url));
  }

  async #finish(
    found: Discovered,
    { client, known }: ChosenClient,
    request: AuthorizationRequest,
    code: string,
  ): Promise<{ grant: Grant; identity: Identity | null }> {
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
      server: this.#http.policy.server.origin + this.#http.policy.server.pathname,
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
    { redirect, verifier, scopes }: AuthorizationRequest,
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
