import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { FileServerMemory } from '../../../electron/core/storage/server-memory.ts';
import type { ServerState } from '../../../shared/contract/model.ts';
import { everythingCommand, fixtureCommand, type RunningServer, startFixture, startServer } from '../../fixtures/start-server.ts';
import { type RunningWebSocketServer, speakLegacy, speakModern, startWebSocketServer } from '../transports/fixtures/websocket-server.ts';
import { definition, Recorder, raw, runs, textOf } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  recorders.push(recorder);
  return recorder;
}
afterEach(() => Promise.all(recorders.splice(0).map(({ manager }) => manager.shutdown())));

/** A memory on the disk, and what reads it anew as after a restart of the app. */
function diskMemory() {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-eras-'));
  return () => new FileServerMemory(folder, Date.now, () => true);
}

/** Requests that were sent, by method, in their order. */
function sent(recorder: Recorder): string[] {
  const { entries } = recorder.manager.traffic('s', 0);
  return entries.flatMap(({ kind, direction, label }) => (kind === 'rpc' && direction === 'out' ? [label] : []));
}

const stdio = (command: { command: string; args: string[] }) => ({ kind: 'stdio', ...command });
const remote = (url: string, mode = 'auto') => ({ kind: 'remote', url, mode });

describe('each transport in each era', () => {
  let servers: RunningServer[];
  let sockets: RunningWebSocketServer[];
  beforeAll(async () => {
    const http = [startServer('streamableHttp'), startFixture('legacy-http.mjs'), startFixture('modern-http.mjs')];
    const both = startFixture('modern-http.mjs', { args: ['--both'] });
    servers = await Promise.all([...http, both, startServer('sse')]);
    sockets = await Promise.all([speakLegacy, speakModern].map((speak) => startWebSocketServer((socket) => speak(socket))));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.stop();
    await Promise.all(servers.map((server) => server.stop()));
  });

  const over = (index: number, mode = 'auto') => remote(servers[index]?.url ?? '', mode);
  it.each([
    ['server-everything over stdio', 'legacy', '2025-11-25', 'stdio', () => stdio(everythingCommand())],
    ['a modern server over stdio', 'modern', '2026-07-28', 'stdio', () => stdio(fixtureCommand('modern-stdio.mjs'))],
    ['one of both eras over stdio', 'modern', '2026-07-28', 'stdio', () => stdio(fixtureCommand('modern-stdio.mjs', '--both'))],
    ['server-everything over Streamable HTTP', 'legacy', '2025-11-25', 'http', () => over(0)],
    ['a server of SDK v1 over Streamable HTTP', 'legacy', '2025-11-25', 'http', () => over(1)],
    ['a modern server over Streamable HTTP', 'modern', '2026-07-28', 'http', () => over(2)],
    ['one of both eras over Streamable HTTP', 'modern', '2026-07-28', 'http', () => over(3)],
    ['server-everything over SSE, found by itself', 'legacy', '2025-11-25', 'sse', () => over(4)],
    ['server-everything over SSE, as chosen', 'legacy', '2025-11-25', 'sse', () => over(4, 'sse')],
    ['a server of SDK v1 over WebSocket', 'legacy', '2025-11-25', 'websocket', () => remote(sockets[0]?.url ?? '')],
    ['a modern server over WebSocket', 'modern', '2026-07-28', 'websocket', () => remote(sockets[1]?.url ?? '')],
  ])(
    '%s: calls run, and what it speaks is asked once, also after a restart of the app',
    async (_, era, protocolVersion, kind, transport) => {
      const memory = diskMemory();
      for (const start of ['first', 'second']) {
        const own = memory();
        const recorder = record({ memory: own });
        const state = await recorder.connected(transport());
        expect(state).toMatchObject({ era, protocolVersion, transport: kind });
        expect(state.toolCount).toBeGreaterThan(0);
        expect(textOf(await recorder.call('echo', { message: start }))).toContain(start);
        const asked = ['server/discover', 'initialize'].map((method) => sent(recorder).includes(method));
        const handshake = era === 'legacy';
        const chosen = transport() as { mode?: string };
        expect(asked).toEqual(start === 'first' ? [chosen.mode !== 'sse', handshake] : [false, handshake]);
        await recorder.manager.shutdown();
        await own.settled();
      }
    },
  );
});

describe('negotiating over stdio', () => {
  it.each([['legacy'], ['modern'], ['silent-on-probe']])('starts no second process (%s)', async (trait) => {
    const server = raw(trait);
    const recorder = record({ connectTimeoutMs: 6_000 });
    const state = await recorder.connected(server.transport);
    expect(server.notes().filter((note) => note.startsWith('started'))).toEqual([`started ${state.pid}`]);
  });

  it('asks a modern server again that was not ready for the question, as while it is installed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-slow-'));
    const [file] = fixtureCommand('modern-stdio.mjs').args;
    // Slow the first time only.
    const script = `
      const { existsSync, writeFileSync } = require('node:fs');
      const installed = ${JSON.stringify(join(folder, 'installed'))};
      const pause = existsSync(installed) ? 0 : 6_300;
      writeFileSync(installed, '');
      setTimeout(() => import(${JSON.stringify(file)}), pause);`;
    const recorder = record({ connectTimeoutMs: 12_000 });
    expect(await recorder.connected(stdio({ command: process.execPath, args: ['-e', script] }))).toMatchObject({ era: 'modern' });
    expect(recorder.log('patchbay')).toEqual(['The server was not ready for the first request; starting it again to ask what it speaks.']);
  });

  it('with one that dies of the question starts it again, and remembers that after a restart of the app', async () => {
    const server = raw('dies-on-probe');
    const started = () => server.notes().filter((note) => note.startsWith('started')).length;
    const memory = diskMemory();
    for (const expected of [2, 3]) {
      const own = memory();
      const recorder = record({ memory: own });
      expect(await recorder.connected(server.transport)).toMatchObject({ era: 'legacy' });
      expect(started()).toBe(expected);
      await recorder.manager.shutdown();
      await own.settled();
    }
    const pids = server.notes().flatMap((note) => /^started (\d+)/.exec(note)?.[1] ?? []);
    expect(pids.map(Number).filter(runs)).toEqual([]);
  });
});

describe('a server that speaks otherwise than the last time', () => {
  /** Connects before and after `change`; both times a call runs. */
  async function eras(transport: unknown, change: () => Promise<void> | void): Promise<unknown[]> {
    const recorder = record();
    recorder.manager.sync([definition('s', transport)]);
    const seen: unknown[] = [];
    for (const step of [() => {}, change]) {
      await step();
      const state: ServerState = await recorder.manager.connect('s');
      if (state.kind !== 'connected') throw new Error(JSON.stringify(state));
      expect(textOf(await recorder.call('echo', { message: 'hi' }))).toContain('hi');
      seen.push([state.era, state.transport]);
      await recorder.manager.disconnect('s');
    }
    return seen;
  }

  const upgrade = [
    ['upgraded', ['legacy', 'modern']],
    ['gone back', ['modern', 'legacy']],
  ] as const;

  it.each(upgrade)('over stdio: %s', async (_, [first, second]) => {
    const file = join(mkdtempSync(join(tmpdir(), 'patchbay-upgrade-')), 'installed');
    const program = { legacy: everythingCommand().args[0] ?? '', modern: fixtureCommand('modern-stdio.mjs').args[0] ?? '' };
    const install = (era: 'legacy' | 'modern') => writeFileSync(file, program[era]);
    install(first);
    const script = `import(require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`;
    const transport = stdio({ command: process.execPath, args: ['-e', script, 'server', 'stdio'] });
    expect(await eras(transport, () => install(second))).toEqual([
      [first, 'stdio'],
      [second, 'stdio'],
    ]);
  });

  it.each(upgrade)('over WebSocket: %s', async (_, [first, second]) => {
    const speak = { legacy: speakLegacy, modern: speakModern };
    let installed = first as 'legacy' | 'modern';
    const server = await startWebSocketServer((socket) => speak[installed](socket));
    onTestFinished(server.stop);
    const change = () => {
      installed = second;
    };
    expect(await eras(remote(server.url), change)).toEqual([
      [first, 'websocket'],
      [second, 'websocket'],
    ]);
  });

  it('and one that says of no result that it is complete is of the newer era each time', async () => {
    const { transport } = raw('modern', 'untyped');
    const recorder = record();
    for (const round of [1, 2]) {
      expect(await recorder.connected(transport)).toMatchObject({ era: 'modern' });
      expect([round, textOf(await recorder.call('pid'))]).toEqual([round, expect.stringMatching(/^\d+$/)]);
      await recorder.manager.disconnect('s');
    }
  });

  /** An address behind which servers are exchanged; what is asked for at `/mcp` is asked of the server's own address. */
  async function startGateway(first: string) {
    let behind = new URL(first);
    const gateway = createServer((incoming, response) => {
      const path = incoming.url === '/mcp' ? behind.pathname : incoming.url;
      const { method, headers } = incoming;
      const onward = request({ host: behind.hostname, port: behind.port, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
        answer.on('error', () => response.destroy()).pipe(response);
      });
      response.on('close', () => onward.destroy());
      onward.on('error', () => response.destroy());
      incoming.pipe(onward);
    });
    onTestFinished(() => void gateway.close().closeAllConnections());
    await once(gateway.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/mcp`;
    const lead = (to: string) => {
      behind = new URL(to);
    };
    return { url, lead };
  }

  const kinds = {
    'modern HTTP': () => startFixture('modern-http.mjs'),
    'legacy HTTP': () => startFixture('legacy-http.mjs'),
    SSE: () => startServer('sse'),
  };
  const state = { 'modern HTTP': ['modern', 'http'], 'legacy HTTP': ['legacy', 'http'], SSE: ['legacy', 'sse'] };
  const pairs = Object.keys(kinds).flatMap((from) => Object.keys(kinds).flatMap((to) => (from === to ? [] : [[from, to]])));
  it.each(pairs as [keyof typeof kinds, keyof typeof kinds][])('from %s to %s', async (from, to) => {
    const [before, after] = await Promise.all([kinds[from](), kinds[to]()]);
    onTestFinished(async () => {
      await Promise.all([before.stop(), after.stop()]);
    });
    const { url, lead } = await startGateway(before.url);
    expect(await eras(remote(url), () => lead(after.url))).toEqual([state[from], state[to]]);
  });
});
