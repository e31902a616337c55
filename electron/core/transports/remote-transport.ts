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
import type { WireLog } from '../connections/wire-log.ts';
import { cutBody, limitBody, limitEvents } from './body-limit.ts';
import { endpointOf } from './endpoint.ts';
import { factsOf, type HttpFacts, isFollowed, mediaType, NO_FACTS } from './http-facts.ts';
import { ListenBackoff } from './listen-backoff.ts';
import { notedFetch } from './noted-fetch.ts';
import { type Fetching, fetchingBy } from './patient-fetch.ts';
import type { Environment } from './proxy-choice.ts';
import { type Route, routeTo } from './route.ts';

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
  /** Where every message and exchange is noted. */
  wire?: WireLog;
  /** What names the proxies, instead of this process's environment. */
  env?: Environment;
}

/** What a fetch is for: a message, or nothing where the SDK listens of its own accord. */
interface Sending {
  readonly message: JSONRPCMessage;
  /** Of a request. */
  readonly id: string | number | undefined;
  noted: boolean;
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
  /** Why the transport gave up by itself: too_large, session_lost. */
  failure: AppError | null = null;
  readonly #config: RemoteConfig;
  readonly #options: RemoteTransportOptions;
  readonly #url: URL;
  readonly #messageLimit: number;
  readonly #inner: StreamableHTTPClientTransport | SSEClientTransport;
  readonly #unanswered = new Set<string | number>();
  /** The message that a fetch serves, also one that resumes its stream. */
  readonly #sending = new AsyncLocalStorage<Sending>();
  readonly #listening = new ListenBackoff();
  /** The last event of the GET stream, and of the stream of each request. */
  readonly #lastEvent = new Map<string | number | undefined, string>();
  #deaf = false;
  /** Whether the GET stream ever stood. */
  #listened = false;
  #route: Route | null = null;
  #fetching: Fetching | null = null;
  #facts: HttpFacts = NO_FACTS;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #open = false;
  #closed = false;

  /** Throws invalid_input when a header cannot be sent. */
  constructor(config: RemoteConfig, kind: RemoteKind, options: RemoteTransportOptions = {}) {
    this.kind = kind;
    this.#config = config;
    this.#options = options;
    this.#messageLimit = options.messageLimit ?? MESSAGE_LIMIT;
    this.hasPerRequestStream = kind === 'http';
    const { url, headers } = endpointOf(config);
    this.#url = url;
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

  /** The way to the server; null before the start. */
  get route(): Route | null {
    return this.#route;
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion(version);
  }

  /** A second call joins the first. Rejects with ca_unreadable, proxy_failed and what the SDK says. */
  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const route = routeTo(this.#url, this.#config.tls, this.#options.env ?? process.env);
    const { wire } = this.#options;
    const fetching = fetchingBy(route);
    this.#route = route;
    this.#fetching = wire ? { ...fetching, fetch: notedFetch(fetching.fetch, wire) } : fetching;
    await this.#inner.start();
    this.#open = true;
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const sending: Sending = { message, id: this.kind === 'http' ? id : undefined, noted: false };
    await this.#sending.run(sending, () => this.#send(sending, options));
  }

  async #send({ message, id }: Sending, options: TransportSendOptions | undefined): Promise<void> {
    const inner = this.#inner;
    if (inner instanceof SSEClientTransport) return inner.send(message);
    if (id === undefined) return inner.send(message, options);
    this.#unanswered.add(id);
    try {
      await inner.send(message, { ...options, onRequestStreamEnd: () => this.#streamEnded(id, options) });
    } catch (error) {
      this.#answered(id);
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
    this.#fetching?.close();
  }

  readonly #fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const fetching = this.#fetching;
    if (fetching === null) throw new AppError('connection_lost');
    const { method = 'GET' } = init;
    // The optional GET stream says nothing about the connection: many servers answer it with 405.
    const listening = this.kind === 'http' && method === 'GET';
    if (listening && !(await this.#mayListen(init))) return new Response(null, { status: 405 });
    this.#noteSending(init);
    let response: Response;
    try {
      response = await fetching.fetch(url, listening ? this.#resuming(init) : init);
    } catch (error) {
      if (init.signal?.aborted !== true && !listening) this.#facts = { ...NO_FACTS, error };
      throw error;
    }
    if (listening) this.#heard(response);
    else if (method !== 'DELETE') this.#facts = factsOf(response, String(url), method);
    const bounded = this.#bounded(response);
    if (this.kind === 'sse' && method === 'POST' && !response.ok && !isFollowed(response, String(url), method))
      throw await httpError(bounded);
    return bounded;
  };

  #noteSending({ body }: RequestInit): void {
    const sending = this.#sending.getStore();
    if (sending === undefined || sending.noted || typeof body !== 'string') return;
    sending.noted = true;
    this.#options.wire?.message('out', sending.message, Buffer.byteLength(body));
  }

  /** A stream that was too large is not resumed: it would be again. */
  async #mayListen(init: RequestInit): Promise<boolean> {
    const id = this.#sending.getStore()?.id;
    if (id === undefined ? this.#deaf : !this.#unanswered.has(id)) return false;
    return new Headers(init.headers).has('last-event-id') || this.#listening.next(init.signal);
  }

  /** The SDK forgets where a stream was when it is resumed and ends again before another event. */
  #resuming(init: RequestInit): RequestInit {
    const id = this.#sending.getStore()?.id;
    const headers = new Headers(init.headers);
    const last = headers.get('last-event-id') ?? this.#lastEvent.get(id);
    if (last === undefined) return init;
    this.#lastEvent.set(id, last);
    headers.set('last-event-id', last);
    return { ...init, headers };
  }

  /** A GET stream that stood and is not found any more belonged to a session that the server forgot. */
  #heard(response: Response): void {
    if (response.ok) this.#listened = true;
    const forgotten = response.status === 404 && this.#listened && this.sessionId !== undefined;
    if (!forgotten || this.#closed || this.#sending.getStore()?.id !== undefined) return;
    this.failure ??= new AppError('session_lost', { notSent: true });
    void this.close();
  }

  #bounded(response: Response): Response {
    const type = mediaType(response);
    if (!response.ok || (type !== 'application/json' && type !== 'text/event-stream')) return cutBody(response, OTHER_BODY_BYTES);
    if (type === 'application/json') return limitBody(response, this.#messageLimit);
    const id = this.#sending.getStore()?.id;
    return limitEvents(response, this.#messageLimit, (error) => this.#eventTooLarge(id, error));
  }

  #eventTooLarge(id: string | number | undefined, error: AppError): void {
    if (this.kind === 'sse') this.failure ??= error;
    else if (id === undefined) this.#deaf = true;
    else if (this.#answered(id) && !this.#closed)
      this.onmessage?.({ jsonrpc: '2.0', id, error: { code: ANSWER_TOO_LARGE, message: error.message, data: error.details } });
  }

  #receive(message: JSONRPCMessage): void {
    if (!('method' in message) && message.id !== undefined) this.#answered(message.id);
    if (this.#closed) return;
    this.#options.wire?.message('in', message, Buffer.byteLength(JSON.stringify(message)));
    this.onmessage?.(message);
  }

  #streamEnded(id: string | number, options: TransportSendOptions | undefined): void {
    options?.onRequestStreamEnd?.();
    if (!this.#answered(id) || this.#closed) return;
    const error = { code: STREAM_ENDED, message: 'The answer ended before the result' };
    this.onmessage?.({ jsonrpc: '2.0', id, error });
  }

  /** Whether the request still waited. */
  #answered(id: string | number): boolean {
    this.#lastEvent.delete(id);
    return this.#unanswered.delete(id);
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
