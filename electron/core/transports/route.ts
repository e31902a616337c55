import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { RemoteConfig } from '../../../shared/contract/model.ts';
import { bare, type Environment, portOf, proxyFor, type WebProxy } from './proxy-choice.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { trustedWith } from './trusted-certificates.ts';

/** Limit of one TCP or TLS handshake, in ms; the connection has a limit of its own. */
const HANDSHAKE_MS = 30_000;

/** The way to a remote server: through which proxy, and whose certificates are taken. */
export interface Route {
  readonly proxy: WebProxy | null;
  /** Options for the server's TLS; none: the runtime's own. */
  readonly tls: Pick<ConnectionOptions, 'ca' | 'rejectUnauthorized'>;
}

/** Throws ca_unreadable, proxy_failed. */
export function routeTo(address: URL, { caFile, acceptInvalid }: RemoteConfig['tls'], env: Environment): Route {
  return {
    proxy: proxyFor(address, env),
    tls: {
      ...(caFile === null ? {} : { ca: trustedWith(caFile) }),
      ...(acceptInvalid ? { rejectUnauthorized: false } : {}),
    },
  };
}

/** Whether the runtime's own way of connecting will do. */
export function isPlain({ proxy, tls }: Route): boolean {
  return proxy === null && Object.keys(tls).length === 0;
}

/**
 * A connection to an address by its route, with TLS where the scheme has it. `onSocket` is told of every socket as soon as there is
 * one, for whoever wants to end the opening. Rejects with proxy_failed and what the system says.
 */
export async function openSocket(route: Route, address: URL, onSocket: (socket: Socket) => void = () => {}): Promise<Socket> {
  const { proxy } = route;
  const host = bare(address.hostname);
  const toProxy = proxy !== null && proxy.url.host === address.host;
  const through = proxy !== null && !toProxy;
  const raw = through
    ? await openTunnel(proxy, `${address.hostname}:${portOf(address)}`, onSocket)
    : connect(Number(portOf(address)), host);
  onSocket(raw);
  raw.setNoDelay(true).setKeepAlive(true, 60_000);
  const secure = address.protocol === 'https:' || address.protocol === 'wss:';
  if (!secure) return through ? raw : ready(raw, 'connect');
  const servername = /[:\d]$/.test(host) ? '' : host;
  return ready(connectTls({ socket: raw, servername, host, ALPNProtocols: ['http/1.1'], ...(toProxy ? {} : route.tls) }), 'secureConnect');
}

/** The socket when the event has come. */
function ready(socket: Socket, event: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (error: Error | null) => {
      clearTimeout(limit);
      socket.off('error', end).off('close', closed).off(event, done);
      if (error) {
        socket.destroy();
        reject(error);
      } else resolve(socket);
    };
    const done = () => end(null);
    const closed = () => end(Object.assign(new Error('Closed before the handshake'), { code: 'ECONNRESET' }));
    const limit = setTimeout(() => end(Object.assign(new Error('No answer to the handshake'), { code: 'ETIMEDOUT' })), HANDSHAKE_MS);
    socket.once('error', end).once('close', closed).once(event, done);
  });
}
