import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startWebSocketServer } from '../transports/fixtures/websocket-server.ts';
import { Recorder, textOf } from './fixtures/harness.ts';

/** Deeper than JSON can be written out again. */
const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;

/** What is sent before the answer to a call: everything that a server may say, each too deep. */
const BEFORE = [
  `{"jsonrpc":"2.0","id":4711,"result":{"x":${DEEP}}}`,
  `{"jsonrpc":"2.0","id":4711,"error":{"code":1,"message":"x","data":${DEEP}}}`,
  `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":${DEEP}}}`,
  `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":77,"progress":1,"x":${DEEP}}}`,
  `{"jsonrpc":"2.0","method":"notifications/unknown","params":{"x":${DEEP}}}`,
  `{"jsonrpc":"2.0","id":"ask","method":"sampling/createMessage","params":{"messages":${DEEP}}}`,
  `{"jsonrpc":"2.0","id":"ping","method":"ping","params":{"_meta":{"x":${DEEP}}}}`,
  `[{"jsonrpc":"2.0","id":4712,"result":{"x":${DEEP}}}]`,
];

/** The messages that answer one of the older era. */
function replies(text: string): string[] {
  const { id, method } = JSON.parse(text);
  const result = {
    initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'deep', version: '1' } },
    'tools/list': { tools: [{ name: 'act', inputSchema: { type: 'object' } }] },
    'tools/call': { content: [{ type: 'text', text: 'acted' }] },
    ping: {},
  }[String(method)];
  if (id === undefined || method === undefined) return [];
  const answer = result ? { result } : { error: { code: -32601, message: 'Method not found' } };
  return [...(method === 'tools/call' ? BEFORE : []), JSON.stringify({ jsonrpc: '2.0', id, ...answer })];
}

async function overHttp(): Promise<object> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.method !== 'POST') return response.writeHead(405).end();
    const events = replies(body).map((message) => `data: ${message}\n\n`);
    if (events.length === 0) return response.writeHead(202).end();
    return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(events.join(''));
  });
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { kind: 'remote', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, mode: 'http' };
}

async function overWebSocket(): Promise<object> {
  const server = await startWebSocketServer((socket) => {
    socket.on('message', (data) => {
      for (const message of replies(String(data))) socket.send(message);
    });
  });
  onTestFinished(server.stop);
  return { kind: 'remote', url: server.url };
}

function overStdio(): object {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-deep-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'server.mjs');
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline';
     const BEFORE = ${JSON.stringify(BEFORE)};
     ${replies.toString()}
     createInterface(process.stdin).on('line', (line) => { for (const message of replies(line)) console.log(message); });`,
  );
  return { kind: 'stdio', command: process.execPath, args: [file] };
}

it.each([
  ['Streamable HTTP', overHttp],
  ['WebSocket', overWebSocket],
  ['stdio', overStdio],
])('messages too deep to be written out again harm nothing (%s)', async (_, start) => {
  const thrown: unknown[] = [];
  const onThrown = (error: unknown) => thrown.push(error);
  process.on('uncaughtException', onThrown);
  onTestFinished(() => void process.off('uncaughtException', onThrown));
  const recorder = new Recorder();
  onTestFinished(() => recorder.manager.shutdown());
  await recorder.connected(await start());
  expect(textOf(await recorder.call('act'))).toBe('acted');
  expect(textOf(await recorder.call('act'))).toBe('acted');
  expect(thrown).toEqual([]);
  expect(recorder.path()).not.toContain('reconnecting');
});
