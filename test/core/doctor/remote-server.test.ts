import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { freePort, type RunningServer, startFixture } from '../../fixtures/start-server.ts';
import { SELF_SIGNED } from '../connections/fixtures/self-signed.ts';
import { makeCertificates } from '../transports/fixtures/certificates.ts';
import { startProxy } from '../transports/fixtures/web-proxy.ts';
import { speakLegacy, startWebSocketServer } from '../transports/fixtures/websocket-server.ts';
import { examine, outline, under, variable } from './support.ts';

const SECRET = 's3cret-of-the-person';
let legacy: RunningServer;
let odd: RunningServer;
let guarded: RunningServer;
beforeAll(async () => {
  [legacy, odd, guarded] = await Promise.all([
    startFixture('legacy-http.mjs'),
    startFixture('http-misbehaves.mjs', { path: '' }),
    startFixture('modern-http.mjs', { env: { FIXTURE_TOKEN: SECRET } }),
  ]);
});
afterAll(() => Promise.all([legacy, odd, guarded].map((server) => server?.stop())));

const remote = (url: string, rest = {}) => ({ kind: 'remote', url, ...rest });

/** A host that answers everything with 404 over TLS. */
async function startTls(certificate: { cert: string; key: string }): Promise<string> {
  const server = createServer(certificate, (_, response) => response.writeHead(404).end());
  onTestFinished(() => void server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

describe('a remote server', () => {
  it('that is well: each step of the way, and what it speaks', async () => {
    const url = legacy.url.replace('127.0.0.1', 'localhost');
    const report = await examine(remote(url));
    expect(outline(report)).toEqual(['Address: info', 'Name: ok', 'Port: ok', 'Answer: info', 'Connection: ok']);
    expect(under('Name', report)[0]?.text).toMatch(/^localhost is .*127\.0\.0\.1.*, asked in \d/);
    expect(under('Connection', report)[0]?.text).toContain('It speaks MCP 2025-11-25 over http');
  });

  it('over WebSocket', async () => {
    const server = await startWebSocketServer(speakLegacy);
    onTestFinished(server.stop);
    const report = await examine(remote(server.url));
    expect(outline(report)).toEqual(['Address: info', 'Port: ok', 'Connection: ok']);
    expect(under('Connection', report)[0]?.text).toContain('over websocket');
  });

  it('where nothing listens: ends there', async () => {
    const port = await freePort();
    const report = await examine(remote(`http://127.0.0.1:${port}/mcp`));
    expect(outline(report)).toEqual(['Address: info', 'Port: problem', 'Connection: info']);
    expect(under('Port', report)[0]).toMatchObject({
      text: `Nothing answers at 127.0.0.1:${port} (ECONNREFUSED).`,
      advice: 'Start the server, or correct the host and port in its address.',
    });
  });

  it('whose host nobody knows', async () => {
    const report = await examine(remote('https://no-such-host.invalid/mcp'));
    expect(outline(report)).toEqual(['Address: info', 'Name: problem', 'Connection: info']);
    expect(under('Name', report)[0]?.text).toContain('The host “no-such-host.invalid” was not found');
  });

  it('that asks for a key', async () => {
    const report = await examine(remote(guarded.url));
    expect(under('Answer', report)).toMatchObject([{ level: 'info', text: expect.stringContaining('HTTP 401') }]);
    expect(under('Connection', report)).toMatchObject([
      { level: 'problem', text: expect.stringContaining('The server asks for sign-in'), advice: expect.stringContaining('add your key') },
    ]);
  });

  it('that is a web page', async () => {
    const report = await examine(remote(`${odd.url}/html`));
    expect(under('Answer', report)).toMatchObject([
      { level: 'warning', text: expect.stringContaining('a web page'), advice: 'The path of MCP servers is often /mcp or /sse.' },
    ]);
    expect(under('Connection', report)).toMatchObject([{ level: 'problem', text: expect.stringContaining('There is no MCP server') }]);
  });

  it('that sends on to another place', async () => {
    const report = await examine(remote(`${odd.url}/redirect`));
    expect(under('Answer', report)).toMatchObject([
      { level: 'warning', text: expect.stringContaining('sent on to https://elsewhere.example/mcp') },
    ]);
    expect(under('Connection', report)[0]?.text).toContain('The server sent Patchbay on to another place: https://elsewhere.example/mcp');
  });

  it('that drops a plain request is tried all the same', async () => {
    const report = await examine(remote(`${odd.url}/drop`));
    expect(under('Answer', report)).toMatchObject([{ level: 'warning' }]);
    expect(under('Connection', report)).toMatchObject([{ level: 'problem', text: expect.stringContaining('The connection to 127.0.0.1') }]);
  });

  it('whose variable is not set', async () => {
    const report = await examine(remote(legacy.url, { headers: { Authorization: `Bearer ${variable('NOT_SET_ANYWHERE')}` } }));
    expect(outline(report)).toEqual(['Variables: problem', 'Connection: info']);
    expect(under('Variables', report)[0]?.advice).toContain('The header “Authorization” asks for it');
  });
});

describe('a certificate', () => {
  it('that nobody trusts is a problem, told with what it says of itself', async () => {
    const report = await examine(remote(await startTls(SELF_SIGNED)));
    expect(outline(report)).toEqual(['Address: info', 'Port: ok', 'Certificate: problem', 'Connection: info']);
    expect(under('Certificate', report)[0]).toMatchObject({
      text: expect.stringMatching(
        /^The secure connection to 127\.0\.0\.1:\d+ failed: For 127\.0\.0\.1, issued by 127\.0\.0\.1, valid until .*2126 GMT; TLSv1/,
      ),
      advice: 'Its certificate is not trusted on this computer: it was signed by itself.',
    });
  });

  it('that the person accepted is a warning, and the way goes on', async () => {
    const report = await examine(remote(await startTls(SELF_SIGNED), { tls: { caFile: null, acceptInvalid: true } }));
    expect(outline(report).slice(2, 4)).toEqual(['Certificate: warning', 'Answer: info']);
    expect(under('Certificate', report)[0]?.text).toMatch(/^It is not checked, by your choice/);
  });

  it('of an authority of one’s own; one that ends soon is told', async () => {
    const certificates = makeCertificates();
    onTestFinished(certificates.remove);
    const url = await startTls(certificates.server);
    const tls = { caFile: certificates.caFile, acceptInvalid: false };
    const report = await examine(remote(url, { tls }));
    expect(under('Certificate', report)).toMatchObject([
      { level: 'ok', text: expect.stringContaining('issued by Patchbay test authority') },
      { level: 'warning', text: 'It expires in 1 day' },
    ]);
    const earlier = await examine(remote(url, { tls }), { clock: () => Date.now() - 90 * 86_400_000 });
    expect(under('Certificate', earlier)).toHaveLength(1);
  });

  it('whose authority cannot be read', async () => {
    const report = await examine(remote('https://127.0.0.1:1/mcp', { tls: { caFile: '/no/such.pem', acceptInvalid: false } }));
    expect(under('Address', report).at(-1)).toMatchObject({ level: 'problem', text: expect.stringContaining('/no/such.pem') });
  });

  it('is missed on the way to another computer, not on this one', async () => {
    const proxy = await startProxy({ hosts: { 'mcp.example': '127.0.0.1' } });
    onTestFinished(proxy.stop);
    const url = legacy.url.replace('127.0.0.1', 'mcp.example');
    const report = await examine(remote(url), { env: { http_proxy: proxy.url } });
    expect(under('Certificate', report)).toMatchObject([{ level: 'warning', text: expect.stringContaining('readable by others') }]);
    expect(under('Proxy', report)).toMatchObject([{ text: `The way leads through ${proxy.host}, which http_proxy names` }]);
    expect(proxy.asked).toContain(`GET ${url}`);
    expect(under('Certificate', await examine(remote(legacy.url)))).toEqual([]);
  });
});

describe('a proxy', () => {
  it.each([
    ['that asks for a password', { credentials: 'ann:word' }, 'HTTP 407'],
    ['that refuses', { refuse: 403 }, 'HTTP 403'],
  ])('%s', async (_, options, words) => {
    const proxy = await startProxy(options);
    onTestFinished(proxy.stop);
    const env = { https_proxy: proxy.url.replace('//', `//bob:${SECRET}@`) };
    const report = await examine(remote('https://mcp.example/mcp'), { env });
    expect(under('Certificate', report)).toMatchObject([
      { level: 'problem', text: expect.stringContaining(`The proxy ${proxy.host} did not let`), advice: expect.stringContaining(words) },
    ]);
    expect(JSON.stringify(report)).not.toContain(SECRET);
  });

  it('that is not there', async () => {
    const port = await freePort();
    const report = await examine(remote('https://mcp.example/mcp'), { env: { https_proxy: `http://127.0.0.1:${port}` } });
    expect(outline(report)).toEqual(['Address: info', 'Proxy: info', 'Port: problem', 'Connection: info']);
  });

  it('of a kind that Patchbay does not know', async () => {
    const report = await examine(remote('https://mcp.example/mcp'), { env: { all_proxy: `socks5://bob:${SECRET}@127.0.0.1:1` } });
    expect(under('Address', report).at(-1)).toMatchObject({ level: 'problem', advice: expect.stringContaining('socks5') });
    expect(JSON.stringify(report)).not.toContain(SECRET);
  });
});

describe('secrets', () => {
  it('that the vault does not tell: why, once', async () => {
    const secret = () => () => Promise.reject(new AppError('vault_locked'));
    const headers = { 'X-Key': { $secret: 'server/s/a' }, 'X-Other': { $secret: 'server/s/b' } };
    const report = await examine(remote(odd.url, { headers }), { secret });
    expect(outline(report)).toEqual(['Secrets: problem', 'Connection: info']);
    expect(under('Secrets', report)).toMatchObject([{ text: 'The secrets are locked.' }]);
  });

  it.each(['/html', '/redirect', '/401', '/500', '/drop', '/json'])('of address, header and query are in no finding (%s)', async (path) => {
    const url = new URL(`${odd.url}${path}`);
    url.username = 'ann';
    url.password = SECRET;
    url.search = `?key=${SECRET}-1`;
    const headers = { 'X-Key': `${SECRET}-2`, Authorization: `Bearer ${variable('ITS_KEY')}` };
    const report = await examine(remote(url.href, { headers, query: { token: `${SECRET}-3` } }), { env: { ITS_KEY: `${SECRET}-4` } });
    expect(under('Address', report)[0]?.text).toBe(`${odd.url}${path}?key=…&token=…`);
    expect(JSON.stringify(report)).not.toContain('s3cret');
  });
});
