import type { PlainRemote } from '../../../../shared/contract/model.ts';
import { AppError } from '../../../../shared/errors.ts';
import { mediaType } from '../../transports/http-facts.ts';
import { networkFailure } from '../../transports/network-failure.ts';
import { type Fetching, fetchingBy } from '../../transports/patient-fetch.ts';
import { routeTo } from '../../transports/route.ts';
import type { TokenPorts } from '../flow-ports.ts';
import { EndpointPolicy } from './endpoint-policy.ts';
import { shownHost } from './shown-text.ts';

/** Limit of one exchange in ms, and of its answer in bytes. */
const EXCHANGE_MS = 20_000;
const ANSWER_BYTES = 1024 * 1024;
const REDIRECTS = 3;

export interface AuthAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  /** undefined: it was not JSON */
  readonly json: unknown;
  readonly isHtml: boolean;
}

/** One exchange as it was, secrets included. */
export interface RawExchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** null: there was no answer */
  readonly status: number | null;
  readonly answerHeaders: Headers | null;
  readonly answer: string;
  readonly at: number;
  readonly durationMs: number;
}

type HttpPorts = Pick<TokenPorts, 'now' | 'env' | 'signal' | 'exchangeMs'>;

interface Request {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const NO_ANSWER: Readonly<Record<string, string>> = {
  connection_refused: 'Nothing answers there.',
  host_not_found: 'The host was not found.',
  port_refused: 'Its port is not allowed for web addresses.',
};

/**
 * The only way to talk to sign-in servers: by the policy for their addresses, with short limits, without cookies, without following
 * redirects elsewhere. Every method throws auth_insecure, auth_private_address, auth_redirected, auth_answer_invalid,
 * auth_unreachable, tls_failed, proxy_failed, ca_unreadable, and the reason of the signal. To be closed.
 */
export class AuthHttp {
  readonly policy: EndpointPolicy;
  readonly #server: URL;
  readonly #tls: PlainRemote['tls'];
  readonly #ports: HttpPorts;
  readonly #onExchange: (exchange: RawExchange) => void;
  readonly #fetchings = new Map<string, Fetching>();

  private constructor(policy: EndpointPolicy, tls: PlainRemote['tls'], ports: HttpPorts, onExchange: (exchange: RawExchange) => void) {
    this.policy = policy;
    this.#server = policy.server;
    this.#tls = tls;
    this.#ports = ports;
    this.#onExchange = onExchange;
  }

  static async open(
    { server, tls }: { server: URL; tls: PlainRemote['tls'] },
    ports: HttpPorts,
    onExchange: (exchange: RawExchange) => void = () => {},
  ): Promise<AuthHttp> {
    return new AuthHttp(await EndpointPolicy.of(server, ports.env), tls, ports, onExchange);
  }

  /** Follows redirects within the origin, three at most. */
  async get(address: URL, headers: Readonly<Record<string, string>> = {}): Promise<AuthAnswer> {
    let url = address;
    for (let follows = 0; ; follows += 1) {
      const answer = await this.#exchange(url, { method: 'GET', headers, body: '' });
      const location = redirectOf(answer);
      if (location === null) return answer;
      const next = URL.canParse(location, url) ? new URL(location, url) : null;
      if (next === null || next.origin !== url.origin || follows === REDIRECTS) throw redirected(url, location);
      url = next;
    }
  }

  postForm(url: URL, body: URLSearchParams, headers: Readonly<Record<string, string>> = {}): Promise<AuthAnswer> {
    return this.#post(url, body.toString(), { ...headers, 'content-type': 'application/x-www-form-urlencoded' });
  }

  postJson(url: URL, body: unknown): Promise<AuthAnswer> {
    return this.#post(url, JSON.stringify(body), { 'content-type': 'application/json' });
  }

  close(): void {
    for (const { close } of this.#fetchings.values()) close();
    this.#fetchings.clear();
  }

  async #post(url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<AuthAnswer> {
    const answer = await this.#exchange(url, { method: 'POST', headers, body });
    const location = redirectOf(answer);
    // What was posted is secret, and 307 would have it posted again.
    if (location !== null) throw redirected(url, location);
    return answer;
  }

  async #exchange(url: URL, { method, headers, body }: Request): Promise<AuthAnswer> {
    const { signal, exchangeMs = EXCHANGE_MS } = this.#ports;
    signal.throwIfAborted();
    this.policy.checkForm(url);
    const at = this.#ports.now();
    const sent = { accept: 'application/json', 'user-agent': 'Patchbay', ...headers };
    const controller = new AbortController();
    const end = () => controller.abort();
    const limit = setTimeout(end, exchangeMs);
    signal.addEventListener('abort', end, { once: true });
    let response: Response | null = null;
    let answer = '';
    try {
      const init = {
        method,
        headers: sent,
        redirect: 'manual' as const,
        signal: controller.signal,
        ...(method === 'POST' ? { body } : {}),
      };
      response = await this.#fetching(url).fetch(url, init);
      answer = await textOf(response, url);
      return { url, status: response.status, headers: response.headers, ...read(response, answer) };
    } catch (error) {
      signal.throwIfAborted();
      throw failure(error, url, controller.signal.aborted ? exchangeMs : null);
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', end);
      const facts = { status: response?.status ?? null, answerHeaders: response?.headers ?? null, answer };
      this.#onExchange({ method, url, headers: sent, body, ...facts, at, durationMs: this.#ports.now() - at });
    }
  }

  /**
   * A certificate authority that the person trusts for the server may vouch for its sign-in server as well: it vouches for names.
   * To take any certificate is for the server's own origin alone: elsewhere anybody could take the code and the secrets.
   */
  #fetching(url: URL): Fetching {
    const known = this.#fetchings.get(url.origin);
    if (known) return known;
    const acceptInvalid = this.#tls.acceptInvalid && url.origin === this.#server.origin;
    const route = routeTo(url, { ...this.#tls, acceptInvalid }, this.#ports.env);
    const fetching = fetchingBy({ ...route, guard: this.policy.guardOf(url) });
    this.#fetchings.set(url.origin, fetching);
    return fetching;
  }
}

/** That an answer is none that can be used. */
export function invalidAnswer(url: URL, detail: string, technical?: string): AppError {
  return new AppError('auth_answer_invalid', { host: shownHost(url), detail }, technical === undefined ? {} : { technical });
}

/** The answer as an object of JSON. Throws auth_answer_invalid. */
export function objectOf({ url, json, isHtml, status }: AuthAnswer): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Readonly<Record<string, unknown>>;
  const detail = isHtml ? 'It sent a web page where data (JSON) belongs.' : 'It sent something else than an object of JSON.';
  throw invalidAnswer(url, detail, `HTTP ${status}`);
}

function redirectOf({ status, headers }: AuthAnswer): string | null {
  return [301, 302, 303, 307, 308].includes(status) ? (headers.get('location') ?? '') : null;
}

function redirected(url: URL, location: string): AppError {
  const target = URL.canParse(location, url) ? new URL(location, url) : null;
  const shown = target === null ? '' : target.host === '' ? target.protocol : `${target.protocol}//${target.host}${target.pathname}`;
  return new AppError('auth_redirected', { host: shownHost(url), location: shown.slice(0, 300) });
}

async function textOf(response: Response, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_BYTES) throw invalidAnswer(url, 'It sent more than 1 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function read(response: Response, text: string): { json: unknown; isHtml: boolean } {
  const isHtml = /^(text\/html|application\/xhtml\+xml)$/.test(mediaType(response));
  if (isHtml) return { json: undefined, isHtml };
  try {
    return { json: JSON.parse(text), isHtml };
  } catch {
    return { json: undefined, isHtml };
  }
}

/** `lateMs`: the limit that was reached; null: none was. */
function failure(error: unknown, url: URL, lateMs: number | null): unknown {
  const own = appErrorIn(error);
  if (own) return own;
  const host = shownHost(url);
  if (lateMs !== null) return new AppError('auth_unreachable', { host, detail: `It did not answer within ${lateMs / 1_000} seconds.` });
  const network = networkFailure(error, host);
  if (network?.technical === 'UND_ERR_HEADERS_OVERFLOW')
    return invalidAnswer(url, 'The headers of its answer are too long.', network.technical);
  if (network?.code === 'tls_failed') return tlsFailure(network);
  const detail = NO_ANSWER[network?.code ?? ''] ?? 'The connection broke off.';
  const technical = network?.technical ?? (error instanceof Error ? error.message : String(error));
  return new AppError('auth_unreachable', { host, detail }, { cause: error, technical });
}

/** A sign-in server's certificate is mended where the server's own is. */
function tlsFailure({ details, technical, cause }: AppError): AppError {
  const detail = `${details.detail}. If you trust it, name a file with its certificate, or with that of its issuer, in the server’s settings`;
  return new AppError('tls_failed', { ...details, detail }, { ...(technical === undefined ? {} : { technical }), cause });
}

/** What `fetch` throws has the reason of the connection inside. */
function appErrorIn(error: unknown): AppError | null {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof AppError) return current;
    current = current.cause;
  }
  return null;
}
