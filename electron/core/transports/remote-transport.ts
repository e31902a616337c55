import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type JSONRPCMessage,
  type RequestId,
  SdkErrorCode,
  SdkHttpError,
  SSEClientTransport,
  SseError,
  StreamableHTTPClientTransport,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/client';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { cutBody, MESSAGE_LIMIT } from '../messages/body-limit.ts';
import { deliver } from '../messages/deliver.ts';
import { takeMessages } from '../messages/message-stream.ts';
import type { Received, ReceivedMessage } from '../messages/received.ts';
import { authorizedFetch } from './authorized-fetch.ts';
import { endpointOf } from './endpoint.ts';
import { factsOf, type HttpFacts, isFollowed, mediaType, NO_FACTS } from './http-facts.ts';
import { OTHER_BODY_BYTES, readJsonAnswer, takeAnswer } from './json-answer.ts';
import { Listening } from './listening.ts';
import { notedFetch } from './noted-fetch.ts';
import { OpenRequests } from './open-requests.ts';
import { type Fetching, fetchingBy } from './patient-fetch.ts';
import type { Environment } from './proxy-choice.ts';
import type { RequestAuthorizer } from './request-authorizer.ts';
import { type Route, routeTo } from './route.ts';
import type { WireLog } from './wire-log.ts';

/** Limit of the farewell to a session, in ms. */
const END_SESSION_MS = 1_500;
const NOISE_CHARS = 200;

export type RemoteKind = 'http' | 'sse';

/** The error code of the answer that stands for one that never came because its stream ended. */
export const STREAM_ENDED = -32_099;
/** The error code of the answer that stands for one that could not be taken; its data is the AppError. */
export const ANSWER_FAILED = -32_098;
/** What the SDK sees of an answer: that there was one. The answers themselves do not pass through it. */
const ANSWERED = JSON.stringify({ jsonrpc: '2.0', id: 0, result: {} });

export interface RemoteTransportOptions {
  /** Most bytes of one message, instead of 256 MB. */
  messageLimit?: number;
  /** Takes what came and is no message. */
  onOutput?: (stream: 'patchbay', text: string) => void;
  /** Where every message and exchange is noted. */
  wire?: WireLog;
  /** Who signs in; null: nobody. */
  authorizer?: RequestAuthorizer | null;
  /** What names the proxies, instead of this process's environment. */
  env?: Environment;
}

/** What a fetch is for: a message, or nothing where the SDK listens of its own accord. */
interface Sending {
  /** null once it was sent: a socket that was opened for it keeps this as long as it lives. */
  message: JSONRPCMessage | null;
  /** Of a request. */
  readonly id: RequestId | undefined;
  noted: boolean;
  /** What came as the body of its answer. */
  answer: Received | null;
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
  readonly #config: PlainRemote;
  readonly #options: RemoteTransportOptions;
  readonly #url: URL;
  readonly #messageLimit: number;
  readonly #inner: StreamableHTTPClientTransport | SSEClientTransport;
  readonly #requests = new OpenRequests();
  /** The message that a fetch serves, also one that resumes its stream. */
  readonly #sending = new AsyncLocalStorage<Sending>();
  readonly #listening = new Listening();
  #route: Route | null = null;
  #fetching: Fetching | null = null;
  #facts: HttpFacts = NO_FACTS;
  #problem: Error | null = null;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  readonly #hurry = new AbortController();
  #open = false;
  #closeAsked = false;
  #closed = false;

  /** Throws invalid_input when a header cannot be sent. */
  constructor(config: PlainRemote, kind: RemoteKind, options: RemoteTransportOptions = {}) {
    this.kind = kind;
    this.#config = config;
    this.#options = options;
    this.#messageLimit = options.messageLimit ?? MESSAGE_LIMIT;
    this.hasPerRequestStream = kind === 'http';
    const { url, headers } = endpointOf(config);
    this.#url = url;
    const inner = { fetch: this.#fetch, requestInit: { headers } };
    this.#inner = kind === 'http' ? new StreamableHTTPClientTransport(url, inner) : new SSEClientTransport(url, inner);
    this.#inner.onerror = (error) => this.#failed(error);
    this.#inner.onclose = () => this.#ended();
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
    const { wire, authorizer } = this.#options;
    const fetching = fetchingBy(route);
    this.#route = route;
    const noted = wire ? notedFetch(fetching.fetch, wire) : fetching.fetch;
    this.#fetching = { ...fetching, fetch: authorizer ? authorizedFetch(noted, this.#url, authorizer) : noted };
    await this.#inner.start();
    this.#open = true;
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const sending: Sending = { message, id: this.kind === 'http' ? id : undefined, noted: false, answer: null };
    try {
      await this.#sending.run(sending, () => this.#send(sending, message, options));
    } finally {
      sending.message = null;
      sending.answer = null;
    }
  }

  async #send(sending: Sending, message: JSONRPCMessage, options: TransportSendOptions | undefined): Promise<void> {
    const inner = this.#inner;
    const { id } = sending;
    this.#requests.sent(message);
    if (inner instanceof SSEClientTransport) return inner.send(message);
    if (id === undefined) return inner.send(message, options);
    try {
      await inner.send(message, { ...options, onRequestStreamEnd: () => this.#streamEnded(id, options) });
    } catch (error) {
      this.#answered(id);
      throw error;
    }
    if (!sending.answer) return;
    this.#take(sending.answer);
    this.#streamEnded(id, options);
  }

  /** Ends the session on the server, within a short limit, and closes. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same without a farewell; one under way is not waited for. Never rejects. */
  kill(): Promise<void> {
    this.#hurry.abort();
    return this.close();
  }

  async #close(): Promise<void> {
    this.#closeAsked = true;
    if (this.sessionId !== undefined && this.#inner instanceof StreamableHTTPClientTransport && !this.#hurry.signal.aborted) {
      // Waiting requests fail at once; only the farewell still travels.
      this.#finish();
      const done = new AbortController();
      const signal = AbortSignal.any([this.#hurry.signal, done.signal]);
      const limit = delay(END_SESSION_MS, undefined, { signal }).catch(() => {});
      await Promise.race([this.#inner.terminateSession().catch(() => {}), limit]);
      done.abort();
    }
    await this.#inner.close().catch(() => {});
    this.#finish();
    this.#fetching?.close();
  }

  readonly #fetch = async (url: string | URL, asked: RequestInit = {}): Promise<Response> => {
    const fetching = this.#fetching;
    if (fetching === null) throw new AppError('connection_lost');
    const { method = 'GET' } = asked;
    // The optional GET stream says nothing about the connection: many servers answer it with 405.
    const listening = this.kind === 'http' && method === 'GET';
    const id = this.#sending.getStore()?.id;
    const init = listening ? await this.#listening.next(id, id !== undefined && this.#requests.waits(id), asked) : asked;
    if (init === null) return new Response(null, { status: 405 });
    this.#noteSending(init);
    let response: Response;
    try {
      response = await fetching.fetch(url, init);
    } catch (error) {
      if (init.signal?.aborted !== true && !listening) this.#facts = { ...NO_FACTS, error };
      throw error;
    }
    if (listening) this.#heard(this.#listening.heard(id, response));
    if (!listening && method !== 'DELETE') this.#facts = factsOf(response, String(url), method);
    if (response.ok && mediaType(response) === 'text/event-stream') return this.#streamed(response);
    if (this.kind === 'http' && method === 'POST') return this.#answerTo(response);
    const bounded = cutBody(response, OTHER_BODY_BYTES);
    if (method === 'POST' && !response.ok && !isFollowed(response, String(url), method)) throw await httpError(bounded);
    return bounded;
  };

  #noteSending({ body }: RequestInit): void {
    const sending = this.#sending.getStore();
    if (!sending?.message || sending.noted || typeof body !== 'string') return;
    sending.noted = true;
    this.#options.wire?.message('out', sending.message, Buffer.byteLength(body));
  }

  #heard(news: ReturnType<Listening['heard']>): void {
    if (news === 'forgotten') this.#forgotten();
    // Nobody told what changed while nobody listened.
    else if (news === 'again') this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
  }

  #forgotten(): void {
    if (this.sessionId === undefined || this.#closed) return;
    this.failure ??= new AppError('session_lost', { notSent: true });
    void this.close();
  }

  /** The response without its body, where that answers the request that is being sent. */
  async #answerTo(response: Response): Promise<Response> {
    const sending = this.#sending.getStore();
    if (!sending?.message || sending.id === undefined) return cutBody(response, OTHER_BODY_BYTES);
    const read = (body: Response) => readJsonAnswer(body, this.#messageLimit, () => this.#requests.calls);
    const { answer, left } = await takeAnswer(response, { ...sending.message, id: sending.id }, read);
    sending.answer = answer;
    return left;
  }

  #streamed(response: Response): Response {
    const id = this.#sending.getStore()?.id;
    return takeMessages(response, {
      limit: this.#messageLimit,
      calls: () => this.#requests.calls,
      onMessage: (received) => {
        this.#take(received);
        return id !== undefined && !this.#requests.waits(id) ? ANSWERED : null;
      },
      onFail: (error) => this.#streamFailed(id, error),
    });
  }

  #streamFailed(id: RequestId | undefined, error: AppError): void {
    if (this.kind === 'sse') this.failure ??= error;
    else if (id === undefined) this.#listening.goDeaf();
    else if (this.#answered(id) && !this.#closed)
      this.onmessage?.({ jsonrpc: '2.0', id, error: { code: ANSWER_FAILED, message: error.message, data: error } });
  }

  #take({ messages, noise }: Received): void {
    if (noise !== '') this.#options.onOutput?.('patchbay', `Not a message: ${noise.slice(0, NOISE_CHARS)}`);
    for (const each of messages) this.#receive(each);
  }

  #receive({ message, sizeBytes, cut }: ReceivedMessage): void {
    if (!('method' in message) && message.id !== undefined) this.#answered(message.id);
    if (this.#closed) return;
    this.#options.wire?.message('in', message, sizeBytes, cut);
    deliver(this, message);
  }

  #streamEnded(id: RequestId, options: TransportSendOptions | undefined): void {
    options?.onRequestStreamEnd?.();
    if (!this.#answered(id) || this.#closed) return;
    const error = { code: STREAM_ENDED, message: 'The answer ended before the result' };
    this.onmessage?.({ jsonrpc: '2.0', id, error });
  }

  /** Whether the request still waited. */
  #answered(id: RequestId): boolean {
    this.#listening.forget(id);
    return this.#requests.answered(id);
  }

  #failed(error: Error): void {
    this.#problem = error;
    this.onerror?.(error);
    // The SDK opens the stream again, but on the server that is another, uninitialised session.
    if (!this.#open || !(error instanceof SseError)) return;
    if (!this.#closed) this.failure ??= new AppError('connection_lost', {}, { technical: 'The event stream ended' });
    void this.close();
  }

  /** The SDK ends a transport by itself only where the server broke the protocol, and tells why before. */
  #ended(): void {
    if (!this.#closeAsked && this.#problem) this.failure ??= new AppError('protocol_error', { detail: this.#problem.message });
    this.#finish();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#requests.clear();
    this.onclose?.();
  }
}

async function httpError(response: Response): Promise<SdkHttpError> {
  const text = await response.text().catch(() => '');
  const { status, statusText } = response;
  return new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `HTTP ${status}`, { status, statusText, text });
}
