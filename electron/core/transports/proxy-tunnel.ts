import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import type { WebProxy } from './proxy-choice.ts';
import { urlCredentials } from './url-credentials.ts';

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

/** A connection to `target` (host:port) through the proxy (RFC 9110, 9.3.6 CONNECT). Rejects with proxy_failed. */
export function openTunnel(proxy: WebProxy, target: string, onSocket: (socket: Socket) => void): Promise<Socket> {
  const { protocol, hostname, port } = proxy.url;
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const failed = (detail: string, cause?: Error) => {
      clearTimeout(limit);
      asked.destroy();
      reject(proxyFailed(proxy, detail, cause));
    };
    const asked = request({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? undefined : port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
    });
    const limit = setTimeout(() => failed('It did not answer'), ANSWER_MS);
    asked.on('socket', onSocket);
    asked.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      clearTimeout(limit);
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        failed(statusCode === 407 ? 'It asks for a name and a password (HTTP 407)' : `It answered HTTP ${statusCode}`);
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.on('error', (error: NodeJS.ErrnoException) => failed(REASONS[error.code ?? ''] ?? error.message, error));
    asked.end();
  });
}

function proxyFailed({ url, variable }: WebProxy, detail: string, cause: Error | undefined): AppError {
  return new AppError('proxy_failed', { proxy: url.host, variable, detail, notSent: true }, { cause });
}
