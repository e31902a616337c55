import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { classifyConnectError } from '../../../electron/core/connections/classify-error.ts';
import { proxyFor } from '../../../electron/core/transports/proxy-choice.ts';
import { RemoteTransport } from '../../../electron/core/transports/remote-transport.ts';
import { WebSocketTransport } from '../../../electron/core/transports/websocket-transport.ts';
import { WireLog } from '../../../electron/core/transports/wire-log.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { AppErrorData } from '../../../shared/errors.ts';
import { freePort } from '../../fixtures/start-server.ts';
import { Recorder, textOf } from '../connections/fixtures/harness.ts';
import { SELF_SIGNED } from '../connections/fixtures/self-signed.ts';
import { type Certificates, makeCertificates } from './fixtures/certificates.ts';
import { type RunningHttpServer, startHttpServer } from './fixtures/http-server.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from './fixtures/web-proxy.ts';
import { speakLegacy, startWebSocketServer } from './fixtures/websocket-server.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates();
});
afterAll(() => certificates?.remove());

async function serve(...args: Parameters<typeof startHttpServer>): Promise<RunningHttpServer> {
  const server = await startHttpServer(...args);
  closing.push(server.stop);
  return server;
}

async function proxy(options: ProxyOptions = {}): Promise<RunningProxy> {
  const running = await startProxy({ hosts: { 'mcp.example': '127.0.0.1' }, ...options });
  closing.push(running.stop);
  return running;
}

function record(): Recorder {
  const recorder = new Recorder();
  closing.push(() => recorder.manager.shutdown());
  return recorder;
}

const remote = (url: string, rest = {}) => ({ kind: 'remote', url, ...rest });

/** What connecting by an environment of its own came to: the text of an echo, or the failure; and what was noted of it. */
async function reach(url: string, env: Record<string, string>, tls = {}) {
  const wire = new WireLog(() => 0);
  const config = {
    kind: 'remote',
    url,
    mode: 'http',
    headers: {},
    query: {},
    auth: DEFAULT_AUTH,
    tls: { ...DEFAULT_TLS, ...tls },
  } as const;
  const transport = url.startsWith('ws')
    ? new WebSocketTransport(config, { env, wire })
    : new RemoteTransport(config, 'http', { env, wire });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  try {
    await client.connect(transport);
    return { text: textOf(await client.callTool({ name: 'echo', arguments: { message: 'there' } })), error: null };
  } catch (error) {
    const { facts, failure } = transport;
    const context = { target: new URL(url).host, exit: null, output: [], facts, hasSession: false, failure, secrets: [] };
    return { text: null, error: classifyConnectError(error, context).toData() as AppErrorData | null };
  } finally {
    await transport.close();
    const shown = JSON.stringify([wire.after(0, []).entries, transport.facts, transport.failure?.toData()]);
    expect(shown).not.toContain('p4ssw0rd');
  }
}

describe('a certificate', () => {
  it.each(['http', 'sse'])('signed by itself is refused, and taken when the person accepts it (%s)', async (mode) => {
    const { url } = await serve(SELF_SIGNED);
    const address = mode === 'sse' ? url.replace('/mcp', '/sse') : url;
    const state = await record().failed(remote(address, { mode }));
    expect(state.error).toMatchObject({ code: 'tls_failed', details: { detail: 'it was signed by itself' } });
    const recorder = record();
    await recorder.connected(remote(address, { mode, tls: { acceptInvalid: true } }));
    expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('hi');
  });

  it('of an authority of one’s own is taken when its file is named, for this server only', async () => {
    const { url } = await serve(certificates.server);
    expect((await record().failed(remote(url))).error).toMatchObject({ code: 'tls_failed', details: { detail: 'its issuer is unknown' } });
    const recorder = record();
    await recorder.connected(remote(url, { tls: { caFile: certificates.caFile } }));
    expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('hi');
    expect((await record().failed(remote(url))).error.code).toBe('tls_failed');
  });

  it('of another host is refused also by an authority of one’s own', async () => {
    const server = await serve(certificates.server);
    const way = await proxy();
    const found = await reach(`https://mcp.example:${server.port}/mcp`, { https_proxy: way.url }, { caFile: certificates.caFile });
    expect(found.error).toMatchObject({ code: 'tls_failed', details: { detail: 'it belongs to another host' } });
  });

  it.each([
    ['is not there', () => join(certificates.folder, 'nowhere.pem')],
    ['is a folder', () => certificates.folder],
    ['has no certificate', () => join(certificates.folder, 'names')],
    ['is a key', () => join(certificates.folder, 'ca.key')],
  ])('whose file %s is named, and nothing is sent', async (_, file) => {
    const server = await serve(certificates.server);
    const state = await record().failed(remote(server.url, { tls: { caFile: file() } }));
    expect(state.error).toMatchObject({ code: 'ca_unreadable', details: { file: file() } });
    expect(server.requests).toEqual([]);
  });
});

describe('a proxy of the environment', () => {
  it('is asked for plain HTTP by the whole address, for each request', async () => {
    const server = await serve();
    const way = await proxy();
    expect(await reach(`http://mcp.example:${server.port}/mcp`, { http_proxy: way.url })).toMatchObject({ text: 'there' });
    expect(new Set(way.asked)).toEqual(
      new Set([
        `POST http://mcp.example:${server.port}/mcp`,
        `GET http://mcp.example:${server.port}/mcp`,
        `DELETE http://mcp.example:${server.port}/mcp`,
      ]),
    );
    expect(server.requests.every(({ headers }) => headers.host === `mcp.example:${server.port}`)).toBe(true);
  });

  it('tunnels HTTPS and WebSocket', async () => {
    const server = await serve(SELF_SIGNED);
    const way = await proxy();
    const tls = { acceptInvalid: true };
    expect(await reach(`https://mcp.example:${server.port}/mcp`, { HTTPS_PROXY: way.url }, tls)).toMatchObject({ text: 'there' });
    expect(new Set(way.asked)).toEqual(new Set([`CONNECT mcp.example:${server.port}`]));
    const socket = await startWebSocketServer(speakLegacy);
    closing.push(socket.stop);
    expect(await reach(socket.url.replace('127.0.0.1', 'mcp.example'), { ALL_PROXY: way.url })).toMatchObject({ text: 'there' });
    expect(way.asked.at(-1)).toBe(`CONNECT mcp.example:${new URL(socket.url).port}`);
  });

  it.each(['http', 'https'])('gets its name and password, which are shown nowhere (%s)', async (scheme) => {
    const server = await serve(scheme === 'https' ? SELF_SIGNED : undefined);
    const way = await proxy({ credentials: 'ada:p4ssw0rd!' });
    const url = `${scheme}://mcp.example:${server.port}/mcp`;
    const tls = { acceptInvalid: true };
    const env = (credentials: string) => ({ all_proxy: way.url.replace('//', `//${credentials}@`) });
    expect(await reach(url, env('ada:p4ssw0rd%21'), tls)).toMatchObject({ text: 'there' });
    const refused = (await reach(url, env('ada:p4ssw0rd-of-before'), tls)).error;
    expect(JSON.stringify(refused)).not.toContain('p4ssw0rd');
    expect(refused).toMatchObject({
      code: 'proxy_failed',
      message: `The proxy ${way.host} did not let the connection through`,
      hint: expect.stringContaining('It asks for a name and a password (HTTP 407). It is set by all_proxy'),
    });
    expect(server.requests.some(({ headers }) => 'proxy-authorization' in headers)).toBe(scheme === 'http');
  });

  it('that does not answer, or refuses, is told with its variable', async () => {
    const port = await freePort();
    const gone = (await reach('https://mcp.example/mcp', { https_proxy: `127.0.0.1:${port}` })).error;
    expect(gone).toMatchObject({ code: 'proxy_failed', details: { proxy: `127.0.0.1:${port}`, variable: 'https_proxy', notSent: true } });
    expect(gone?.hint).toContain('Nothing answers there');
    const way = await proxy({ refuse: 403 });
    expect((await reach('https://mcp.example/mcp', { https_proxy: way.url })).error?.hint).toContain('It answered HTTP 403');
  });

  it('is passed by for what NO_PROXY names, and for this computer', async () => {
    const server = await serve();
    const way = await proxy();
    expect(await reach(server.url, { http_proxy: way.url })).toMatchObject({ text: 'there' });
    const env = { http_proxy: way.url, NO_PROXY: 'elsewhere.invalid, .mcp-server.invalid' };
    expect((await reach('http://one.mcp-server.invalid/mcp', env)).error?.code).toBe('host_not_found');
    expect(way.asked).toEqual([]);
  });
});

describe('the choice of a proxy', () => {
  const chosen = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.url.host ?? null;
  const both = { http_proxy: 'http://plain:1', HTTPS_PROXY: 'secure:2' };

  it.each([
    ['http://a.example/', both, 'plain:1'],
    ['https://a.example/', both, 'secure:2'],
    ['ws://a.example/', both, 'plain:1'],
    ['wss://a.example/', both, 'secure:2'],
    ['https://a.example/', { ALL_PROXY: 'all:3' }, 'all:3'],
    ['https://a.example/', { https_proxy: ' ', HTTPS_PROXY: 'secure:2' }, 'secure:2'],
    ['http://localhost/', both, null],
    ['http://127.1.2.3/', both, null],
    ['http://[::1]/', both, null],
    ['http://localhost/', { ...both, no_proxy: '<-loopback>' }, 'plain:1'],
  ])('for %s with %j is %s', (url, env, host) => {
    expect(chosen(url, env as Record<string, string>)).toBe(host);
  });

  it.each([
    ['*', true],
    ['a.example', true],
    ['.example', true],
    ['*.example', true],
    ['A.Example', true],
    ['example', true],
    ['a.example:80', true],
    ['a.example:81', false],
    ['b.example,a.example', true],
    ['b.example a.example', true],
    ['xample', false],
    ['', false],
  ])('NO_PROXY=%s covers a.example: %s', (exceptions, covered) => {
    expect(chosen('http://a.example/', { ...both, NO_PROXY: exceptions }) === null).toBe(covered);
  });

  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['[2001:db8::5]', '2001:db8::/32', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.3/99', false],
  ])('%s is in %s: %s', (host, exceptions, covered) => {
    expect(chosen(`http://${host}/`, { ...both, NO_PROXY: exceptions }) === null).toBe(covered);
  });

  it('of a kind that is not known, or that is no address, says so', () => {
    expect(() => chosen('http://a.example/', { http_proxy: 'socks5://x:1' })).toThrow(expect.objectContaining({ code: 'proxy_failed' }));
    expect(() => chosen('http://a.example/', { http_proxy: 'http://[' })).toThrow(expect.objectContaining({ code: 'proxy_failed' }));
  });
});

describe('every request', () => {
  it.each(['http', 'sse'])('has the headers and the merged query (%s)', async (mode) => {
    const server = await serve();
    const recorder = record();
    const url = `${server.url.replace('/mcp', mode === 'sse' ? '/sse' : '/mcp')}?foo=1&b=2`;
    await recorder.connected(remote(url, { mode, headers: { 'X-Key': 'abc', Cookie: 'a=b' }, query: { bar: '2', b: 'ü &' } }));
    await recorder.call('echo', { message: 'x' });
    await expect.poll(() => server.requests.some(({ method }) => method === 'GET')).toBe(true);
    await recorder.manager.disconnect('s');
    const asked = new Set(server.requests.map(({ method }) => method));
    expect(asked).toEqual(new Set(mode === 'sse' ? ['GET', 'POST'] : ['GET', 'POST', 'DELETE']));
    for (const { method, url: path, headers } of server.requests) {
      expect([method, headers['x-key'], headers.cookie]).toEqual([method, 'abc', 'a=b']);
      if (!path.startsWith('/post')) expect([method, new URL(path, server.url).search]).toEqual([method, '?foo=1&bar=2&b=%C3%BC%20%26']);
    }
  });
});

describe('a redirect', () => {
  it.each(['http', 'sse'])('to another origin is refused with its target, and nothing is sent there (%s)', async (mode) => {
    const other = await serve();
    const server = await serve(undefined, (_, response) => {
      response.writeHead(307, { location: `${other.url}?key=secret` }).end();
      return true;
    });
    const state = await record().failed(remote(server.url, { mode, headers: { Authorization: 'Bearer s3cret-t0ken' } }));
    expect(state.error).toMatchObject({ code: 'redirected', details: { location: other.url } });
    expect(other.requests).toEqual([]);
  });

  it.each(['http', 'sse'])('within the origin is followed with headers (%s)', async (mode) => {
    const moved = (path = '') => path.startsWith('/old');
    const server = await serve(undefined, ({ url = '' }, response) => {
      if (moved(url)) response.writeHead(308, { location: url.replace('/old', '') }).end();
      return moved(url);
    });
    const recorder = record();
    await recorder.connected(
      remote(server.url.replace('/mcp', mode === 'sse' ? '/old/sse' : '/old/mcp'), { mode, headers: { 'X-Key': 'abc' } }),
    );
    expect(textOf(await recorder.call('echo', { message: 'moved' }))).toBe('moved');
    expect(server.requests.every(({ headers }) => headers['x-key'] === 'abc')).toBe(true);
  });
});
