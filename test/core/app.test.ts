import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../electron/core/app.ts';
import type { CoreEvent, NumberedEvent } from '../../shared/contract/events.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import type { ToolRun } from '../../shared/contract/model.ts';
import { AppError } from '../../shared/errors.ts';
import { everythingCommand, fixtureCommand, startFixture } from '../fixtures/start-server.ts';

let folder: string;
let app: App;
let opened: string[];
let events: NumberedEvent[];

const start = () =>
  createApp({
    dataFolder: folder,
    shell: 'cli',
    version: '0.0.0-test',
    openExternal: async (url) => {
      opened.push(url);
    },
  });

/** As a renderer asks: over the bridge, with a failure as an AppError. */
async function ask<M extends MethodName>(method: M, input: Input<M>, of: App = app): Promise<Output<M>> {
  const reply = await of.bridge.handle(method, input);
  if (!reply.ok) throw AppError.fromData(reply.error);
  return reply.value as Output<M>;
}

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'patchbay-app-')), 'data');
  opened = [];
  events = [];
  app = await start();
  app.bridge.subscribe((batch) => events.push(...batch));
});
afterEach(async () => {
  await app.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

async function connectedSample(): Promise<string> {
  const { id } = await ask('servers.addSample', {});
  expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected', transport: 'sample' });
  return id;
}

const call = (serverId: string, name: string, args: Record<string, unknown>, callId = `${name}-${Math.random()}`) =>
  ask('tools.call', { callId, serverId, name, args });

async function until(what: () => boolean): Promise<void> {
  await expect.poll(what).toBe(true);
}

const runsOf = (callId: string): ToolRun[] =>
  events.flatMap(({ event }: { event: CoreEvent }) => (event.type === 'run' && event.run.callId === callId ? [event.run] : []));

describe('calls', () => {
  test('answer with the result and stay in the list of this session', async () => {
    const id = await connectedSample();
    const first = await call(id, 'echo', { message: 'one' });
    expect(first).toMatchObject({ complete: true, run: { status: 'done', error: null, outputProblem: null } });
    expect(JSON.stringify(first.result)).toContain('one');
    await call(id, 'echo', { message: 'two' });
    const list = await ask('calls.list', { serverId: id, tool: 'echo' });
    expect(list.map((run) => run.args.message)).toEqual(['two', 'one']);
    expect(await ask('calls.result', { callId: first.run.callId })).toEqual(first);
  });

  test('check the arguments before anything is sent', async () => {
    const id = await connectedSample();
    await expect(call(id, 'add', { a: 'x' })).rejects.toMatchObject({ code: 'invalid_arguments' });
    expect(await ask('calls.list', { serverId: id })).toEqual([]);
  });

  test('tell a tool’s own error from a refusal of the server', async () => {
    const id = await connectedSample();
    expect((await call(id, 'fail', {})).run).toMatchObject({ status: 'toolError', error: null });
    expect((await call(id, 'crash', {})).run).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
  });

  test('report progress and can be cancelled', async () => {
    const id = await connectedSample();
    const running = call(id, 'countdown', { seconds: 60 }, 'count');
    await until(() => events.some(({ event }) => event.type === 'progress' && event.callId === 'count' && event.progress.total === 60));
    expect(runsOf('count')).toHaveLength(1);
    const { running: under } = await ask('app.snapshot', {});
    expect(under.map((run) => run.callId)).toEqual(['count']);
    await ask('tools.cancel', { callId: 'count' });
    expect((await running).run).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
    await until(() => runsOf('count').at(-1)?.status === 'cancelled');
  });

  test('end at the server’s own limit', async () => {
    const id = await connectedSample();
    const sample = app.library.server(id);
    await ask('servers.update', { id, server: { ...sample, callTimeoutMs: 1_000 } });
    expect((await call(id, 'slow', { seconds: 30 })).run).toMatchObject({
      status: 'failed',
      error: { code: 'call_timeout', details: { seconds: 1 } },
    });
  });

  test('send a huge result as a preview and the whole of it in slices', async () => {
    const id = await connectedSample();
    const { run, complete, result } = await call(id, 'big_result', { kilobytes: 9_000 });
    expect(complete).toBe(false);
    expect(run.sizeBytes).toBeGreaterThan(9_000_000);
    expect(JSON.stringify(result).length).toBeLessThan(1_000_000);
    let text = '';
    for (let total = 1; text.length < total; ) {
      const slice = await ask('calls.resultText', { callId: run.callId, offset: text.length });
      text += slice.text;
      total = slice.total;
    }
    expect(Buffer.byteLength(text)).toBe(run.sizeBytes);
    expect(JSON.parse(text)).toHaveProperty('content');
  });

  test('cannot use a call id twice, and need a connection', async () => {
    const id = await connectedSample();
    await call(id, 'echo', { message: 'x' }, 'same');
    await expect(call(id, 'echo', { message: 'x' }, 'same')).rejects.toMatchObject({ code: 'invalid_input' });
    await ask('servers.disconnect', { id });
    await expect(call(id, 'echo', { message: 'x' })).rejects.toMatchObject({ code: 'not_connected' });
  });
});

describe('events', () => {
  test('continue a snapshot without a gap', async () => {
    const id = await connectedSample();
    await until(() => events.some(({ event }) => event.type === 'state' && event.state.kind === 'connected'));
    const { seq, states } = await ask('app.snapshot', {});
    expect(states[id]?.kind).toBe('connected');
    await ask('servers.disconnect', { id });
    await until(() => events.some(({ event }) => event.type === 'state' && event.state.kind === 'disconnected'));
    const later = events.filter((each) => each.seq > seq);
    expect(later.map((each) => each.seq)).toEqual(later.map((_, index) => seq + 1 + index));
  });
});

describe('testing a server', () => {
  test('connects without saving anything', async () => {
    const { state, tools } = await ask('servers.test', {
      testId: 't',
      server: { name: 'Everything', transport: { kind: 'stdio', ...everythingCommand() } },
    });
    expect(state.kind).toBe('connected');
    expect(tools.map((tool) => tool.name)).toContain('echo');
    expect(app.library.servers).toEqual([]);
    expect(existsSync(join(folder, 'servers.json'))).toBe(false);
  });

  test('can be cancelled', async () => {
    const silent = {
      name: 'Silent',
      transport: { kind: 'stdio' as const, command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] },
    };
    const result = ask('servers.test', { testId: 't', server: silent });
    await ask('servers.cancelTest', { testId: 't' });
    expect((await result).state.kind).not.toBe('connected');
  });
});

describe('saved servers', () => {
  test('are there again after a restart, with the settings', async () => {
    const { id } = await ask('servers.create', { name: 'Files', transport: { kind: 'stdio', command: 'node' } });
    await ask('settings.update', { theme: 'dark', collapsed: ['x'] });
    await app.shutdown();
    app = await start();
    const snapshot = await ask('app.snapshot', {});
    expect(snapshot).toMatchObject({
      servers: [{ id, name: 'Files' }],
      settings: { theme: 'dark', collapsed: ['x'], sidebar: null },
      states: { [id]: { kind: 'disconnected' } },
    });
  });

  test.each([
    ['servers.disconnect', 'disconnected'],
    ['servers.restart', 'connected'],
  ] as const)('that are changed while %s ends them are %s afterwards', async (method, kind) => {
    const transport = { kind: 'stdio', ...fixtureCommand('ignores-sigterm.mjs') } as const;
    const { id } = await ask('servers.create', { name: 'A', transport });
    await ask('servers.connect', { id });
    const ending = ask(method, { id });
    await ask('servers.update', { id, server: { name: 'A', transport: { ...transport, env: { CHANGED: 'yes' } } } });
    await ending;
    await until(() => app.connections.state(id).kind !== 'connecting');
    expect(app.connections.state(id)).toMatchObject({ kind });
  });

  test('that are changed while connected connect again to what they are now', async () => {
    const modern = await startFixture('modern-http.mjs');
    try {
      const { id } = await ask('servers.create', { name: 'A', transport: { kind: 'stdio', ...everythingCommand() } });
      await ask('servers.connect', { id });
      await ask('servers.update', { id, server: { name: 'A', transport: { kind: 'remote', url: modern.url } } });
      await until(() => app.connections.state(id).kind === 'connected');
      expect(app.connections.state(id)).toMatchObject({ era: 'modern', transport: 'http' });
      await ask('servers.setEnabled', { id, enabled: false });
      await until(() => app.connections.state(id).kind === 'disabled');
      await ask('servers.remove', { id });
      await expect(ask('servers.connect', { id })).rejects.toMatchObject({ code: 'not_found' });
    } finally {
      await modern.stop();
    }
  });

  test('that are removed can be brought back, and connect again', async () => {
    const id = await connectedSample();
    const { servers } = await ask('app.snapshot', {});
    await ask('servers.remove', { id });
    expect((await ask('app.snapshot', {})).servers).toEqual([]);
    for (const server of servers) await ask('servers.restore', { server, beforeId: null });
    expect((await ask('app.snapshot', {})).servers).toEqual(servers);
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  });

  test('a second process may look but not write', async () => {
    await ask('servers.addSample', {});
    writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: process.ppid, started: '' }));
    const second = await start();
    try {
      const snapshot = await ask('app.snapshot', {}, second);
      expect(snapshot.info.readOnlyBecausePid).toBe(process.ppid);
      expect(snapshot.servers).toHaveLength(1);
      await expect(ask('servers.addSample', {}, second)).resolves.toMatchObject({ name: 'Sample server' });
      await expect(ask('settings.update', { theme: 'dark' }, second)).rejects.toMatchObject({
        code: 'data_locked',
        details: { pid: process.ppid },
      });
    } finally {
      await second.shutdown();
    }
  });
});

describe('pages outside', () => {
  test('open only for http and https', async () => {
    await ask('app.openExternal', { url: 'https://example.com/a?b=c' });
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'patchbay://x', 'nonsense', 'https:']) {
      await expect(ask('app.openExternal', { url })).rejects.toMatchObject({ code: 'url_invalid' });
    }
    expect(opened).toEqual(['https://example.com/a?b=c']);
  });
});
