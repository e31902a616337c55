import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { MAX_REQUEST_BYTES } from '../../shared/contract/constants.ts';
import type { Settings } from '../../shared/contract/model.ts';
import type { Bridge } from '../core/bridge.ts';
import { type ConnectionLimits, serveClient } from './client-connection.ts';
import { isOwnHost, isOwnOrigin } from './loopback-origin.ts';
import { OpenTickets } from './open-tickets.ts';
import { type PageAnswer, pageAnswer, redirectAnswer, textAnswer } from './page-files.ts';
import { newSessionToken, offersToken } from './session-token.ts';

const ADDRESS = '127.0.0.1';
const BRIDGE_PATH = '/bridge';
const USED_TICKET = 'This address works once and for a minute only. Open the one that Patchbay printed when it started.';

export interface BrowserShellOptions {
  app: { readonly bridge: Bridge; readonly settings: Pick<Settings, 'theme'> };
  /** Folder of the built page. */
  pageFolder: string;
  /** 0 or none: any free port. */
  port?: number;
  token?: string;
  limits?: ConnectionLimits;
  /** ms since the epoch */
  now?: () => number;
}

export interface BrowserShell {
  /** The page's address with the token in its fragment, which no server and no log sees. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** An address that leads to `url` once, within a minute: for whoever would tell others what it opens. */
  ticketUrl(): string;
  /** Drops all clients and stops listening. */
  close(): Promise<void>;
}

function refuseUpgrade(socket: Duplex, status: 401 | 403 | 404): void {
  const text = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[status];
  // Not only ended: a client that keeps its half open would hold the socket for ever.
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function pathOf(request: IncomingMessage): string | null {
  const target = request.url ?? '';
  return target.startsWith('/') ? (target.split(/[?#]/, 1)[0] ?? null) : null;
}

/**
 * Puts the core before a browser on this machine: the page over HTTP, the bridge over a WebSocket at `/bridge`.
 * Whoever asks must name us by a loopback name; for the bridge also come from our page and know the token.
 * Rejects with the system's error when the port is taken (`EADDRINUSE`).
 */
export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const token = options.token ?? newSessionToken();
  const tickets = new OpenTickets(options.now ?? Date.now);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  const port = () => (server.address() as AddressInfo).port;
  const origin = () => `http://${ADDRESS}:${port()}`;
  const url = () => `${origin()}/#token=${token}`;
  // Node forgets a socket once it is upgraded; closing has to end those too.
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });

  const answerTo = async (request: IncomingMessage): Promise<PageAnswer> => {
    const { host } = request.headers;
    if (!isOwnHost(host, port())) return textAnswer(403, 'This address is not served here');
    const pathname = pathOf(request);
    if (pathname === null) return textAnswer(400, 'Bad request');
    const method = request.method ?? '';
    const redeemed = method === 'GET' ? tickets.redeem(pathname) : null;
    if (redeemed !== null) return redeemed ? redirectAnswer(url()) : textAnswer(410, USED_TICKET);
    const { theme } = options.app.settings;
    return pageAnswer({ folder: options.pageFolder, method, pathname, connect: [`ws://${host}`], theme });
  };
  server.on('request', async (request, response) => {
    const answer = await answerTo(request);
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!isOwnHost(request.headers.host, port())) return refuseUpgrade(socket, 403);
    if (pathOf(request) !== BRIDGE_PATH) return refuseUpgrade(socket, 404);
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) return refuseUpgrade(socket, 403);
    if (!offersToken(request.headers['sec-websocket-protocol'], token)) return refuseUpgrade(socket, 401);
    sockets.handleUpgrade(request, socket, head, (client) => serveClient(client, options.app.bridge, options.limits));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, ADDRESS, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    url: url(),
    port: port(),
    token,
    ticketUrl: () => `${origin()}${tickets.issue()}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
