import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type JSONRPCMessage,
  SdkErrorCode,
  SdkHttpError,
  SSEClientTransport,
  SseError,
  StreamableHTTPClientTransport,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/client';
import type { RemoteConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { cutBody, limitBody, limitEvents } from './body-limit.ts';
import { factsOf, type HttpFacts, mediaType, NO_FACTS } from './http-facts.ts';
import { ListenBackoff } from './listen-backoff.ts';
import { patientFetch } from './patient-fetch.ts';
import { urlCredentials } from './url-credentials.ts';

/** Limit of the farewell to a session, in ms. */
const END_SESSION_MS = 1_500;
/** Most bytes of one JSON answer, and of one event of a stream; stdio has the same limit for a message. */
const MESSAGE_LIMIT = 256 * 1024 * 1024;
/** Bytes that are read of an answer that is no message. */
const OTHER_BODY_BYTES = 64 * 1024;

export type RemoteKind = 'http' | 'sse';

/** The error code of the answer that stands for one that never came because its stream ended. */
export const STREAM_ENDED = -32_099;
/** The error code of the answer that stands for one that was too large. */
export const ANSWER_TOO_LARGE = -32_098;

export interface RemoteTransportOptions {
  /** Most bytes of one message, instead of 256 MB. */
  messageLimit?: number;
}

/**
 * Streamable HTTP (MCP 2025-03-26 and later) or HTTP with SSE (2024-11-05) over the SDK's transports, with what they leave
 * out: facts about the last answer, requests whose stream ended without an answer, and a dropped SSE stream as the end.
 */
export class RemoteTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;

  readonly kind: RemoteKind;
  /** On Streamable HTTP the SDK cancels a request of the modern era by ending its stream. */
  readonly hasPerRequestStream: boolean;
  /** Why the transport gave up by itself: too_large. */
  failure: AppError | null = null;
  readonly #messageLimit: number;
  readonly #inner: StreamableHTTPClientTransport | SSEClientTransport;
  readonly #unanswered = new Set<string | number>();
  /** The request that a fetch serves, also one that resumes its stream. */
  readonly #request = new AsyncLocalStorage<string | number>();
  readonly #listening = new ListenBackoff();
  #deaf = false;
  #facts: HttpFacts = NO_FACTS;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #open = false;
  #closed = false;

  /** Throws invalid_input when a header cannot be sent. */
  constructor(config: RemoteConfig, kind: RemoteKind, options: RemoteTransportOptions = {}) {
    this.kind = kind;
    this.#messageLimit = options.messageLimit ?? MESSAGE_LIMIT;
    this.hasPerRequestStream = kind === 'http';
    const { url, headers } = endpoint(config);
    const inner = { fetch: this.#fetch, requestInit: { headers } };
    this.#inner = kind === 'http' ? new StreamableHTTPClientTransport(url, inner) : new SSEClientTransport(url, inner);
    this.#inner.onmessage = (message) => this.#receive(message);
    this.#inner.onerror = (error) => this.#failed(error);
    this.#inner.onclose = () => this.#finish();
  }

  get sessionId(): string | undefined {
    return 'sessionId' in this.#inner ? this.#inner.sessionId : undefined;
  }

  get facts(): Readonly<HttpFacts> {
    return this.#facts;
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion(version);
  }

  /** A second call joins the first. */
  start(): Promise<void> {
    this.#starting ??= this.#inner.start().then(() => {
      this.#open = true;
    });
    return this.#starting;
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const inner = this.#inner;
    if (inner instanceof SSEClientTransport) return inner.send(message);
    if (id === undefined) return inner.send(message, options);
    this.#unanswered.add(id);
    try {
      const onRequestStreamEnd = () => this.#streamEnded(id, options);
      await this.#request.run(id, () => inner.send(message, { ...options, onRequestStreamEnd }));
    } catch (error) {
      this.#unanswered.delete(id);
      throw error;
    }
  }

  /** Ends the session on the server, within a short limit, and closes. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.sessionId !== undefined && this.#inner instanceof StreamableHTTPClientTransport) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, END_SESSION_MS);
      });
      // Waiting requests fail at once; only the farewell still travels.
      this.#finish();
      await Promise.race([this.#inner.terminateSession().catch(() => {}), limit]);
      clearTimeout(timer);
    }
    await this.#inner.close().catch(() => {});
    this.#finish();
  }

  readonly #fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    // The optional GET stream says nothing about the connection: many servers answer it with 405.
    const listening = this.kind === 'http' && init.method === 'GET';
    if (listening && !(await this.#mayListen(init))) return new Response(null, { status: 405 });
    let response: Response;
    try {
      response = await patientFetch(url, init);
    } catch (error) {
      if (init.signal?.aborted !== true && !listening) this.#facts = { ...NO_FACTS, error };
      throw error;
    }
    if (!listening && init.method !== 'DELETE') this.#facts = factsOf(response, String(url));
    const bounded = this.#bounded(response);
    if (this.kind === 'sse' && init.method === 'POST' && !response.ok) throw await httpError(bounded);
    return bounded;
  };

  /** A stream that was too large is not resumed: it would be again. */
  async #mayListen(init: RequestInit): Promise<boolean> {
    const id = this.#request.getStore();
    if (id === undefined ? this.#deaf : !this.#unanswered.has(id)) return false;
    return new Headers(init.headers).has('last-event-id') || this.#listening.next(init.signal);
  }

  #bounded(response: Response): Response {
    const type = mediaType(response);
    if (!response.ok || (type !== 'application/json' && type !== 'text/event-stream')) return cutBody(response, OTHER_BODY_BYTES);
    if (type === 'application/json') return limitBody(response, this.#messageLimit);
    const id = this.#request.getStore();
    return limitEvents(response, this.#messageLimit, (error) => this.#eventTooLarge(id, error));
  }

  #eventTooLarge(id: string | number | undefined, error: AppError): void {
    if (this.kind === 'sse') this.failure ??= error;
    else if (id === undefined) this.#deaf = true;
    else if (this.#unanswered.delete(id) && !this.#closed)
      this.onmessage?.({ jsonrpc: '2.0', id, error: { code: ANSWER_TOO_LARGE, message: error.message, data: error.details } });
  }

  #receive(message: JSONRPCMessage): void {
    if (!('method' in message) && message.id !== undefined) this.#unanswered.delete(message.id);
    if (!this.#closed) this.onmessage?.(message);
  }

  #streamEnded(id: string | number, options: TransportSendOptions | undefined): void {
    options?.onRequestStreamEnd?.();
    if (!this.#unanswered.delete(id) || this.#closed) return;
    const error = { code: STREAM_ENDED, message: 'The answer ended before the result' };
    this.onmessage?.({ jsonrpc: '2.0', id, error });
  }

  #failed(error: Error): void {
    this.onerror?.(error);
    // The SDK opens the stream again, but on the server that is another, uninitialised session.
    if (this.#open && error instanceof SseError) void this.close();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unanswered.clear();
    this.onclose?.();
  }
}

async function httpError(response: Response): Promise<SdkHttpError> {
  const text = await response.text().catch(() => '');
  const { status, statusText } = response;
  return new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `HTTP ${status}`, { status, statusText, text });
}

/** `fetch` refuses credentials inside an address, so they become the header that they stand for (RFC 7617). */
function endpoint(config: RemoteConfig): { url: URL; headers: Headers } {
  const url = new URL(config.url);
  let headers: Headers;
  try {
    headers = new Headers(config.headers);
  } catch {
    const issues = [{ path: 'transport.headers', message: 'A header has characters that HTTP cannot carry' }];
    throw new AppError('invalid_input', { issues });
  }
  const credentials = urlCredentials(url);
  if (credentials && !headers.has('authorization')) headers.set('authorization', `Basic ${credentials.basic}`);
  url.username = '';
  url.password = '';
  return { url, headers };
}
