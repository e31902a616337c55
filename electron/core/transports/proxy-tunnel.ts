import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import { urlCredentials } from '../secrets/url-credentials.ts';
import type { WebProxy } from './proxy-choice.ts';

/** Limit for the proxy's answer, in ms. */
const ANSWER_MS = 30_000;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing answers there',
  ENOTFOUND: 'Its host was not found',
  EAI_AGAIN: 'Its host was not found',
};

/** The header that a proxy asks for when its address has credentials. */
export function proxyHeaders({ url }: WebProxy): Record<string, string> {
  const credentials = urlCredentials(url);
  return credentials ? { 'proxy-authorization': `Basic ${credentials.basic}` } : {};
}

/** That the proxy wants to know who asks: the answer to a tunnel, or to a request by its whole address. */
export function proxyAsksWho(proxy: WebProxy): AppError {
  return proxyFailed(proxy, 'It asks for a name and a password (HTTP 407)');
}

/** A connection to `target` (host:port) through the proxy (RFC 9110, 9.3.6 CONNECT). Rejects with proxy_failed. */
export function openTunnel(proxy: WebProxy, target: string, onSocket: (socket: Socket) => void): Promise<Socket> {
  const { protocol, hostname, port } = proxy.url;
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const fail = (error: AppError) => {
      clearTimeout(limit);
      asked.destroy();
      reject(error);
    };
    const asked = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? undefined : port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
    });
    const limit = setTimeout(() => fail(proxyFailed(proxy, 'It did not answer')), ANSWER_MS);
    asked.on('socket', onSocket);
    asked.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      clearTimeout(limit);
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        fail(statusCode === 407 ? proxyAsksWho(proxy) : proxyFailed(proxy, `It answered HTTP ${statusCode}`));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => fail(proxyFailed(proxy, REASONS[error.code ?? ''] ?? error.message, error)));
    asked.end();
  });
}

function proxyFailed({ url, variable }: WebProxy, detail: string, cause?: Error): AppError {
  return new AppError('proxy_failed', { proxy: url.host, variable, detail, notSent: true }, { cause });
}
