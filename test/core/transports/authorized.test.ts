import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { RemoteTransport } from '../../../electron/core/transports/remote-transport.ts';
import type { RequestAuthorizer, SentHeaders } from '../../../electron/core/transports/request-authorizer.ts';
import { WebSocketTransport } from '../../../electron/core/transports/websocket-transport.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { startHttpServer } from './fixtures/http-server.ts';

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

const config = (url: string, mode: PlainRemote['mode']): PlainRemote => ({
  ...{ kind: 'remote', url, mode, headers: { 'x-own': 'yes' }, query: {}, tls: DEFAULT_TLS },
  auth: { ...DEFAULT_AUTH, clientSecret: null },
});

/** Has the given tokens, one after the other as they are refused; when there is no other, it is over. */
function tokens(...values: string[]): RequestAuthorizer & { refusals: string[] } {
  const refusals: string[] = [];
  return {
    refusals,
    secrets: values,
    headers: async (): Promise<SentHeaders> => (values[0] === undefined ? {} : { authorization: `Bearer ${values[0]}` }),
    answered: () => {},
    async refused(_, { status, challenge }, sent) {
      refusals.push(`${status} ${challenge} ${sent.authorization}`);
      values.shift();
      if (values.length === 0) throw new AppError(status === 403 ? 'scope_needed' : 'sign_in_needed');
      return true;
    },
  };
}

interface Guarded {
  url: string;
  /** Authorization of each handshake. */
  seen: (string | undefined)[];
  close: (code: number) => void;
}

/** Opens a WebSocket for those who have the token, and answers others with the status. */
async function guardedWebSocket(token: string, status = '401 Unauthorized'): Promise<Guarded> {
  const seen: Guarded['seen'] = [];
  const http = createServer();
  const server = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    seen.push(request.headers.authorization);
    if (request.headers.authorization === `Bearer ${token}` && request.headers['x-own'] === 'yes')
      server.handleUpgrade(request, socket, head, () => {});
    else
      socket.end(`HTTP/1.1 ${status}\r\nWWW-Authenticate: Bearer error="invalid_token"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  ending.push(() => {
    for (const socket of server.clients) socket.terminate();
    http.close().closeAllConnections();
  });
  const close = (code: number) => {
    for (const socket of server.clients) socket.close(code, 'expired');
  };
  return { url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, seen, close };
}

describe('the handshake of a WebSocket', () => {
  test('has the credentials, and is tried again with others', async () => {
    const server = await guardedWebSocket('new');
    const authorizer = tokens('old', 'new');
    const transport = new WebSocketTransport(config(server.url, 'websocket'), { authorizer });
    await transport.start();
    ending.push(() => void transport.close());
    expect(server.seen).toEqual(['Bearer old', 'Bearer new']);
    expect(authorizer.refusals).toEqual(['401 Bearer error="invalid_token" Bearer old']);
    expect(transport.failure).toBeNull();
    expect(transport.facts.status).toBe(101);
  });

  test.each([
    ['401 Unauthorized', 'sign_in_needed'],
    ['403 Forbidden', 'scope_needed'],
  ])('that is refused for good (%s) says so', async (status, code) => {
    const server = await guardedWebSocket('another', status);
    const transport = new WebSocketTransport(config(server.url, 'websocket'), { authorizer: tokens('old') });
    await expect(transport.start()).rejects.toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [true, 'connection_lost'],
    [false, 'sign_in_needed'],
  ])('with credentials (%s): what ends later for want of them is %s', async (isSignedIn, code) => {
    const server = await guardedWebSocket('good');
    const own = config(server.url, 'websocket');
    const transport = isSignedIn
      ? new WebSocketTransport(own, { authorizer: tokens('good') })
      : new WebSocketTransport({ ...own, headers: { ...own.headers, authorization: 'Bearer good' } });
    await transport.start();
    const closed = new Promise<void>((resolve) => {
      transport.onclose = resolve;
    });
    server.close(3000);
    await closed;
    expect(transport.failure?.code).toBe(code);
  });
});

describe('over HTTP', () => {
  test.each(['http', 'sse'] as const)('every request has the credentials, also the stream and the farewell (%s)', async (mode) => {
    const server = await startHttpServer();
    ending.push(server.stop);
    const url = mode === 'sse' ? new URL('/sse', server.url).href : server.url;
    const transport = new RemoteTransport(config(url, mode), mode, { authorizer: tokens('good') });
    const answered = new Promise<void>((resolve) => {
      transport.onmessage = () => resolve();
    });
    await transport.start();
    await transport.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    });
    await answered;
    await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    const methods = () => new Set(server.requests.map(({ method }) => method));
    await expect.poll(methods).toEqual(new Set(['POST', 'GET']));
    await transport.close();
    if (mode === 'http') expect(methods()).toContain('DELETE');
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(server.requests.map(() => 'Bearer good'));
  });

  test('a server that refuses everything is asked three times, not for ever', async () => {
    const server = await startHttpServer(undefined, (_, response) => {
      response.writeHead(401).end();
      return true;
    });
    ending.push(server.stop);
    const many = tokens(...Array.from({ length: 20 }, (_, n) => `token ${n}`));
    const transport = new RemoteTransport(config(server.url, 'http'), 'http', { authorizer: many });
    await transport.start();
    ending.push(() => void transport.close());
    await expect(transport.send({ jsonrpc: '2.0', id: 1, method: 'ping' })).rejects.toThrow();
    expect(server.requests).toHaveLength(3);
  });
});
