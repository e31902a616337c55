import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { raw } from '../core/connections/fixtures/harness.ts';
import { speakLegacy, speakModern, startWebSocketServer } from '../core/transports/fixtures/websocket-server.ts';
import { fixtureCommand } from '../fixtures/start-server.ts';
import { runCli } from './run-cli.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(home, args);

describe('over WebSocket', () => {
  test.each([
    ['legacy', speakLegacy, '2025-11-25'],
    ['modern', speakModern, '2026-07-28'],
  ])('tools and call (%s)', async (_, speak, protocolVersion) => {
    const server = await startWebSocketServer((socket) => speak(socket));
    onTestFinished(server.stop);
    const listed = await run('tools', server.url, '--json', '--header', 'X-Key: abc');
    expect(listed.code).toBe(0);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      protocolVersion,
      tools: expect.arrayContaining([expect.objectContaining({ name: 'echo' })]),
    });
    expect(server.handshakes[0]?.headers).toMatchObject({ 'x-key': 'abc', 'sec-websocket-protocol': 'mcp' });
    expect(await run('call', server.url, 'echo', '--args', '{"message":"hi"}')).toMatchObject({ code: 0, stdout: 'hi\n' });
  });

  test('with the transport named, for an address that does not say it', async () => {
    const server = await startWebSocketServer(speakLegacy);
    onTestFinished(server.stop);
    const url = server.url.replace('ws:', 'http:');
    expect(await run('call', url, 'echo', '--transport', 'websocket', '--args', '{"message":"hi"}')).toMatchObject({
      code: 0,
      stdout: 'hi\n',
    });
  });

  test('saved and used by name', async () => {
    const server = await startWebSocketServer(speakLegacy);
    onTestFinished(server.stop);
    expect(await run('add', 'Socket', server.url)).toMatchObject({ code: 0 });
    expect(await run('call', 'socket', 'echo', '--args', '{"message":"hi"}')).toMatchObject({ code: 0, stdout: 'hi\n' });
  });

  test('where nothing listens', async () => {
    const server = await startWebSocketServer(() => {});
    server.stop();
    const { code, stdout } = await run('tools', server.url, '--json');
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 3, error: 'connection_refused' });
  });
});

describe('--timeout', () => {
  /** A server that takes 1.5 s to start and is saved with a limit of 1 s for connecting and for whole calls. */
  function saveSlow(): void {
    const transport = { kind: 'stdio', ...fixtureCommand('slow-start.mjs', '1500') };
    const limits = { connectMs: 1_000, callTotalMs: 1_000 };
    const server = { id: 'mcp_s', name: 'Slow', enabled: true, createdAt: 0, updatedAt: 0, transport, limits };
    writeFileSync(join(home, 'servers.json'), JSON.stringify({ version: 1, categories: [], servers: [server] }));
  }

  test('goes before the limits of a saved server', async () => {
    saveSlow();
    expect(await run('tools', 'slow')).toMatchObject({ code: 5 });
    const call = ['call', 'slow', 'wait', '--args', '{"ms":1300}'];
    expect(await run(...call, '--timeout', '30000')).toMatchObject({ code: 0, stdout: 'waited 1300 ms\n' });
    expect(await run('doctor', 'slow', '--timeout', '30000')).toMatchObject({ code: 0 });
  });

  test('is that of the list of tools, too', async () => {
    const { transport } = raw('silent-on-list');
    const { code, stdout } = await run('tools', '--json', '--timeout', '1500', '--', transport.command, ...transport.args);
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 5, error: expect.stringMatching(/^(list|connect)_timeout$/) });
  });
});
