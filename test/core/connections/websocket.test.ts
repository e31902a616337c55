import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { closeReason } from '../../../electron/core/transports/close-reason.ts';
import { WebSocketTransport } from '../../../electron/core/transports/websocket-transport.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import { type Certificates, makeCertificates } from '../transports/fixtures/certificates.ts';
import { type RunningWebSocketServer, speakLegacy, speakModern, startWebSocketServer } from '../transports/fixtures/websocket-server.ts';
import { Recorder, textOf } from './fixtures/harness.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  closing.push(() => recorder.manager.shutdown());
  return recorder;
}

async function serve(onConnection: (socket: WebSocket) => void, tls?: Certificates['server']): Promise<RunningWebSocketServer> {
  const server = await startWebSocketServer(onConnection, tls);
  closing.push(server.stop);
  return server;
}

const remote = (url: string, rest = {}) => ({ kind: 'remote', url, ...rest });

function transport(url: string, options: ConstructorParameters<typeof WebSocketTransport>[1] = {}): WebSocketTransport {
  const opened = new WebSocketTransport(
    { kind: 'remote', url, mode: 'auto', headers: {}, query: {}, auth: DEFAULT_AUTH, tls: DEFAULT_TLS },
    options,
  );
  closing.push(() => opened.close());
  return opened;
}

describe('a server over WebSocket', () => {
  it.each([
    ['legacy', 'legacy', speakLegacy],
    ['modern', 'modern', (socket: WebSocket) => speakModern(socket)],
    ['of both eras', 'modern', (socket: WebSocket) => speakModern(socket, true)],
  ] as const)('%s is connected and runs a tool', async (_, era, speak) => {
    const server = await serve(speak);
    const recorder = record();
    expect(await recorder.connected(remote(server.url))).toMatchObject({ era, transport: 'websocket' });
    expect(textOf(await recorder.call('echo', { message: 'héllo' }))).toBe('héllo');
    await recorder.manager.disconnect('s');
    await expect.poll(() => server.sockets.every((socket) => socket.readyState === socket.CLOSED)).toBe(true);
  });

  it('is asked for the subprotocol, with headers, credentials and query', async () => {
    const server = await serve(speakLegacy);
    const url = server.url.replace('//', '//me:pass@');
    await record().connected(remote(`${url}?a=1&b=2`, { headers: { 'X-Key': 'abc' }, query: { b: '3', c: 'd e' } }));
    const [handshake] = server.handshakes;
    expect(handshake?.headers).toMatchObject({
      'sec-websocket-protocol': 'mcp',
      'x-key': 'abc',
      authorization: `Basic ${Buffer.from('me:pass').toString('base64')}`,
    });
    expect(handshake?.url).toBe('/mcp?a=1&b=3&c=d%20e');
  });

  it.each([
    ['ws', 'http'],
    ['ws', 'sse'],
    ['http', 'websocket'],
  ])('at a %s address with the choice of %s is spoken to over WebSocket', async (scheme, mode) => {
    const server = await serve(speakLegacy);
    expect(await record().connected(remote(server.url.replace('ws:', `${scheme}:`), { mode }))).toMatchObject({ transport: 'websocket' });
  });

  it('sends a large result, read off the main thread', async () => {
    const server = await serve(speakLegacy);
    const recorder = record();
    await recorder.connected(remote(server.url));
    const result = await recorder.call('large', { bytes: 20_000_000 });
    expect(JSON.stringify(result).length).toBeLessThan(5_000_000);
    expect(textOf(await recorder.call('echo', { message: 'after' }))).toBe('after');
  });
});

describe('a handshake', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close().closeAllConnections();
  });
  async function answer(status: number, headers: Record<string, string> = {}): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status, headers).end('no'));
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  }

  it.each([
    [403, {}, 'access_denied', {}],
    [404, {}, 'websocket_refused', { status: 'HTTP 404' }],
    [500, {}, 'websocket_refused', { status: 'HTTP 500' }],
    [200, { 'content-type': 'text/html; charset=utf-8' }, 'websocket_refused', { status: 'a web page (HTTP 200)' }],
    [307, { location: 'https://elsewhere.example/mcp?key=secret' }, 'redirected', { location: 'https://elsewhere.example/mcp' }],
  ])('answered with %s %j is %s', async (status, headers, code, details) => {
    const state = await record().failed(remote(await answer(status, headers)));
    expect(state.error).toMatchObject({ code, ...(Object.keys(details).length > 0 ? { details } : {}) });
    expect(JSON.stringify(state)).not.toContain('secret');
  });

  it('answered with 401 asks for sign-in', async () => {
    expect(await record().connect(remote(await answer(401)))).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
  });

  it('at a port where nothing listens is refused, and nothing was sent', async () => {
    const state = await record().failed(remote('ws://127.0.0.1:9/mcp'));
    expect(state.error).toMatchObject({ code: 'connection_refused', details: { host: '127.0.0.1:9', notSent: true } });
  });

  it('without the subprotocol says so', async () => {
    const server = createServer();
    servers.push(server);
    const { WebSocketServer } = await import('ws');
    new WebSocketServer({ server, handleProtocols: () => false });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const state = await record().failed(remote(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(state.error).toMatchObject({ code: 'websocket_refused', details: { status: 'Server sent no subprotocol' } });
  });

  it('without an answer ends with the limit, and its socket too', async () => {
    const server = createServer();
    servers.push(server);
    let open = 0;
    server.on('upgrade', (_, socket) => {
      open += 1;
      // The socket of a server stays half open, and one that nobody reads does not notice the other end.
      socket.resume().on('end', () => {
        open -= 1;
        socket.end();
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const state = await record({ connectTimeoutMs: 300 }).failed(remote(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`));
    expect(state.error.code).toBe('connect_timeout');
    await expect.poll(() => open).toBe(0);
  });
});

describe('over TLS', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates?.remove());

  it('an unknown authority is refused, and taken when it is named or the check is off', async () => {
    const server = await serve(speakLegacy, certificates.server);
    expect((await record().failed(remote(server.url))).error).toMatchObject({ code: 'tls_failed' });
    await record().connected(remote(server.url, { tls: { caFile: certificates.caFile } }));
    await record().connected(remote(server.url, { tls: { acceptInvalid: true } }));
  });
});

describe('a connection that ends', () => {
  it.each([
    [1001, '', 'The server is going away: it shuts down or restarts (1001)'],
    [1008, 'your key was revoked', 'The server refused by its rules (1008): your key was revoked'],
    [1011, '', 'Something inside the server failed (1011)'],
    [1012, '', 'The server restarts (1012)'],
    [1013, '', 'The server is overloaded; try again later (1013)'],
    [4321, 'because', 'The server ended the connection for a reason of its own (4321): because'],
  ])('with %s says why', async (code, text, words) => {
    const server = await serve(() => {});
    const opened = transport(server.url);
    await opened.start();
    const ended = new Promise<void>((resolve) => {
      opened.onclose = resolve;
    });
    server.sockets[0]?.close(code, text);
    await ended;
    expect(opened.failure).toMatchObject({ code: 'connection_lost', technical: words });
  });

  it.each([
    [3000, 'needsAuth', 'sign_in_needed', 'The server asks for sign-in (3000)'],
    [3003, 'failed', 'access_denied', 'The server denied access (3003)'],
  ])('with %s is not made again by itself: somebody has to do something first', async (code, kind, error, technical) => {
    const server = await serve(speakLegacy);
    const recorder = record();
    await recorder.connected(remote(server.url));
    server.sockets[0]?.close(code);
    await expect.poll(() => recorder.manager.state('s')).toMatchObject({ kind, error: { code: error, technical } });
    expect(server.sockets).toHaveLength(1);
  });

  it('shows its reason on the card, and is made again', async () => {
    const server = await serve(speakLegacy);
    const recorder = record();
    await recorder.connected(remote(server.url));
    server.sockets[0]?.close(1012, 'new version, back in a moment');
    await expect.poll(() => recorder.path().slice(-1)).toEqual(['reconnecting']);
    const [, lost] = recorder.states.find(([, { kind }]) => kind === 'reconnecting') ?? [];
    const technical = 'The server restarts (1012): new version, back in a moment';
    expect(lost).toMatchObject({ error: { code: 'connection_lost', technical } });
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected', transport: 'websocket' });
    expect(textOf(await recorder.call('echo', { message: 'again' }))).toBe('again');
  });

  it('without a farewell says so, and what waits to be sent fails', async () => {
    const server = await serve((socket) => socket.pause());
    const opened = transport(server.url);
    await opened.start();
    const sending = opened.send({ jsonrpc: '2.0', id: 1, method: 'x', params: { text: 'x'.repeat(30_000_000) } });
    server.sockets[0]?.terminate();
    await expect(sending).rejects.toThrow();
    expect(opened.failure?.technical).toBe(closeReason(1006, ''));
    await expect(opened.send({ jsonrpc: '2.0', method: 'y' })).rejects.toMatchObject({ code: 'connection_lost' });
  });

  it('because a message is over the limit says so', async () => {
    const server = await serve((socket) => socket.send('x'.repeat(2_000_000)));
    const opened = transport(server.url, { messageLimit: 1_000_000 });
    const ended = new Promise<void>((resolve) => {
      opened.onclose = resolve;
    });
    await opened.start();
    await ended;
    expect(opened.failure).toMatchObject({ code: 'too_large', details: { limit: '1 MB' } });
  });

  it('because nobody reads what is sent is given up', async () => {
    const server = await serve((socket) => socket.pause());
    const opened = transport(server.url, { backlogLimit: 1_000_000 });
    await opened.start();
    const text = 'x'.repeat(400_000);
    const sent = Promise.allSettled(
      Array.from({ length: 100 }, (_, id) => opened.send({ jsonrpc: '2.0', id, method: 'x', params: { text } })),
    );
    await sent;
    expect(opened.failure).toMatchObject({ code: 'connection_lost', technical: 'The server does not read what is sent to it' });
    expect(server.sockets.length).toBe(1);
  });
});

describe('pings', () => {
  it('that are answered keep a silent connection', async () => {
    let pings = 0;
    const server = await serve((socket) => socket.on('ping', () => (pings += 1)));
    const opened = transport(server.url, { pingMs: 100 });
    await opened.start();
    await expect.poll(() => pings).toBeGreaterThan(4);
    expect(opened.failure).toBeNull();
  });

  it('that stay without an answer end the connection', async () => {
    const server = await serve((socket) => socket.pause());
    const opened = transport(server.url, { pingMs: 20 });
    const ended = new Promise<void>((resolve) => {
      opened.onclose = resolve;
    });
    await opened.start();
    await ended;
    expect(opened.failure?.technical).toBe('The server did not answer a ping');
  });
});

describe('closing', () => {
  it('is bounded when the server does not say goodbye', async () => {
    const server = await serve((socket) => socket.pause());
    const opened = transport(server.url);
    await opened.start();
    await opened.close();
    await opened.close();
    expect(opened.failure).toBeNull();
  });

  it('before the handshake ends it', async () => {
    const server = await serve(() => {});
    const opened = transport(server.url);
    const starting = opened.start().catch((error: unknown) => error);
    await opened.close();
    expect(await starting).toBeInstanceOf(Error);
    await expect.poll(() => server.sockets.every((socket) => socket.readyState === socket.CLOSED)).toBe(true);
  });
});
