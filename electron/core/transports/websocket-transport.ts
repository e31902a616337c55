import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/client';
import type { WebSocket } from 'ws';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { MESSAGE_LIMIT, megabytes } from '../messages/body-limit.ts';
import { deliver } from '../messages/deliver.ts';
import { MessageInbox } from '../messages/message-inbox.ts';
import { closeReason } from './close-reason.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { type HttpFacts, NO_FACTS, redirectLocation } from './http-facts.ts';
import type { Environment } from './proxy-choice.ts';
import { type AuthorizedRequest, type RequestAuthorizer, type SentHeaders, sendAuthorized } from './request-authorizer.ts';
import { type Route, routeTo } from './route.ts';
import { SendBacklog } from './send-backlog.ts';
import { type Handshake, openWebSocket, refusedHandshake } from './websocket-handshake.ts';
import type { WireLog } from './wire-log.ts';

/** Most bytes that may wait for the server to read them, before the next message. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;
/** Time between two pings, and for the answer to one, in ms. */
const PING_MS = 30_000;
/** Limit of the farewell, in ms. */
const CLOSE_MS = 1_500;

/** Close codes that stand for 401 and 403 (the registry of IANA). */
const CLOSED_FOR: Readonly<Record<number, ErrorCode>> = { 3000: 'sign_in_needed', 3003: 'access_denied' };

/** How the answer to a handshake is read. */
const HANDSHAKE = {
  status: (answer: Handshake) => ('refusal' in answer ? (answer.refusal.statusCode ?? 0) : 101),
  header: (answer: Handshake, name: string) => {
    const value = 'refusal' in answer ? answer.refusal.headers[name] : undefined;
    return value === undefined ? null : String(value);
  },
  drop: () => {},
};

export interface WebSocketTransportOptions {
  messageLimit?: number;
  backlogLimit?: number;
  pingMs?: number;
  /** Takes what came and is no message. */
  onOutput?: (stream: 'patchbay', text: string) => void;
  wire?: WireLog;
  /** Who signs in; null: nobody. */
  authorizer?: RequestAuthorizer | null;
  /** What names the proxies, instead of this process's environment. */
  env?: Environment;
}

/** MCP over WebSocket, one JSON-RPC message in one text message. Outside the specification; both eras travel alike. */
export class WebSocketTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;

  readonly kind = 'websocket';
  readonly sessionId = undefined;
  /** Why it ended by itself: connection_lost with the reason, too_large, and what the handshake met. */
  failure: AppError | null = null;
  readonly #config: PlainRemote;
  readonly #options: WebSocketTransportOptions;
  readonly #endpoint: Endpoint;
  readonly #unsent = new Set<(error: Error) => void>();
  readonly #calls = new Set<RequestId>();
  #facts: HttpFacts = NO_FACTS;
  #route: Route | null = null;
  #socket: WebSocket | null = null;
  #connection: Socket | null = null;
  #inbox: MessageInbox | null = null;
  #backlog = new SendBacklog(null);
  #pings: NodeJS.Timeout | undefined;
  #starting: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #open = false;
  /** Whether credentials went with the handshake. */
  #signedIn = false;
  #closed = false;

  /** Throws invalid_input when a header cannot be sent. */
  constructor(config: PlainRemote, options: WebSocketTransportOptions = {}) {
    this.#config = config;
    this.#options = options;
    this.#endpoint = endpointOf(config);
    const { url } = this.#endpoint;
    url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? 'wss:' : 'ws:';
  }

  /** What the handshake showed. */
  get facts(): Readonly<HttpFacts> {
    return this.#facts;
  }

  /** The way to the server; null before the start. */
  get route(): Route | null {
    return this.#route;
  }

  /** A second call joins the first. Rejects with websocket_refused, sign_in_needed, access_denied, redirected and what the network says. */
  start(): Promise<void> {
    this.#starting ??= this.#closed ? Promise.reject(new AppError('cancelled')) : this.#start();
    return this.#starting;
  }

  async #start(): Promise<void> {
    const { env = process.env, authorizer, pingMs = PING_MS } = this.#options;
    const route = routeTo(this.#endpoint.url, this.#config.tls, env);
    this.#route = route;
    try {
      const ask = (added: SentHeaders) => this.#ask(route, added);
      const answer = await (authorizer ? sendAuthorized(authorizer, this.#request, { ...HANDSHAKE, send: ask }) : ask({}));
      if ('refusal' in answer) throw this.#refused(answer.refusal);
      const { socket, connection } = answer;
      this.#facts = { ...NO_FACTS, status: 101 };
      this.#connection = connection;
      this.#open = true;
      this.#keepAlive(socket, pingMs);
    } catch (error) {
      this.#facts = this.#facts.status === null ? { ...NO_FACTS, error } : this.#facts;
      this.#finish();
      throw this.failure ?? error;
    }
  }

  #ask(route: Route, added: SentHeaders): Promise<Handshake> {
    const { messageLimit = MESSAGE_LIMIT, wire } = this.#options;
    this.#signedIn = Object.keys(added).length > 0;
    return openWebSocket({
      endpoint: this.#endpoint,
      added,
      route,
      messageLimit,
      wire,
      onSocket: (opening) => {
        this.#socket = opening;
        if (this.#closed) opening.terminate();
        opening.on('close', (code, reason) => this.#ended(code, reason.toString('utf8')));
        this.#listen(opening, messageLimit);
      },
    });
  }

  /** The handshake as the request that it is. */
  get #request(): AuthorizedRequest {
    const url = new URL(this.#endpoint.url);
    url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
    return { method: 'GET', url };
  }

  send(message: JSONRPCMessage): Promise<void> {
    const socket = this.#socket;
    if (this.#closed || socket?.readyState !== socket?.OPEN || !socket) return Promise.reject(new AppError('connection_lost'));
    if (this.#backlog.bytes > (this.#options.backlogLimit ?? BACKLOG_LIMIT)) {
      this.#giveUp(lost('The server does not read what is sent to it'));
      return Promise.reject(new AppError('connection_lost'));
    }
    const text = JSON.stringify(message);
    const sizeBytes = Buffer.byteLength(text);
    this.#options.wire?.message('out', message, sizeBytes);
    if ('method' in message && 'id' in message && message.method === 'tools/call') this.#calls.add(message.id);
    const written = this.#backlog.add(sizeBytes, !('method' in message));
    return new Promise((resolve, reject) => {
      // The write's own callback may never come when the connection breaks.
      this.#unsent.add(reject);
      socket.send(text, (error) => {
        written();
        // Node calls a write that a broken connection cut short a success: the end of the connection tells.
        if (!error && this.#connection?.destroyed) return;
        this.#unsent.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Says goodbye within a short limit. What waits for an answer fails at once. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The same without waiting for the other side's goodbye. Never rejects. */
  kill(): Promise<void> {
    this.#socket?.terminate();
    return this.close();
  }

  async #close(): Promise<void> {
    this.#finish();
    const socket = this.#socket;
    if (!socket || socket.readyState === socket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => socket.terminate(), CLOSE_MS);
      socket.once('close', () => {
        clearTimeout(limit);
        resolve();
      });
      if (socket.readyState === socket.CONNECTING) socket.terminate();
      else socket.close(1000);
    });
  }

  #listen(socket: WebSocket, messageLimit: number): void {
    const backlog = new SendBacklog(socket);
    this.#backlog = backlog;
    const inbox = new MessageInbox({
      source: socket,
      calls: () => this.#calls,
      onMessage: (message, sizeBytes, cut) => this.#receive(message, sizeBytes, cut),
      onNoise: (text) => this.#options.onOutput?.('patchbay', `Not a message: ${text}`),
      onFail: (error) => this.#giveUp(error),
    });
    this.#inbox = inbox;
    socket.on('message', (data) => {
      const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
      backlog.chunkRead(bytes.length);
      inbox.push(bytes);
    });
    socket.on('error', (error) => {
      if ('code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
        this.failure ??= new AppError('too_large', { limit: megabytes(messageLimit) });
      if (!this.#closed) this.onerror?.(error);
    });
  }

  /** A server that neither answers a ping nor sends anything until the next one is gone. */
  #keepAlive(socket: WebSocket, pingMs: number): void {
    let heard = true;
    let bytes = 0;
    const read = () => this.#connection?.bytesRead ?? 0;
    socket.on('pong', () => {
      heard = true;
    });
    this.#pings = setInterval(() => {
      // After a sleep the timer comes before what has arrived.
      setImmediate(() => {
        if (this.#closed) return;
        if (!heard && read() === bytes && !socket.isPaused) {
          this.#giveUp(lost('The server did not answer a ping'));
          return;
        }
        heard = false;
        bytes = read();
        socket.ping(() => {});
      });
    }, pingMs).unref();
  }

  #receive(message: JSONRPCMessage, sizeBytes: number, cut: boolean): void {
    if (this.#closed) return;
    if (!('method' in message) && message.id !== undefined) this.#calls.delete(message.id);
    this.#options.wire?.message('in', message, sizeBytes, cut);
    deliver(this, message);
  }

  /** Why an answer to the handshake is no WebSocket. */
  #refused(response: IncomingMessage): AppError {
    const { statusCode = 0, headers } = response;
    const location = redirectLocation(statusCode, headers.location, this.#endpoint.url);
    const contentType = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    this.#facts = { ...NO_FACTS, status: statusCode, contentType, location };
    if (location !== null) this.failure = new AppError('redirected', { location });
    else if (statusCode === 401) this.failure = new AppError('sign_in_needed');
    else if (statusCode === 403) this.failure = new AppError('access_denied');
    return refusedHandshake(response);
  }

  #ended(code: number, text: string): void {
    // What happens before it stands is told by the handshake.
    if (this.#closed || !this.#open) return;
    // Credentials that have ended meanwhile may be renewed at the next try, which tells where they cannot.
    const meaning = this.#signedIn ? undefined : CLOSED_FOR[code];
    this.failure ??= new AppError(meaning ?? 'connection_lost', {}, { technical: closeReason(code, text) });
    this.#finish();
  }

  #giveUp(error: AppError): void {
    this.failure ??= error;
    this.onerror?.(error);
    this.#finish();
    this.#socket?.terminate();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#pings);
    this.#inbox?.stop();
    for (const reject of this.#unsent) reject(new AppError('connection_lost'));
    this.#unsent.clear();
    this.onclose?.();
  }
}

function lost(technical: string): AppError {
  return new AppError('connection_lost', {}, { technical });
}
