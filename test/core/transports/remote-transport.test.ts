import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/client';
import { afterEach, describe, expect, it } from 'vitest';
import { classifyCallError, classifyConnectError, type FailureContext } from '../../../electron/core/connections/classify-error.ts';
import { type RemoteKind, RemoteTransport } from '../../../electron/core/transports/remote-transport.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';

const MB = 1024 * 1024;
const closing: (() => unknown)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function serve(handler: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    handler(request, response, body);
  });
  closing.push(() => server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

/** Sends `a` until the other side has enough; `sent.bytes` is how much that was. */
function flood(response: ServerResponse, sent: { bytes: number }): void {
  const chunk = 'a'.repeat(65_536);
  const more = () => {
    while (!response.destroyed) {
      sent.bytes += chunk.length;
      if (!response.write(chunk)) return;
    }
  };
  response.on('drain', more);
  more();
}

function transport(url: string, kind: RemoteKind): RemoteTransport {
  const remote = new RemoteTransport(
    { kind: 'remote', url, mode: kind, headers: {}, query: {}, auth: DEFAULT_AUTH, tls: DEFAULT_TLS },
    kind,
    {
      messageLimit: 2 * MB,
    },
  );
  closing.push(() => remote.close());
  return remote;
}

function context(remote: RemoteTransport): FailureContext {
  return { target: 'x', exit: null, output: [], facts: remote.facts, hasSession: false, failure: remote.failure, secrets: [] };
}

/** A legacy server that answers tool calls with `onCall`. */
function legacy(sent: { gets: number }, onCall: (response: ServerResponse) => void): Promise<string> {
  return serve((request, response, body) => {
    if (request.method === 'GET') sent.gets += request.headers['last-event-id'] === undefined ? 0 : 1;
    if (request.method !== 'POST') return response.writeHead(405).end();
    const { id, method } = JSON.parse(body);
    if (method === 'initialize') {
      const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'by hand', version: '1' } };
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    }
    if (method === 'tools/call') return onCall(response);
    return id === undefined ? response.writeHead(202).end() : response.writeHead(400).end();
  });
}

async function failedCall(url: string): Promise<{ error: unknown; remote: RemoteTransport }> {
  const remote = transport(url, 'http');
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(remote, { prior: { kind: 'legacy' } });
  const error = await client.callTool({ name: 'a' }).catch((reason: unknown) => reason);
  return { error: classifyCallError(error, context(remote)), remote };
}

describe('a body without end', () => {
  const tooLarge = { code: 'too_large', details: { limit: '2 MB' } };

  it('as the answer to a call fails the call', async () => {
    const sent = { bytes: 0, gets: 0 };
    const url = await legacy(sent, (response) => flood(response.writeHead(200, { 'content-type': 'application/json' }), sent));
    expect((await failedCall(url)).error).toMatchObject(tooLarge);
    expect(sent.bytes).toBeLessThan(20 * MB);
  });

  it('as one event fails the call, and the stream is not resumed', async () => {
    const sent = { bytes: 0, gets: 0 };
    const url = await legacy(sent, (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 10\nid: 1\ndata:\n\ndata: ');
      flood(response, sent);
    });
    const { error } = await failedCall(url);
    expect(error).toMatchObject(tooLarge);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(sent.gets).toBe(0);
    expect(sent.bytes).toBeLessThan(20 * MB);
  });

  it('as an error answer is read in part', async () => {
    const sent = { bytes: 0, gets: 0 };
    const url = await legacy(sent, (response) => flood(response.writeHead(500), sent));
    expect((await failedCall(url)).error).toMatchObject({ code: 'http_status', details: { status: 500 } });
    expect(sent.bytes).toBeLessThan(20 * MB);
  });

  it.each([
    ['http', 'application/json'],
    ['http', 'text/event-stream'],
    ['sse', 'text/event-stream'],
  ] as const)('fails connecting (%s, %s)', async (kind, type) => {
    const sent = { bytes: 0 };
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-type': type }).write(type === 'application/json' ? '"' : 'data: ');
      flood(response, sent);
    });
    const remote = transport(url, kind);
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    const error = await client.connect(remote).catch((reason: unknown) => reason);
    expect(classifyConnectError(error, context(remote))).toMatchObject(tooLarge);
    await remote.close();
    expect(sent.bytes).toBeLessThan(40 * MB);
  });

  it('of another type is no MCP', async () => {
    const sent = { bytes: 0 };
    const url = await serve((_, response) => flood(response.writeHead(200, { 'content-type': 'text/html' }), sent));
    const remote = transport(url, 'http');
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    const error = await client.connect(remote).catch((reason: unknown) => reason);
    expect(classifyConnectError(error, context(remote))).toMatchObject({ code: 'wrong_url' });
    expect(sent.bytes).toBeLessThan(20 * MB);
  });
});
