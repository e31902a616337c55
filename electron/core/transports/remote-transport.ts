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
import { factsOf, type HttpFacts, NO_FACTS } from './http-facts.ts';
import { ListenBackoff } from './listen-backoff.ts';
import { patientFetch } from './patient-fetch.ts';

/** Limit of the farewell to a session, in ms. */
const END_SESSION_MS = 1_500;
/** Most characters of an error answer that are kept. */
const ERROR_BODY_CHARS = 2_000;

export type RemoteKind = 'http' | 'sse';

/** The error code of the answer that stands for one that never came because its stream ended. */
export const STREAM_ENDED = -32_099;

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
  readonly #inner: StreamableHTTPClientTransport | SSEClientTransport;
  readonly #unanswered = new Set<string | number>();
  readonly #listening = new ListenBackoff();
  #facts: HttpFacts = NO_FACTS;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #open = false;
  #closed = false;

  /** Throws invalid_input when a header cannot be sent. */
  constructor(config: RemoteConfig, kind: RemoteKind) {
    this.kind = kind;
    this.hasPerRequestStream = kind === 'http';
    const { url, headers } = endpoint(config);
    const options = { fetch: this.#fetch, requestInit: { headers } };
    this.#inner = kind === 'http' ? new StreamableHTTPClientTransport(url, options) : new SSEClientTransport(url, options);
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
    if (this.#inner instanceof SSEClientTransport) return this.#inner.send(message);
    if (id === undefined) return this.#inner.send(message, options);
    this.#unanswered.add(id);
    try {
      await this.#inner.send(message, { ...options, onRequestStreamEnd: () => this.#streamEnded(id, options) });
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
    const resumes = new Headers(init.headers).has('last-event-id');
    if (listening && !resumes && !(await this.#listening.next(init.signal))) return new Response(null, { status: 405 });
    let response: Response;
    try {
      response = await patientFetch(url, init);
    } catch (error) {
      if (init.signal?.aborted !== true && !listening) this.#facts = { ...NO_FACTS, error };
      throw error;
    }
    if (!listening && init.method !== 'DELETE') this.#facts = factsOf(response, String(url));
    if (this.kind === 'sse' && init.method === 'POST' && !response.ok) throw await httpError(response);
    return response;
  };

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
  const text = (await response.text().catch(() => '')).slice(0, ERROR_BODY_CHARS);
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
  if ((url.username !== '' || url.password !== '') && !headers.has('authorization')) {
    const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  url.username = '';
  url.password = '';
  return { url, headers };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
