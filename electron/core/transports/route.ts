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
  /**
   * Told of the address that a connection has reached, before anything is sent; what it throws ends it. It is not asked about
   * connections that a proxy makes.
   */
  readonly guard?: (address: string) => void;
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
export function isPlain({ proxy, tls, guard }: Route): boolean {
  return proxy === null && Object.keys(tls).length === 0 && guard === undefined;
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
  if (route.guard !== undefined && proxy === null) await guarded(raw, route.guard);
  const secure = address.protocol === 'https:' || address.protocol === 'wss:';
  if (!secure) return raw.connecting ? ready(raw, 'connect') : raw;
  const servername = /[:\d]$/.test(host) ? '' : host;
  return ready(connectTls({ socket: raw, servername, host, ALPNProtocols: ['http/1.1'], ...(toProxy ? {} : route.tls) }), 'secureConnect');
}

/** What a name was resolved to counts, not what it says: its owner can change it between two looks (DNS rebinding). */
async function guarded(raw: Socket, guard: (address: string) => void): Promise<void> {
  await ready(raw, 'connect');
  try {
    guard(raw.remoteAddress ?? '');
  } catch (error) {
    raw.destroy();
    throw error;
  }
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
