import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fixtureCommand, startFixture } from '../../fixtures/start-server.ts';
import { Recorder, raw, textOf, until } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
function record(): Recorder {
  const recorder = new Recorder();
  recorders.push(recorder);
  return recorder;
}
afterEach(() => Promise.all(recorders.splice(0).map((recorder) => recorder.manager.shutdown())));

describe('an answer that stays silent for longer than the runtime waits', () => {
  type Limits = { headersTimeout?: number; bodyTimeout?: number };
  const place = Symbol.for('undici.globalDispatcher.1');

  // The runtime's own limit of 300 s is one of 1 ms here, for every agent that is not told otherwise; it looks about once a second.
  beforeEach(() => {
    new Headers();
    const usual = Reflect.get(globalThis, place) as object;
    const Usual = usual.constructor as new (limits: Limits) => object;
    class Agent extends Usual {
      constructor({ headersTimeout = 1, bodyTimeout = 1, ...rest }: Limits = {}) {
        super({ ...rest, headersTimeout, bodyTimeout });
      }
    }
    Reflect.set(globalThis, place, new Agent());
    onTestFinished(() => void Reflect.set(globalThis, place, usual));
  });

  /** A server by hand that leaves calls, and whatever asks with GET, to `keepWaiting`. */
  async function serve(keepWaiting: (response: ServerResponse) => void) {
    const calls: { id: number; response: ServerResponse }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      if (request.method !== 'POST') return keepWaiting(response);
      const { id, method } = JSON.parse(body);
      if (method === 'tools/call') {
        calls.push({ id, response });
        return keepWaiting(response);
      }
      if (id === undefined) return response.writeHead(202).end();
      const serverInfo = { name: 'by hand', version: '1' };
      const results: Record<string, unknown> = {
        initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo },
        'tools/list': { tools: [{ name: 'think', inputSchema: { type: 'object' } }] },
      };
      const known = results[method];
      const answer = known ? { result: known } : { error: { code: -32601, message: 'Method not found' } };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
    });
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, calls };
  }

  it.each([
    ['before its headers', () => {}, 'UND_ERR_HEADERS_TIMEOUT'],
    [
      'in its body',
      (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
      'UND_ERR_BODY_TIMEOUT',
    ],
  ])('%s is waited for', async (_, keepWaiting, limit) => {
    const { url, calls } = await serve(keepWaiting);
    const recorder = record();
    await recorder.connected({ kind: 'remote', url, mode: 'http' });
    const calling = recorder.call('think');
    await until(() => calls.length === 1, 'the call');
    await expect(fetch(url).then((answer) => answer.text())).rejects.toMatchObject({ cause: { code: limit } });
    const [{ id, response } = { id: 0 }] = calls;
    const message = JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'well thought' }] } });
    if (response?.headersSent) response.end(`event: message\ndata: ${message}\n\n`);
    else response?.writeHead(200, { 'content-type': 'application/json' }).end(message);
    expect(textOf(await calling)).toBe('well thought');
  });
});

describe('hundreds of fast calls', () => {
  it.each<[string, () => Promise<unknown> | unknown]>([
    ['legacy over stdio', () => raw().transport],
    ['modern over stdio', () => ({ kind: 'stdio', ...fixtureCommand('modern-stdio.mjs') })],
    ['legacy over HTTP', () => overHttp('legacy-http.mjs')],
    ['modern over HTTP', () => overHttp('modern-http.mjs')],
  ])('pile up no listeners: %s', async (_, transport) => {
    const warnings: string[] = [];
    const warn = ({ message }: Error) => warnings.push(message);
    process.on('warning', warn);
    onTestFinished(() => void process.off('warning', warn));
    const recorder = record();
    await recorder.connected(await transport());
    for (let round = 0; round < 6; round += 1) await Promise.all(Array.from({ length: 50 }, () => recorder.call('echo', { message: 'x' })));
    await recorder.manager.shutdown();
    // A warning is told in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  async function overHttp(file: string): Promise<unknown> {
    const server = await startFixture(file);
    onTestFinished(() => server.stop());
    return { kind: 'remote', url: server.url };
  }
});
