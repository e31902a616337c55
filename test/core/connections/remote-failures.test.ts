import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../shared/errors.ts';
import { freePort, type RunningServer, startFixture } from '../../fixtures/start-server.ts';
import { Recorder } from './fixtures/harness.ts';
import { SELF_SIGNED } from './fixtures/self-signed.ts';

const recorders: Recorder[] = [];
function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  recorders.push(recorder);
  return recorder;
}
const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(recorders.splice(0).map((recorder) => recorder.manager.shutdown()));
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

const remote = (url: string, mode = 'auto', headers = {}) => ({ kind: 'remote', url, mode, headers });

/** Starts a server of one handler and returns its address. */
async function serve(handler: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(request, response, body);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

describe('an address that is no MCP server', () => {
  let bad: RunningServer;
  beforeAll(async () => {
    bad = await startFixture('http-misbehaves.mjs', { path: '' });
  });
  afterAll(() => bad?.stop());

  it.each([
    ['403', 'access_denied', {}],
    ['404', 'wrong_url', { status: 'HTTP 404' }],
    ['429', 'http_status', { status: 429 }],
    ['500', 'http_status', { status: 500 }],
    ['503', 'http_status', { status: 503 }],
    ['html', 'wrong_url', { status: 'a web page (HTTP 200)' }],
    ['json', 'wrong_url', { status: 'HTTP 200' }],
    ['redirect', 'redirected', { location: 'https://elsewhere.example/mcp' }],
  ])('/%s is %s in every mode', async (path, code, details) => {
    for (const mode of ['auto', 'http', 'sse']) {
      const state = await record().failed(remote(`${bad.url}/${path}`, mode));
      expect([mode, state.error.code, state.error.details ?? {}]).toEqual([mode, code, details]);
      expect(state.error.message + state.error.hint).not.toMatch(/[{}]/);
    }
  });

  it.each(['auto', 'http', 'sse'])('/401 asks for sign-in (%s)', async (mode) => {
    const state = await record().connect(remote(`${bad.url}/401`, mode, { Authorization: 'Bearer not-the-right-one' }));
    expect(state).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
    expect(JSON.stringify(state)).not.toContain('not-the-right-one');
  });

  it.each(['auto', 'http', 'sse'])('/silent times out (%s)', async (mode) => {
    const state = await record({ connectTimeoutMs: 400 }).failed(remote(`${bad.url}/silent`, mode));
    expect(state.error).toMatchObject({ code: 'connect_timeout', details: { seconds: 0.4 } });
  });

  it.each(['auto', 'http', 'sse'])('/drop is a failed connection (%s)', async (mode) => {
    const state = await record().failed(remote(`${bad.url}/drop`, mode));
    expect(state.error.code).toBe('network_failed');
  });

  it('is asked for SSE only after 400, 404 and 405', async () => {
    const asked = async (status: number) => {
      const methods: string[] = [];
      const url = await serve((request, response) => {
        methods.push(request.method ?? '');
        response.writeHead(status).end();
      });
      await record().failed(remote(url));
      return methods.includes('GET');
    };
    expect([await asked(400), await asked(404), await asked(405)]).toEqual([true, true, true]);
    expect([await asked(402), await asked(403), await asked(500), await asked(503)]).toEqual([false, false, false, false]);
  });
});

describe('an address that cannot be reached', () => {
  it.each(['auto', 'http', 'sse'])('a port where nothing listens (%s)', async (mode) => {
    const port = await freePort();
    const state = await record().failed(remote(`http://127.0.0.1:${port}/mcp`, mode));
    expect(state.error).toMatchObject({ code: 'connection_refused', details: { host: `127.0.0.1:${port}` } });
  });

  it.each(['auto', 'http', 'sse'])('a port that fetch refuses (%s)', async (mode) => {
    const state = await record().failed(remote('http://127.0.0.1:6667/mcp', mode));
    expect(state.error).toMatchObject({ code: 'port_refused', details: { host: '127.0.0.1:6667' }, technical: 'bad port' });
  });

  it.each(['http', 'sse'])('a host that does not exist (%s)', async (mode) => {
    const state = await record().failed(remote('http://no-such-host.invalid/mcp', mode));
    expect(state.error).toMatchObject({ code: 'host_not_found', details: { host: 'no-such-host.invalid' } });
  });

  it.each(['http', 'sse'])('a certificate nobody trusts (%s)', async (mode) => {
    const server = createTlsServer(SELF_SIGNED, (_, response) => response.end());
    servers.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const state = await record().failed(remote(`https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, mode));
    expect(state.error).toMatchObject({ code: 'tls_failed', details: { detail: 'it was signed by itself' } });
  });

  it('TLS spoken to a server without it', async () => {
    const url = await serve((_, response) => response.end());
    const state = await record().failed(remote(url.replace('http:', 'https:'), 'http'));
    expect(state.error.code).toBe('tls_failed');
  });
});

describe('headers', () => {
  it('that HTTP cannot carry are named without their value', async () => {
    const state = await record().failed(remote('http://127.0.0.1:9/mcp', 'auto', { 'X-Key': 'secret-✓-value' }));
    expect(state.error).toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'transport.headers' }] } });
    expect(JSON.stringify(state)).not.toContain('secret');
  });

  it('quoted by the server are shown nowhere', async () => {
    const url = await serve((request, response) => {
      response.writeHead(500).end(`no such key: ${request.headers['x-key']}`);
    });
    const state = await record().failed(remote(url, 'auto', { 'X-Key': 'sk-very-secret-1234' }));
    expect(state.error.technical).toBe('no such key: •••');
  });
});

describe('secrets', () => {
  const quoting = (text: (request: IncomingMessage) => string) =>
    serve((request, response) => {
      response.writeHead(500).end(text(request));
    });

  it('are shown nowhere without the scheme of their header', async () => {
    const url = await quoting((request) => `bad token ${request.headers.authorization?.slice('Bearer '.length)}`);
    const state = await record().failed(remote(url, 'auto', { Authorization: 'Bearer sk-very-secret-1234' }));
    expect(state.error.technical).toBe('bad token •••');
  });

  it('of the address are shown nowhere, in no form', async () => {
    const url = await quoting(
      ({ headers, url: path }) =>
        `${path} ${headers.authorization} ${Buffer.from(String(headers.authorization).slice(6), 'base64')} ${decodeURIComponent(String(path))}`,
    );
    const state = await record().failed(remote(`${url.replace('//', '//somebody:pass%2Fword1@')}?page=1&key=abc%2Fdef%2Fghi`));
    expect(state.error.technical).toBe('/mcp?page=1&key=••• Basic ••• •••:••• /mcp?page=1&key=•••');
  });

  it('are not shown in part where a long text is cut', async () => {
    const key = `sk-${'s'.repeat(4_000)}`;
    for (const start of [150, 990, 1_990, 7_990]) {
      const url = await quoting((request) => `${'x'.repeat(start)}${request.headers['x-key']}`);
      expect(JSON.stringify(await record().failed(remote(url, 'http', { 'X-Key': key })))).not.toContain('sk-');
      const recorder = record();
      const text = 'x'.repeat(start) + key;
      const refusing = await legacyServer((response, id) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: 1, message: text } })),
      );
      await recorder.connected(remote(refusing, 'http', { 'X-Key': key }));
      const error = await recorder.call('a').catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'server_error' });
      expect(JSON.stringify((error as AppError).toData())).not.toContain('sk-');
    }
  });
});

/** A legacy server by hand whose tool calls are answered by `onCall`. */
function legacyServer(onCall: (response: ServerResponse, id: number) => void, notes: string[] = []): Promise<string> {
  return serve((request, response, body) => {
    if (request.method !== 'POST') return response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body);
    notes.push(method === 'notifications/cancelled' ? `${method} ${params.requestId}` : method);
    const json = (result: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    if (method === 'initialize')
      return json({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'by hand', version: '1' } });
    if (method === 'tools/list') return json({ tools: [{ name: 'a', inputSchema: { type: 'object' } }] });
    if (method === 'tools/call') return onCall(response, id);
    return id === undefined ? response.writeHead(202).end() : response.writeHead(400).end();
  });
}

describe('calls', () => {
  it('whose stream ends without an answer fail at once', async () => {
    const recorder = record();
    await recorder.connected(
      remote(await legacyServer((response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': bye\n\n'))),
    );
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'connection_lost' });
    expect(recorder.manager.state('s').kind).toBe('connected');
  });

  it('that are answered with an HTTP status say which, and the connection stays', async () => {
    const recorder = record();
    let status = 500;
    await recorder.connected(remote(await legacyServer((response) => response.writeHead(status).end('busy'))));
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'http_status', details: { status: 500 }, technical: 'busy' });
    status = 403;
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'access_denied' });
    expect(recorder.manager.state('s').kind).toBe('connected');
  });

  it('that are answered with 401 show that the server asks for sign-in', async () => {
    const recorder = record();
    await recorder.connected(remote(await legacyServer((response) => response.writeHead(401).end('who are you?'))));
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
    expect(recorder.path()).not.toContain('reconnecting');
  });

  it.each([
    [429, '30', 'It asks to wait 30 s. ', 30_000],
    [503, 'Sat, 21 Nov 2026 10:01:30 GMT', 'It asks to wait 90 s. ', 90_000],
    [503, 'soon', '', undefined],
    [429, '99999999999999999999', '', undefined],
  ])('that are answered with %s and Retry-After: %s tell how long to wait', async (status, after, words, ms) => {
    const recorder = record();
    const headers = { 'retry-after': after, date: 'Sat, 21 Nov 2026 10:00:00 GMT' };
    await recorder.connected(remote(await legacyServer((response) => response.writeHead(status, headers).end('busy'))));
    const error = await recorder.call('a').catch((reason: AppError) => reason.toData());
    expect(error).toMatchObject({ code: 'http_status', message: `The server answered with HTTP ${status}` });
    expect(error).toMatchObject({ hint: `${words}Try again later; if it stays, ask whoever runs the server.` });
    expect((error as { details: object }).details).toEqual(ms === undefined ? { status } : { status, wait: words, retryAfterMs: ms });
  });

  it('that are answered with a JSON-RPC error and a status are refused by the server', async () => {
    const recorder = record();
    const url = await legacyServer((response, id) =>
      response.writeHead(404).end(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Unknown method' } })),
    );
    await recorder.connected(remote(url));
    await expect(recorder.call('a')).rejects.toMatchObject({
      code: 'server_error',
      details: { detail: 'Unknown method', rpcCode: -32601 },
    });
  });

  it('that are refused with data of any depth or size say so', async () => {
    const recorder = record();
    let data = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const url = await legacyServer((response, id) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`{"jsonrpc":"2.0","id":${id},"error":{"code":1,"message":"no","data":${data}}}`),
    );
    await recorder.connected(remote(url));
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'server_error', details: { detail: 'no', rpcCode: 1 } });
    data = JSON.stringify({ why: 'because', more: 'x'.repeat(3_000_000) });
    const error = await recorder.call('a').catch((reason: AppError) => reason.toData());
    expect(error).toMatchObject({ code: 'server_error', technical: expect.stringContaining('"why": "because"') });
  });

  it('that time out or are cancelled are taken back on the server', async () => {
    const notes: string[] = [];
    const recorder = record();
    await recorder.connected(remote(await legacyServer(() => {}, notes)));
    await expect(recorder.call('a', {}, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'call_timeout', details: { seconds: 0.2 } });
    const abort = new AbortController();
    const call = recorder.call('a', {}, { signal: abort.signal });
    await expect.poll(() => notes.filter((note) => note === 'tools/call').length).toBe(2);
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => notes.filter((note) => note.startsWith('notifications/cancelled')).length).toBe(2);
  });

  it('fail when the server drops the line; the connection stays, for the server is still there', async () => {
    const notes: string[] = [];
    const recorder = record();
    await recorder.connected(remote(await legacyServer((response) => response.destroy(), notes)));
    await expect(recorder.call('a')).rejects.toMatchObject({ code: 'connection_lost' });
    await expect.poll(() => notes.includes('ping')).toBe(true);
    expect(recorder.path()).not.toContain('reconnecting');
  });
});

describe('the modern era over HTTP', () => {
  it('has its headers, and arguments in those that the tool asks for (SEP-2243)', async () => {
    const required: unknown[][] = [];
    const url = await serve((request, response, body) => {
      if (request.method !== 'POST') return response.writeHead(405).end();
      const { id, method } = JSON.parse(body);
      required.push([method, ...['mcp-method', 'mcp-name', 'mcp-protocol-version'].map((name) => request.headers[name])]);
      const schema = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } };
      const result = {
        'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } },
        'tools/list': { tools: [{ name: 'a', inputSchema: schema }] },
        'tools/call': { content: [], structuredContent: { region: request.headers['mcp-param-region'] } },
      }[String(method)];
      const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...result };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result: complete }));
    });
    const recorder = record();
    expect(await recorder.connected(remote(url))).toMatchObject({ era: 'modern' });
    expect(await recorder.call('a', { region: 'eu-west' })).toMatchObject({ structuredContent: { region: 'eu-west' } });
    expect(required.filter(([method]) => method !== 'subscriptions/listen')).toEqual([
      ['server/discover', 'server/discover', undefined, '2026-07-28'],
      ['tools/list', 'tools/list', undefined, '2026-07-28'],
      ['tools/call', 'tools/call', 'a', '2026-07-28'],
    ]);
  });
});

describe('a server that changed', () => {
  it('from the modern to the older era is asked again', async () => {
    const port = await freePort();
    const modern = await startFixture('modern-http.mjs', { env: { PORT: String(port) } });
    const recorder = record();
    expect(await recorder.connected(remote(modern.url))).toMatchObject({ era: 'modern' });
    await recorder.manager.disconnect('s');
    await modern.stop();
    const legacy = await startFixture('legacy-http.mjs', { env: { PORT: String(port) } });
    try {
      expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected', era: 'legacy' });
    } finally {
      await legacy.stop();
    }
  });
});

describe('disconnecting', () => {
  it('cancels a connect that waits for an answer', async () => {
    let asked = 0;
    const url = await serve(() => {
      asked += 1;
    });
    const recorder = record();
    const connecting = recorder.connect(remote(url));
    await expect.poll(() => asked).toBe(1);
    await recorder.manager.disconnect('s');
    expect(await connecting).toEqual({ kind: 'disconnected' });
  });
});

it('a second disconnect does not wait for the farewell to a session', async () => {
  let hanging = () => {};
  const farewell = new Promise<void>((said) => {
    hanging = said;
  });
  const url = await serve((request, response, body) => {
    if (request.method === 'DELETE') return hanging();
    if (request.method !== 'POST') return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (id === undefined) return response.writeHead(202).end();
    const result =
      method === 'initialize'
        ? { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: 'clings', version: '1' } }
        : undefined;
    const answer = result ? { result } : { error: { code: -32601, message: 'Method not found' } };
    response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'abc' });
    return response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
  });
  const recorder = record();
  expect(await recorder.connect(remote(url, 'http'))).toMatchObject({ kind: 'connected' });
  const first = recorder.manager.disconnect('s');
  await farewell;
  const second = recorder.manager.disconnect('s');
  expect(await Promise.race([first, delay(1_000, 'still waiting')])).toEqual({ kind: 'disconnected' });
  await second;
});
