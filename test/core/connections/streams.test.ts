import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { returnRawResults } from '../../../electron/core/connections/raw-result.ts';
import { RemoteTransport } from '../../../electron/core/transports/remote-transport.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import { Recorder, textOf } from './fixtures/harness.ts';

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  id: number;
  params: Record<string, unknown>;
}

const text = (value: string) => ({ content: [{ type: 'text', text: value }] });
const answer = (id: number | string, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });

function json({ response, id }: Asked, result: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer(id, result));
}

/** Begins an event stream with what is written at once. */
function stream(response: ServerResponse, events: string): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(events);
  return response;
}

/** A server of the older era by hand, or of the modern one, that leaves calls and GET to whoever asks for it; `gets` has the Last-Event-ID of each. */
async function serve(onCall: (asked: Asked) => void, onGet: (response: ServerResponse, last: string | undefined) => void, modern = false) {
  const gets: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.method === 'GET') {
      const last = request.headers['last-event-id'] as string | undefined;
      gets.push(last);
      return onGet(response, last);
    }
    if (request.method !== 'POST') return response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body);
    const asked = { request, response, id, params };
    if (method === 'tools/call' && params.name === 'echo') return json(asked, complete(text('still here')));
    if (method === 'tools/call') return onCall(asked);
    if (id === undefined) return response.writeHead(202).end();
    const serverInfo = { name: 'by hand', version: '1' };
    const tools = ['act', 'echo'].map((name) => ({ name, inputSchema: { type: 'object' } }));
    const results: Record<string, unknown> = {
      ...(modern ? { 'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, serverInfo } } : {}),
      initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo },
      'tools/list': { tools },
      ping: {},
    };
    return results[method] ? json(asked, complete(results[method])) : response.writeHead(400).end();
  });
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, gets };
}

const complete = (result: unknown) => ({ resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...(result as object) });
const noGet = (response: ServerResponse) => response.writeHead(405).end();

async function connected(url: string): Promise<Recorder> {
  const recorder = new Recorder();
  onTestFinished(() => recorder.manager.shutdown());
  await recorder.connected({ kind: 'remote', url, mode: 'http' });
  return recorder;
}

describe('the stream of a call that is cut off', () => {
  it('is resumed where it was, and the call goes on', async () => {
    let id = 0;
    const { url, gets } = await serve(
      (asked) => {
        id = asked.id;
        stream(asked.response, 'id: first\nretry: 300\ndata:\n\n').end();
      },
      (response, last) => {
        if (last === undefined) return noGet(response);
        if (last === 'first') return stream(response, 'id: second\ndata:\n\n').end();
        return stream(response, `id: third\ndata: ${answer(id, text('after all'))}\n\n`).end();
      },
    );
    const recorder = await connected(url);
    expect(textOf(await recorder.call('act'))).toBe('after all');
    expect(gets.filter((last) => last !== undefined)).toEqual(['first', 'second']);
    expect(textOf(await recorder.call('echo'))).toBe('still here');
    expect(gets.filter((last) => last !== undefined)).toHaveLength(2);
  });

  it.each([
    ['405', (response: ServerResponse) => noGet(response)],
    ['404', (response: ServerResponse) => response.writeHead(404).end()],
  ])('and cannot be resumed (%s) is lost, without waiting for its limit', async (_, onGet) => {
    const { url } = await serve((asked) => stream(asked.response, 'id: first\nretry: 300\ndata:\n\n').end(), onGet);
    const recorder = await connected(url);
    await expect(recorder.call('act', {}, { timeoutMs: 60_000 })).rejects.toMatchObject({ code: 'connection_lost' });
    expect(textOf(await recorder.call('echo'))).toBe('still here');
    expect(recorder.path()).not.toContain('reconnecting');
  });

  it('again and again, with no pause asked for, is resumed a few times a second until the call ends', async () => {
    const { url, gets } = await serve(
      (asked) => stream(asked.response, 'id: first\nretry: 0\ndata:\n\n').end(),
      (response, last) => (last === undefined ? noGet(response) : stream(response, 'id: next\nretry: 0\ndata:\n\n').end()),
    );
    const recorder = await connected(url);
    await expect(recorder.call('act', {}, { timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'call_timeout' });
    const count = gets.length;
    expect(count).toBeGreaterThan(2);
    expect(count).toBeLessThan(12);
    // Longer than the pause between two of them.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(textOf(await recorder.call('echo'))).toBe('still here');
    expect(gets.length).toBeLessThanOrEqual(count + 1);
  });
});

describe('an answer under its id as text', () => {
  it.each([
    [
      'in JSON',
      (response: ServerResponse, message: string) => response.writeHead(200, { 'content-type': 'application/json' }).end(message),
    ],
    ['in a stream', (response: ServerResponse, message: string) => stream(response, `data: ${message}\n\n`).end()],
  ])('is taken %s', async (_, send) => {
    const { url } = await serve(({ response, id }) => send(response, answer(String(id), text('acted'))), noGet);
    expect(textOf(await (await connected(url)).call('act'))).toBe('acted');
  });
});

describe('the stream of a server’s own news', () => {
  it.each([
    ['without events', ''],
    ['with events to go on from, and no pause', 'id: 1\nretry: 0\ndata:\n\n'],
  ])('that ends at once (%s) is not asked for in a storm, and calls work', async (_, events) => {
    const { url, gets } = await serve(
      (asked) => json(asked, text('acted')),
      (response) => stream(response, events).end(),
    );
    const recorder = await connected(url);
    await expect.poll(() => gets.length).toBeGreaterThanOrEqual(2);
    for (let n = 0; n < 3; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(textOf(await recorder.call('act'))).toBe('acted');
    }
    expect(gets.length).toBeLessThanOrEqual(3);
  });
});

describe('a tool that asks back (multi-round-trip requests)', () => {
  const ask = (method: string, params: object) => ({
    resultType: 'input_required',
    inputRequests: { q: { method, params } },
    requestState: 's',
  });

  it.each([
    ['elicitation/create', { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } }, 'something from you'],
    ['sampling/createMessage', { messages: [], maxTokens: 1 }, 'the answer of a language model'],
    ['roots/list', {}, 'a list of folders'],
  ])('for %s is told in words, and the connection stays', async (method, params, what) => {
    const { url } = await serve((asked) => json(asked, ask(method, params)), noGet, true);
    const recorder = await connected(url);
    await expect(recorder.call('act')).rejects.toMatchObject({
      code: 'input_needed',
      message: `The tool asks for ${what} before it goes on`,
    });
    expect(textOf(await recorder.call('echo'))).toBe('still here');
    expect(recorder.manager.state('s').kind).toBe('connected');
  });

  it('asks the handlers of its own server, and gets their answer', async () => {
    const open = async (name: string) => {
      const { url } = await serve(
        (asked) =>
          asked.params.inputResponses
            ? json(asked, complete(text(JSON.stringify(asked.params.inputResponses))))
            : json(asked, ask('elicitation/create', { mode: 'form', message: name, requestedSchema: { type: 'object', properties: {} } })),
        noGet,
        true,
      );
      const transport = new RemoteTransport(
        { kind: 'remote', url, mode: 'http', headers: {}, query: {}, auth: DEFAULT_AUTH, tls: DEFAULT_TLS },
        'http',
      );
      onTestFinished(() => transport.close());
      const client = new Client({ name, version: '1' }, { capabilities: { elicitation: {} }, versionNegotiation: { mode: 'auto' } });
      client.setRequestHandler('elicitation/create', ({ params }) => ({ action: 'accept', content: { by: name, asked: params.message } }));
      await client.connect(transport);
      returnRawResults(client, transport, false);
      return client;
    };
    const [one, two] = await Promise.all([open('one'), open('two')]);
    const results = await Promise.all([one, two, one].map((client) => client?.callTool({ name: 'act', arguments: {} })));
    const answers = results.map((result) => JSON.parse(textOf(result as Record<string, unknown>)).q.content);
    expect(answers).toEqual([
      { by: 'one', asked: 'one' },
      { by: 'two', asked: 'two' },
      { by: 'one', asked: 'one' },
    ]);
  });
});
