import type { Socket } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import { ownSignal } from './own-signal.ts';
import { proxyAsksWho, proxyHeaders } from './proxy-tunnel.ts';
import { isPlain, openSocket, type Route } from './route.ts';

/** What fetch asks its agent for, as far as it matters here. */
interface DispatchOptions {
  origin: string | URL;
  path: string;
  headers: Record<string, string> | string[];
}
type Connect = (
  target: { protocol: string; hostname: string; port: string },
  done: (error: Error | null, socket: Socket | null) => void,
) => void;
interface AgentOptions {
  headersTimeout: number;
  bodyTimeout: number;
  connect: Connect;
}
interface Agent {
  dispatch(options: DispatchOptions, handler: unknown): boolean;
  destroy(): Promise<void>;
}
type AgentClass = new (options: AgentOptions) => Agent;

/** `fetch` of one connection, and what ends its sockets. */
export interface Fetching {
  fetch: (url: string | URL, init: RequestInit) => Promise<Response>;
  close: () => void;
}

/**
 * Node's fetch ends an answer that stays silent for 300 s, whatever the caller's own limit is: too early for a tool
 * that works for longer, and for a stream that waits for news. The agent inside Node can be told not to; a runtime
 * without it keeps the limit. Every request has a limit of its own, set by whoever sends it.
 */
const PATIENT: Omit<AgentOptions, 'connect'> = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * `fetch` by a route, without limits on silence. Throws internal when this runtime cannot take another route than its own. To be
 * closed: also a connection that is only being opened would stay otherwise.
 */
export function fetchingBy(route: Route): Fetching {
  const found = agentClass();
  if (found === null) {
    if (isPlain(route)) return { fetch: (url, init) => fetch(url, withOwnSignal(init)), close: () => {} };
    throw new AppError('internal', {}, { technical: 'This runtime has no HTTP agent that can be told the way' });
  }
  const sockets = new Set<Socket>();
  const agent = agentBy(route, found, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    fetch: (url, init) =>
      fetch(url, { ...withOwnSignal(init), dispatcher: agent } as RequestInit).catch((error: unknown) => {
        throw route.proxy !== null && isAskedWho(error) ? proxyAsksWho(route.proxy) : error;
      }),
    close: () => {
      void agent.destroy().catch(() => {});
      for (const socket of sockets) socket.destroy();
    },
  };
}

function withOwnSignal(init: RequestInit): RequestInit {
  return init.signal ? { ...init, signal: ownSignal(init.signal) } : init;
}

/** An answer with 407 is a network error (WHATWG Fetch, HTTP-network-or-cache fetch), alone in having neither a code nor, at times, words. */
function isAskedWho(error: unknown): boolean {
  if (!(error instanceof TypeError) || !(error.cause instanceof Error) || 'code' in error.cause) return false;
  return error.cause.message === '' || error.cause.message === 'proxy authentication required';
}

/** The agent's class inside Node; where the runtime was told to use proxies of its own accord, it is one of their parts. */
function agentClass(): AgentClass | null {
  // The runtime makes its agent with the first use of anything of fetch's family.
  new Headers();
  const current: unknown = Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1'));
  if (typeof current !== 'object' || current === null) return null;
  const parts = [current, ...Object.getOwnPropertySymbols(current).map((each): unknown => Reflect.get(current, each))];
  const agent = parts.find((each) => each instanceof Object && each.constructor.name === 'Agent');
  return agent === undefined ? null : ((agent as object).constructor as AgentClass);
}

function agentBy(route: Route, found: AgentClass, onSocket: (socket: Socket) => void): Agent {
  const { proxy } = route;
  const connect: Connect = ({ protocol, hostname, port }, done) => {
    const host = hostname.includes(':') ? `[${hostname}]` : hostname;
    openSocket(route, new URL(`${protocol}//${host}:${port}`), onSocket).then(
      (socket) => done(null, socket),
      (error: Error) => done(error, null),
    );
  };
  const agent = new found({ ...PATIENT, connect });
  if (proxy === null) return agent;
  const dispatch = agent.dispatch.bind(agent);
  // Most proxies open tunnels to ports of TLS only: plain HTTP is asked for by its whole address (RFC 9112, 3.2.2).
  agent.dispatch = (options, handler) => {
    const origin = new URL(options.origin);
    if (origin.protocol !== 'http:') return dispatch(options, handler);
    const added = { host: origin.host, ...proxyHeaders(proxy) };
    const headers = Array.isArray(options.headers)
      ? [...options.headers, ...Object.entries(added).flat()]
      : { ...options.headers, ...added };
    return dispatch({ ...options, origin: proxy.url.origin, path: `${origin.origin}${options.path}`, headers }, handler);
  };
  return agent;
}
