import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { AppError } from '../../../shared/errors.ts';
import { type Endpoint, shownAddress } from './endpoint.ts';
import type { SentHeaders } from './request-authorizer.ts';
import { openSocket, type Route } from './route.ts';
import type { HttpExchange, WireLog } from './wire-log.ts';

/** The subprotocol that MCP servers over WebSocket agreed on; it is outside the specification. */
const SUBPROTOCOL = 'mcp';

export interface HandshakeOptions {
  endpoint: Endpoint;
  /** Headers beside those of the endpoint. */
  added: SentHeaders;
  route: Route;
  messageLimit: number;
  /** The socket while it is being opened, for whoever wants to end that. */
  onSocket: (socket: WebSocket) => void;
  wire?: WireLog | undefined;
}

/** What came of a handshake: a socket, or an answer that is none. */
export type Handshake = { socket: WebSocket; connection: Socket | null } | { refusal: IncomingMessage };

/** Asks for a WebSocket. Rejects with websocket_refused, proxy_failed and what the system says. */
export async function openWebSocket(options: HandshakeOptions): Promise<Handshake> {
  // Loaded when it is needed: few servers are spoken to like this.
  const { WebSocket } = await import('ws');
  const { endpoint, route, messageLimit, onSocket } = options;
  const note = exchangeNote(options);
  let connection: Socket | null = null;
  const opening = new Set<Socket>();
  const socket = new WebSocket(endpoint.url, SUBPROTOCOL, {
    headers: headersOf(options),
    maxPayload: messageLimit,
    perMessageDeflate: false,
    createConnection: ((_: unknown, done: (error: Error | null, socket?: Socket) => void) => {
      openSocket(route, endpoint.url, (each) => opening.add(each)).then(
        (opened) => {
          connection = opened;
          done(null, opened);
        },
        (error: Error) => done(error),
      );
    }) as never,
  });
  // A WebSocket that is given up knows nothing of a connection that is only being opened.
  socket.once('close', () => {
    for (const each of opening) each.destroy();
  });
  onSocket(socket);
  return new Promise((resolve, reject) => {
    socket.on('upgrade', (response) => note(response));
    socket.on('unexpected-response', (request, response) => {
      note(response);
      request.destroy();
      resolve({ refusal: response });
    });
    socket.once('open', () => resolve({ socket, connection }));
    socket.on('error', (error) => {
      note(null, error);
      reject('code' in error || error instanceof AppError ? error : refusedBecause(error));
    });
  });
}

/** An answer that is no WebSocket: websocket_refused. */
export function refusedHandshake({ statusCode = 0, headers }: IncomingMessage): AppError {
  const page = headers['content-type']?.startsWith('text/html') ? `a web page (HTTP ${statusCode})` : `HTTP ${statusCode}`;
  return new AppError('websocket_refused', { status: page });
}

function headersOf({ endpoint, added }: HandshakeOptions): Record<string, string> {
  const headers = new Headers(endpoint.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  return Object.fromEntries(headers);
}

/** The mistakes of a handshake have no codes. */
function refusedBecause(error: Error): AppError {
  return new AppError('websocket_refused', { status: error.message }, { cause: error });
}

/** Notes the handshake once. */
function exchangeNote(options: HandshakeOptions): (response: IncomingMessage | null, error?: Error) => void {
  const { endpoint, wire } = options;
  const began = performance.now();
  let noted = false;
  return (response, error) => {
    if (noted || !wire) return;
    noted = true;
    const exchange: HttpExchange = {
      method: 'GET',
      url: shownAddress(endpoint.url),
      status: response?.statusCode ?? null,
      requestHeaders: headersOf(options),
      responseHeaders: Object.fromEntries(Object.entries(response?.headers ?? {}).map(([name, value]) => [name, String(value)])),
      durationMs: performance.now() - began,
    };
    wire.exchange(error ? { ...exchange, problem: error.message } : exchange);
  };
}
