import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../../shared/errors.ts';
import { ANSWERED, type CallbackPage, FOREIGN, NOTHING_HERE, WRONG_HOST, WRONG_METHOD } from './callback-page.ts';

/** Ports to come back to, in this order, so that an address entered by hand at a sign-in server stays right. */
export const CALLBACK_PORTS = [33418, 33419, 33420, 33421, 33422] as const;
const CALLBACK_PATH = '/oauth/callback';
/** Longest time for one request, in ms. */
const REQUEST_MS = 10_000;
/** How long an answer may still travel after the end, in ms. */
const LAST_ANSWER_MS = 2_000;

/** `localhost` can be either family, and both must be ours: the browser brings the code to the one it likes. */
const ADDRESSES = { '127.0.0.1': ['127.0.0.1'], localhost: ['127.0.0.1', '::1'] } as const;
type CallbackHost = keyof typeof ADDRESSES;
/** A computer without IPv6. */
const NO_FAMILY: readonly unknown[] = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

/** Where the browser comes back to on this computer. Open only while a sign-in is. */
export class CallbackListener {
  readonly redirect: URL;
  readonly #servers: readonly Server[];
  /** Looks at an address that the browser came back with; whether it is the one that was waited for. */
  #accept: (address: URL) => boolean = () => false;

  private constructor(redirect: URL, servers: readonly Server[]) {
    this.redirect = redirect;
    this.#servers = servers;
    for (const server of servers) server.on('request', (request, response) => this.#handle(request, response));
  }

  /** Opens the first free one of the preferred ports, the usual ones, or any. Throws auth_port_busy. */
  static async open(
    host: CallbackHost,
    preferred: readonly number[] = [],
    usual: readonly number[] = CALLBACK_PORTS,
  ): Promise<CallbackListener> {
    for (const port of [...new Set([...preferred, ...usual]), 0, 0, 0]) {
      const servers = await listen(host, port);
      const first = servers?.[0];
      if (servers === null || first === undefined) continue;
      return new CallbackListener(redirectTo(host, (first.address() as AddressInfo).port), servers);
    }
    throw new AppError('auth_port_busy', { ports: usual.join(', ') });
  }

  /** The address with which the browser came back, as soon as `accept` takes one; others are refused and change nothing. */
  wait(accept: (address: URL) => boolean): Promise<URL> {
    return new Promise((resolve) => {
      this.#accept = (address) => {
        if (!accept(address)) return false;
        this.#accept = () => false;
        resolve(address);
        return true;
      };
    });
  }

  /** Takes no more requests; one that is being answered still is. */
  close(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MS).unref();
    }
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const page = this.#pageFor(request);
    response.writeHead(page.status, page.headers).end(page.html);
    request.resume();
  }

  #pageFor({ method, url = '', headers }: IncomingMessage): CallbackPage {
    // A page elsewhere whose name was pointed to this computer asks with that name (DNS rebinding).
    if (headers.host?.toLowerCase() !== this.redirect.host) return WRONG_HOST;
    const address = URL.canParse(url, this.redirect) && url.startsWith('/') ? new URL(url, this.redirect) : null;
    if (address === null || address.origin !== this.redirect.origin || address.pathname !== CALLBACK_PATH) return NOTHING_HERE;
    if (method !== 'GET') return WRONG_METHOD;
    return this.#accept(address) ? ANSWERED : FOREIGN;
  }
}

function redirectTo(host: CallbackHost, port: number): URL {
  return new URL(`http://${host}:${port}${CALLBACK_PATH}`);
}

/** The address to enter at a sign-in server by hand: with the port that is tried first, whichever is free just now. */
export function byHand(redirect: URL): URL {
  const url = new URL(redirect);
  if (url.protocol === 'http:') url.port = String(CALLBACK_PORTS[0]);
  return url;
}

/** Servers on every address of the host, or null when the port is taken on one. */
async function listen(host: CallbackHost, port: number): Promise<Server[] | null> {
  const servers: Server[] = [];
  let chosen = port;
  for (const address of ADDRESSES[host]) {
    const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, connectionsCheckingInterval: 1_000 });
    const failure = await opened(server, address, chosen);
    if (failure === null) {
      servers.push(server);
      chosen = (server.address() as AddressInfo).port;
    } else if (servers.length === 0 || !NO_FAMILY.includes(failure.code)) {
      for (const each of servers) each.close();
      return null;
    }
  }
  return servers;
}

function opened(server: Server, address: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', resolve);
      server.on('error', () => {});
      resolve(null);
    });
  });
}
