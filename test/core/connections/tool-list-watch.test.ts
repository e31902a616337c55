import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { McpServer as LegacyServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { Recorder, until } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
function record(listenMs: readonly number[]): Recorder {
  const recorder = new Recorder({ pacing: { listenMs, freshMs: 3_600_000 } });
  recorders.push(recorder);
  return recorder;
}
afterEach(() => Promise.all(recorders.splice(0).map(({ manager }) => manager.shutdown())));

async function serve(handler: RequestListener): Promise<{ kind: 'remote'; url: string }> {
  const http = createServer(handler);
  await once(http.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void http.close().closeAllConnections());
  return { kind: 'remote', url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp` };
}

/** A server of the modern era whose tools can be changed, and whose streams can be dropped. */
async function startChanging() {
  const names = ['first'];
  const streams = new Set<ServerResponse>();
  let listened = 0;
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'changing', version: '1' }, { capabilities: { tools: { listChanged: true } } });
    for (const name of names) server.registerTool(name, {}, () => ({ content: [] }));
    return server;
  });
  const transport = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    const body = Buffer.concat(chunks);
    const init = { method: request.method ?? 'GET', headers, signal: abort.signal, ...(body.length > 0 ? { body } : {}) };
    const answer = await handler.fetch(new Request(`http://localhost${request.url}`, init));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).flushHeaders();
    if (headers.get('mcp-method') === 'subscriptions/listen') {
      listened += 1;
      streams.add(response.on('close', () => streams.delete(response)));
    }
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response).catch(() => {});
  });
  onTestFinished(() => handler.close());
  return {
    transport,
    names,
    /** How many streams listen, and how many did so far. */
    listening: () => ({ now: streams.size, ever: listened }),
    tell: () => handler.notify.toolsChanged(),
    drop: () => {
      for (const stream of streams) stream.destroy();
    },
  };
}

const named = (recorder: Recorder) => recorder.manager.tools('s').map(({ name }) => name);

it('is listened to again after the stream was dropped; what changed meanwhile is not missed, what changes then is heard', async () => {
  const server = await startChanging();
  const recorder = record([200, 200]);
  expect(await recorder.connected(server.transport)).toMatchObject({ era: 'modern', toolCount: 1 });
  await until(() => server.listening().now === 1, 'the first stream');
  server.drop();
  await until(() => server.listening().now === 0, 'the drop');
  server.names.push('meanwhile');
  server.tell();
  await until(() => named(recorder).includes('meanwhile'), 'what nobody told');
  expect(server.listening()).toEqual({ now: 1, ever: 2 });
  server.names.push('then');
  server.tell();
  await until(() => named(recorder).includes('then'), 'what was told');
  expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected', toolCount: 3 });
});

it('is given up quietly where the stream ends every time: the connection stands', async () => {
  const server = await startChanging();
  const recorder = record([1, 1, 1]);
  await recorder.connected(server.transport);
  for (let stream = 1; stream <= 4; stream += 1) {
    await until(() => server.listening().ever === stream && server.listening().now === 1, `stream ${stream}`);
    server.drop();
  }
  server.names.push('later');
  // Another one would have begun after 1 ms.
  for (let round = 0; round < 20; round += 1) await recorder.manager.refreshTools('s');
  expect(named(recorder)).toEqual(['first', 'later']);
  expect(server.listening()).toEqual({ now: 0, ever: 4 });
  expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected' });
});

it('is listened to again in the older era, too, and read again', async () => {
  const server = new LegacyServer({ name: 'changing', version: '1' });
  server.registerTool('first', {}, () => ({ content: [] }));
  const session = new StreamableHTTPServerTransport({ sessionIdGenerator: () => randomUUID() });
  await server.connect(session as Parameters<typeof server.connect>[0]);
  const streams = new Set<ServerResponse>();
  const transport = await serve(async (request, response) => {
    if (request.method === 'GET') streams.add(response.on('close', () => streams.delete(response)));
    await session.handleRequest(request, response);
  });
  const recorder = record([]);
  expect(await recorder.connected(transport)).toMatchObject({ era: 'legacy', toolCount: 1 });
  await until(() => streams.size === 1, 'the first stream');
  for (const stream of streams) stream.destroy();
  await until(() => streams.size === 0, 'the drop');
  server.registerTool('meanwhile', {}, () => ({ content: [] }));
  await until(() => named(recorder).includes('meanwhile'), 'what nobody heard');
  expect(streams.size).toBe(1);
});
