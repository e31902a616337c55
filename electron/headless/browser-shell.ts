import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { MAX_REQUEST_BYTES } from '../../shared/contract/constants.ts';
import type { Settings } from '../../shared/contract/model.ts';
import type { Bridge } from '../core/bridge.ts';
import { type ConnectionLimits, serveClient } from './client-connection.ts';
import { isOwnHost, isOwnOrigin } from './loopback-origin.ts';
import { pageAnswer, textAnswer } from './page-files.ts';
import { newSessionToken, offersToken } from './session-token.ts';

const ADDRESS = '127.0.0.1';
const BRIDGE_PATH = '/bridge';

export interface BrowserShellOptions {
  app: { readonly bridge: Bridge; readonly settings: Pick<Settings, 'theme'> };
  /** Folder of the built page. */
  pageFolder: string;
  /** 0 or none: any free port. */
  port?: number;
  token?: string;
  limits?: ConnectionLimits;
}

export interface BrowserShell {
  /** The page's address with the token in its fragment, which no server and no log sees. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
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
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  const port = () => (server.address() as AddressInfo).port;
  // Node forgets a socket once it is upgraded; closing has to end those too.
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });

  server.on('request', async (request, response) => {
    const host = request.headers.host;
    const pathname = pathOf(request);
    const answer = !isOwnHost(host, port())
      ? textAnswer(403, 'This address is not served here')
      : pathname === null
        ? textAnswer(400, 'Bad request')
        : await pageAnswer({
            folder: options.pageFolder,
            method: request.method ?? '',
            pathname,
            connect: [`ws://${host}`],
            theme: options.app.settings.theme,
          });
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
    url: `http://${ADDRESS}:${port()}/#token=${token}`,
    port: port(),
    token,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
