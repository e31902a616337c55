import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { AppError } from '../../../shared/errors.ts';
import { type Endpoint, shownAddress } from './endpoint.ts';
import { openSocket, type Route } from './route.ts';
import type { HttpExchange, WireLog } from './wire-log.ts';

/** The subprotocol that MCP servers over WebSocket agreed on; it is outside the specification. */
const SUBPROTOCOL = 'mcp';

export interface HandshakeOptions {
  endpoint: Endpoint;
  route: Route;
  messageLimit: number;
  /** The socket while it is being opened, for whoever wants to end that. */
  onSocket: (socket: WebSocket) => void;
  /** An answer that was no WebSocket. */
  onRefusal: (response: IncomingMessage) => void;
  wire?: WireLog | undefined;
}

/** Opens a WebSocket. Rejects with websocket_refused, proxy_failed and what the system says; a refusal by status is told before. */
export async function openWebSocket(options: HandshakeOptions): Promise<{ socket: WebSocket; connection: Socket | null }> {
  // Loaded when it is needed: few servers are spoken to like this.
  const { WebSocket } = await import('ws');
  const { endpoint, route, messageLimit, onSocket, onRefusal } = options;
  const note = exchangeNote(options);
  let connection: Socket | null = null;
  const opening = new Set<Socket>();
  const socket = new WebSocket(endpoint.url, SUBPROTOCOL, {
    headers: Object.fromEntries(endpoint.headers),
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
      onRefusal(response);
      request.destroy();
      const { statusCode = 0, headers } = response;
      const page = headers['content-type']?.startsWith('text/html') ? `a web page (HTTP ${statusCode})` : `HTTP ${statusCode}`;
      reject(new AppError('websocket_refused', { status: page }));
    });
    socket.once('open', () => resolve({ socket, connection }));
    socket.on('error', (error) => {
      note(null, error);
      reject('code' in error || error instanceof AppError ? error : refusedBecause(error));
    });
  });
}

/** The mistakes of a handshake have no codes. */
function refusedBecause(error: Error): AppError {
  return new AppError('websocket_refused', { status: error.message }, { cause: error });
}

/** Notes the handshake once. */
function exchangeNote({ endpoint, wire }: HandshakeOptions): (response: IncomingMessage | null, error?: Error) => void {
  const began = performance.now();
  let noted = false;
  return (response, error) => {
    if (noted || !wire) return;
    noted = true;
    const exchange: HttpExchange = {
      method: 'GET',
      url: shownAddress(endpoint.url),
      status: response?.statusCode ?? null,
      requestHeaders: Object.fromEntries(endpoint.headers),
      responseHeaders: Object.fromEntries(Object.entries(response?.headers ?? {}).map(([name, value]) => [name, String(value)])),
      durationMs: performance.now() - began,
    };
    wire.exchange(error ? { ...exchange, problem: error.message } : exchange);
  };
}
