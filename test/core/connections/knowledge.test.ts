import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FileServerMemory } from '../../../electron/core/storage/server-memory.ts';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerLimits } from '../../../shared/contract/model.ts';
import { definition, Recorder, raw, until } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
afterEach(() => Promise.all(recorders.splice(0).map(({ manager }) => manager.shutdown())));

function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  recorders.push(recorder);
  return recorder;
}

describe('what is known of a server after a restart of the app', () => {
  it('is shown as unconfirmed, cannot be called, and is confirmed by connecting', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'patchbay-memory-')), 'cache');
    const memory = () => new FileServerMemory(folder, Date.now, () => true);
    const server = raw();
    const before = memory();
    const first = record({ memory: before });
    await first.connected(server.transport);
    await first.manager.shutdown();
    await before.settled();

    const second = record({ memory: memory() });
    second.manager.sync([definition('s', server.transport)]);
    expect(second.manager.tools('s').map(({ name }) => name)).toContain('echo');
    expect(second.manager.stale('s')).toBe(true);
    expect(() => second.manager.callableTool('s', 'echo')).toThrow(expect.objectContaining({ code: 'not_connected' }));
    await second.manager.connect('s');
    expect(second.manager.stale('s')).toBe(false);
    // The server is not asked again what it speaks.
    expect(server.notes().filter((note) => note === 'server/discover')).toHaveLength(1);
  });

  it('is forgotten with the server, and with the way to it', async () => {
    const memory = new FileServerMemory(mkdtempSync(join(tmpdir(), 'patchbay-memory-')), Date.now, () => true);
    const recorder = record({ memory });
    const server = raw();
    await recorder.connected(server.transport);
    await memory.settled();
    const changed = { ...server.transport, args: [...server.transport.args, 'other'] };
    recorder.manager.sync([definition('s', changed)]);
    expect(recorder.manager.tools('s')).toEqual([]);
    recorder.manager.sync([]);
    await memory.settled();
    expect(memory.read('s', definition('s', server.transport).transport)).toBeNull();
  });
});

describe('a list that is good for a time', () => {
  it('is asked for again when it has passed and somebody looks, not sooner', async () => {
    let now = 1_000_000;
    const recorder = record({ clock: () => now, pacing: { freshMs: 5_000 } });
    const server = raw('modern');
    await recorder.connected(server.transport);
    const asked = () => server.notes().filter((note) => note === 'tools/list').length;
    recorder.manager.tools('s');
    now += 4_999;
    recorder.manager.tools('s');
    now += 1;
    expect(asked()).toBe(1);
    recorder.manager.tools('s');
    await until(() => asked() === 2, 'the new list');
  });
});

describe('the limits of a server', () => {
  const connect = (recorder: Recorder, transport: unknown, limits: Partial<ServerLimits>) => {
    recorder.manager.sync([definition('s', transport, { limits: { ...NO_LIMITS, ...limits } })]);
    return recorder.manager.connect('s');
  };

  it('hold for connecting', async () => {
    const state = await connect(record(), raw('silent-on-probe', 'deaf-at-start', 'silent-on-list').transport, { connectMs: 1_000 });
    expect(state).toMatchObject({ kind: 'failed', error: { code: 'connect_timeout', details: { seconds: 1 } } });
  });

  it('hold for each list', async () => {
    const recorder = record();
    const state = await connect(recorder, raw('silent-on-list').transport, { listMs: 200 });
    expect(state).toMatchObject({
      kind: 'failed',
      error: { code: 'list_timeout', message: 'The server did not list its tools within 0.2 s' },
    });
  });

  it('hold for a call that goes on and on, also without progress', async () => {
    const recorder = record();
    await connect(recorder, raw().transport, { callTotalMs: 300 });
    await expect(recorder.call('progress', { steps: 1_000, every: 20 }, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'call_timeout',
    });
    await expect(recorder.call('silent', {}, { timeoutMs: 60_000 })).rejects.toMatchObject({ code: 'call_timeout' });
  });
});
