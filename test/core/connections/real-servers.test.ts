import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  everythingCommand,
  filesystemCommand,
  fixtureCommand,
  memoryCommand,
  type RunningServer,
  startFixture,
  startServer,
} from '../../fixtures/start-server.ts';
import { Recorder, runs, textOf, until } from './fixtures/harness.ts';

let recorder = new Recorder();
afterEach(async () => {
  await recorder.manager.shutdown();
  recorder = new Recorder();
});

const stdio = (command: { command: string; args: string[] }, rest = {}) => ({ kind: 'stdio', ...command, ...rest });
const remote = (url: string, mode = 'auto', headers = {}) => ({ kind: 'remote', url, mode, headers });

describe('over stdio', () => {
  it('connects to server-everything, runs echo, and leaves no process', async () => {
    const state = await recorder.connected(stdio(everythingCommand()));
    expect(state).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25', transport: 'stdio', rejectedTools: [] });
    expect(state.toolCount).toBeGreaterThanOrEqual(13);
    expect(recorder.path()).toEqual(['disconnected', 'resolving', 'spawning', 'negotiating', 'verifying', 'connected']);
    expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('Echo: hi');
    expect(runs(state.pid ?? 0)).toBe(true);
    expect(await recorder.manager.disconnect('s')).toEqual({ kind: 'disconnected' });
    expect(runs(state.pid ?? 0)).toBe(false);
    expect(recorder.log('stderr').join()).toContain('Starting default');
  });

  it('connects to server-filesystem and reads a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-files-'));
    writeFileSync(join(folder, 'note.txt'), 'written down');
    const state = await recorder.connected(stdio(filesystemCommand(folder)));
    expect(state.toolCount).toBe(recorder.manager.tools('s').length);
    expect(textOf(await recorder.call('read_text_file', { path: join(folder, 'note.txt') }))).toContain('written down');
  });

  it('gives server-memory its environment', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'patchbay-memory-')), 'memory.json');
    await recorder.connected(stdio(memoryCommand(), { env: { MEMORY_FILE_PATH: file } }));
    const entity = { name: 'Ada', entityType: 'person', observations: ['wrote programs'] };
    await recorder.call('create_entities', { entities: [entity] });
    expect(textOf(await recorder.call('read_graph'))).toContain('wrote programs');
  });

  it.each([{ args: [] }, { args: ['--both'] }])('negotiates the modern era in place $args', async ({ args }) => {
    const state = await recorder.connected(stdio(fixtureCommand('modern-stdio.mjs', ...args)));
    expect(state).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28', serverName: 'modern-stdio' });
    const seen = JSON.parse(textOf(await recorder.call('process', { variable: 'HOME' })));
    expect(seen).toMatchObject({ pid: state.pid, value: process.env.HOME });
    expect(recorder.log('stderr')).toEqual(['modern-stdio is ready']);
  });

  it('connects again with what it found out, in both eras', async () => {
    for (const command of [everythingCommand(), fixtureCommand('modern-stdio.mjs')]) {
      const first = await recorder.connected(stdio(command));
      await recorder.manager.disconnect('s');
      const second = await recorder.manager.connect('s');
      expect(second).toMatchObject({ kind: 'connected', era: first.era, protocolVersion: first.protocolVersion });
      expect(textOf(await recorder.call('echo', { message: 'again' }))).toContain('again');
    }
  });

  it('passes only harmless variables and its own', async () => {
    process.env.PATCHBAY_TEST_SECRET = 'not for servers';
    await recorder.connected(stdio(fixtureCommand('modern-stdio.mjs'), { env: { OWN: 'mine' }, cwd: '~' }));
    expect(JSON.parse(textOf(await recorder.call('process', { variable: 'PATCHBAY_TEST_SECRET' }))).value).toBeNull();
    expect(JSON.parse(textOf(await recorder.call('process', { variable: 'OWN' }))).value).toBe('mine');
    delete process.env.PATCHBAY_TEST_SECRET;
  });
});

describe('the built-in server', () => {
  it('connects in process', async () => {
    const state = await recorder.connected({ kind: 'sample' });
    expect(state).toMatchObject({ transport: 'sample', pid: null });
    expect(recorder.manager.tools('s').length).toBe(state.toolCount);
  });
});

describe('over HTTP', () => {
  let http: RunningServer;
  let sse: RunningServer;
  let modern: RunningServer;
  let legacy: RunningServer;
  beforeAll(async () => {
    [http, sse, modern, legacy] = await Promise.all([
      startServer('streamableHttp'),
      startServer('sse'),
      startFixture('modern-http.mjs'),
      startFixture('legacy-http.mjs'),
    ]);
  });
  afterAll(() => Promise.all([http, sse, modern, legacy].map((server) => server?.stop())));

  it.each(['auto', 'http'])('connects to server-everything over Streamable HTTP (%s)', async (mode) => {
    const state = await recorder.connected(remote(http.url, mode));
    expect(state).toMatchObject({ era: 'legacy', transport: 'http', pid: null });
    expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('Echo: hi');
  });

  it.each(['auto', 'sse'])('connects to server-everything over SSE (%s)', async (mode) => {
    const state = await recorder.connected(remote(sse.url, mode));
    expect(state).toMatchObject({ era: 'legacy', transport: 'sse' });
    expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('Echo: hi');
  });

  it('speaks the modern era over HTTP, with headers on every request', async () => {
    const state = await recorder.connected(remote(modern.url, 'auto', { 'X-Key': 'abc' }));
    expect(state).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28', transport: 'http', serverName: 'modern-http' });
    const headers = JSON.parse(textOf(await recorder.call('headers')));
    expect(headers).toMatchObject({ 'x-key': 'abc', 'mcp-method': 'tools/call', 'mcp-name': 'headers' });
  });

  it('turns credentials in the address into a header and shows them nowhere', async () => {
    const url = new URL(legacy.url);
    url.username = 'ada';
    url.password = 'p%40ss-word';
    await recorder.connected(remote(url.href));
    const headers = JSON.parse(textOf(await recorder.call('headers')));
    expect(headers.authorization).toBe(`Basic ${Buffer.from('ada:p@ss-word').toString('base64')}`);
  });

  it('says goodbye to its session when it disconnects', async () => {
    await recorder.connected(remote(legacy.url));
    const session = textOf(await recorder.call('session'));
    await recorder.manager.disconnect('s');
    const answer = await fetch(legacy.url, { method: 'GET', headers: { 'mcp-session-id': session, accept: 'text/event-stream' } });
    expect(answer.status).toBe(404);
  });

  it('opens another session when the server forgot it, and sends the call again that it did not run', async () => {
    await recorder.connected(remote(legacy.url));
    const session = textOf(await recorder.call('session'));
    await fetch(new URL('/forget', legacy.url), { method: 'POST' });
    expect(textOf(await recorder.call('session'))).not.toBe(session);
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected' });
    expect(recorder.states.some(([, state]) => state.kind === 'reconnecting' && state.error.code === 'session_lost')).toBe(true);
  });

  it.each([
    ['legacy over HTTP', () => remote(legacy.url)],
    ['modern over stdio', () => stdio(fixtureCommand('modern-stdio.mjs'))],
  ])('reads the list again when it changes: %s', async (_, transport) => {
    const state = await recorder.connected(transport());
    const before = state.toolCount;
    await recorder.call('grow');
    await until(() => recorder.manager.tools('s').some((each) => each.name === 'grown_1'), 'the new tool');
    expect(recorder.manager.state('s')).toMatchObject({ toolCount: before + 1 });
    expect(recorder.tools.at(-1)?.[1].length).toBe(before + 1);
  });

  it('tries again when the server goes away, and calls say so', async () => {
    const own = await startFixture('legacy-http.mjs');
    await recorder.connected(remote(own.url));
    await own.stop();
    // Sent on a line that just then broke, it may have run; otherwise nothing was there to take it.
    const failure: unknown = await recorder.call('echo', { message: 'x' }, { timeoutMs: 200 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: expect.stringMatching(/^connection_(refused|lost)$/) });
    await until(() => recorder.manager.state('s').kind === 'reconnecting', 'the loss');
    expect(recorder.manager.state('s')).toMatchObject({ error: { code: 'connection_refused' } });
    await expect(recorder.call('echo', { message: 'x' })).rejects.toMatchObject({ code: 'not_connected' });
  });

  it('tries again when an SSE stream drops', async () => {
    const own = await startServer('sse');
    await recorder.connected(remote(own.url));
    await own.stop();
    await until(() => recorder.manager.state('s').kind === 'reconnecting', 'the loss');
    const [, lost] = recorder.states.find(([, state]) => state.kind === 'reconnecting') ?? [];
    // Whichever is noticed first: the end of the stream, or that nobody listens any more.
    expect(lost).toMatchObject({ error: { code: expect.stringMatching(/^connection_(?:lost|refused)$/) } });
  });
});
