import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { wholeResult } from '../../../electron/core/messages/whole-result.ts';
import { fixtureCommand, startFixture } from '../../fixtures/start-server.ts';
import { definition, Recorder, raw, runs, textOf, until } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  recorders.push(recorder);
  return recorder;
}
afterEach(() => Promise.all(recorders.splice(0).map((recorder) => recorder.manager.shutdown())));

const eras = [['legacy'], ['modern']];

describe('a call', () => {
  it.each(eras)('returns the result as the server sent it, however odd (%s)', async (era) => {
    const recorder = record();
    expect(await recorder.connected(raw(era).transport)).toMatchObject({ era });
    const odd = { content: [{ type: 'hologram', data: 1 }, 'text'], structuredContent: { count: 'many' }, extra: [1] };
    expect(await recorder.call('odd_result')).toMatchObject(odd);
  });

  it('keeps a result that does not fit the output schema', async () => {
    const recorder = record();
    await recorder.connected({ kind: 'stdio', ...fixtureCommand('strange-schemas.mjs') });
    expect(await recorder.call('wrong_output')).toMatchObject({ structuredContent: { count: 'many' } });
  });

  it.each(eras)('takes a result of 20 MB (%s)', async (era) => {
    const recorder = record();
    await recorder.connected(raw(era).transport);
    const result = await recorder.call('big', { bytes: 20_000_000 });
    expect(textOf(wholeResult(result))).toHaveLength(20_000_000);
    expect(textOf(result).length).toBeLessThan(100_000);
  });

  it('refused by the server says why', async () => {
    const recorder = record();
    await recorder.connected(raw().transport);
    await expect(recorder.call('refuse')).rejects.toMatchObject({
      code: 'server_error',
      message: 'The server refused the call: Not today',
      details: { detail: 'Not today', rpcCode: -32042 },
      technical: '{\n  "reason": "weekend"\n}',
    });
  });

  it('runs beside others', async () => {
    const recorder = record();
    await recorder.connected(raw().transport);
    const results = await Promise.all(Array.from({ length: 500 }, (_, n) => recorder.call('echo', { message: n })));
    expect(results.map(textOf)).toEqual(Array.from({ length: 500 }, (_, n) => String(n)));
  });

  it('updates the last success, announced at most once a second, and is no latency', async () => {
    let now = 1_000_000;
    const recorder = record({ clock: () => now });
    const { lastSuccessAt, latencyMs } = await recorder.connected(raw().transport);
    const before = recorder.states.length;
    now += 5_000;
    for (let n = 0; n < 50; n += 1) await recorder.call('echo', { message: 'x' });
    expect(recorder.manager.state('s')).toMatchObject({ lastSuccessAt: lastSuccessAt + 5_000, latencyMs });
    expect(recorder.states.length - before).toBe(1);
  });
});

describe('progress', () => {
  it.each(eras)('is passed on and resets the limit (%s)', async (era) => {
    const recorder = record();
    await recorder.connected(raw(era).transport);
    const seen: number[] = [];
    const onProgress = ({ progress }: { progress: number }) => seen.push(progress);
    const result = await recorder.call('progress', { steps: 8, every: 100 }, { timeoutMs: 400, onProgress });
    expect(textOf(result)).toBe('finished');
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('does not keep a call alive for ever', async () => {
    const recorder = record();
    await recorder.connected(raw().transport);
    const call = recorder.call('progress', { steps: 1_000, every: 20 }, { timeoutMs: 60 });
    await expect(call).rejects.toMatchObject({ code: 'call_timeout', details: { seconds: 0.6 } });
  });
});

describe('ending a call', () => {
  it.each(eras)('cancel tells the server (%s)', async (era) => {
    const recorder = record();
    const server = raw(era);
    await recorder.connected(server.transport);
    const abort = new AbortController();
    const call = recorder.call('silent', {}, { signal: abort.signal });
    await until(() => server.notes().includes('tools/call'), 'the call');
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    await until(() => server.notes().some((note) => /^notifications\/cancelled \d+/.test(note)), 'the cancellation');
    expect(textOf(await recorder.call('echo', { message: 'still here' }))).toBe('still here');
  });

  it('timeout tells the server', async () => {
    const recorder = record();
    const server = raw();
    await recorder.connected(server.transport);
    await expect(recorder.call('silent', {}, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'call_timeout',
      message: 'The tool did not answer within 0.15 s',
    });
    await until(() => server.notes().some((note) => /^notifications\/cancelled \d+/.test(note)), 'the cancellation');
  });

  it('cancel over HTTP of the modern era ends the request', async () => {
    const server = await startFixture('modern-http.mjs');
    try {
      const recorder = record();
      await recorder.connected({ kind: 'remote', url: server.url });
      const abort = new AbortController();
      let progressed = false;
      const onProgress = () => {
        progressed = true;
      };
      const call = recorder.call('wait', { ms: 60_000 }, { signal: abort.signal, onProgress });
      await until(() => progressed, 'progress');
      abort.abort();
      await expect(call).rejects.toMatchObject({ code: 'cancelled' });
      expect(textOf(await recorder.call('echo', { message: 'hi' }))).toBe('hi');
    } finally {
      await server.stop();
    }
  });

  it('a signal that was aborted before sends nothing', async () => {
    const recorder = record();
    const server = raw();
    await recorder.connected(server.transport);
    await expect(recorder.call('echo', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.notes()).not.toContain('tools/call');
  });

  it('disconnecting fails it at once, however long the process takes to end', async () => {
    const recorder = record({ grace: { stdin: 2_000, term: 100, kill: 1_000 } });
    await recorder.connected(raw('deaf-at-start').transport);
    const call = recorder.call('silent').catch((error: unknown) => error);
    const began = Date.now();
    const disconnecting = recorder.manager.disconnect('s');
    expect(await call).toMatchObject({ code: 'connection_lost' });
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await disconnecting).toEqual({ kind: 'disconnected' });
  });
});

describe('the manager', () => {
  it('joins a second connect', async () => {
    const recorder = record();
    const server = raw();
    recorder.manager.sync([definition('s', server.transport)]);
    const [first, second] = await Promise.all([recorder.manager.connect('s'), recorder.manager.connect('s')]);
    expect(first).toEqual(second);
    expect(server.notes().filter((note) => note.startsWith('started'))).toHaveLength(1);
  });

  it('does what was asked for last', async () => {
    const recorder = record();
    const { pid } = await recorder.connected(raw().transport);
    const { manager } = recorder;
    await Promise.all([manager.disconnect('s'), manager.connect('s'), manager.disconnect('s')]);
    expect(manager.state('s')).toEqual({ kind: 'disconnected' });
    expect(runs(pid ?? 0)).toBe(false);
    await Promise.all([manager.connect('s'), manager.disconnect('s'), manager.connect('s')]);
    expect(manager.state('s').kind).toBe('connected');
  });

  it('starts eight at a time, in order, and each only once', async () => {
    const recorder = record({ grace: { stdin: 100, term: 100, kill: 1_000 } });
    const server = raw('silent-on-probe', 'deaf-at-start');
    const ids = Array.from({ length: 12 }, (_, n) => `s${n}`);
    const step = (id: string) => {
      const state = recorder.manager.state(id);
      return state.kind === 'connecting' ? state.step : state.kind;
    };
    const connecting = () => ids.filter((id) => step(id) === 'negotiating');
    recorder.manager.sync([...ids.map((id) => definition(id, server.transport)), definition('off', server.transport, { enabled: false })]);
    expect(recorder.manager.connectAll([...ids, 'off', 'unknown'])).toBe(12);
    expect(recorder.manager.connectAll(ids)).toBe(0);
    await until(() => server.notes().filter((note) => note === 'server/discover').length === 8, 'eight probes');
    expect(connecting()).toEqual(ids.slice(0, 8));
    expect(ids.slice(8).map(step)).toEqual(Array(4).fill('resolving'));
    expect(recorder.path('s9')).toEqual(['disconnected', 'resolving']);
    await recorder.manager.disconnect('s9');
    expect(recorder.path('s9')).toEqual(['disconnected', 'resolving', 'disconnected']);
    await recorder.manager.disconnect('s0');
    await until(() => connecting().length === 8, 'the next start');
    expect(connecting()).toEqual(ids.slice(1, 9));
    await until(() => server.notes().filter((note) => note === 'server/discover').length === 9, 'the ninth probe');
    await recorder.manager.shutdown();
    expect(ids.map(step)).toEqual(ids.map(() => 'disconnected'));
    expect(ids.map((id) => recorder.path(id).at(-1))).toEqual(ids.map(() => 'disconnected'));
    expect(server.notes().filter((note) => note.startsWith('started'))).toHaveLength(9);
    expect(
      server
        .notes()
        .flatMap((note) => (note.startsWith('started') ? Number(note.split(' ')[1]) : []))
        .filter(runs),
    ).toEqual([]);
  });

  it('tests a server that is not saved and leaves nothing', async () => {
    const recorder = record();
    const server = raw('noise-first');
    const { state, tools, log } = await recorder.manager.test(definition('x', server.transport), new AbortController().signal);
    expect(state).toMatchObject({ kind: 'connected', toolCount: tools.length });
    expect(log[0]).toMatchObject({ stream: 'stdout', text: 'Welcome to the server' });
    expect(runs(Number(server.notes()[0]?.split(' ')[1]))).toBe(false);
    expect(recorder.states).toEqual([]);
  });

  it('ends a test that is cancelled', async () => {
    const recorder = record({ grace: { stdin: 100, term: 100, kill: 1_000 } });
    const server = raw('silent-on-probe', 'deaf-at-start');
    const abort = new AbortController();
    const test = recorder.manager.test(definition('x', server.transport), abort.signal);
    await until(() => server.notes().includes('server/discover'), 'the probe');
    abort.abort();
    expect((await test).state).toEqual({ kind: 'disconnected' });
    expect(runs(Number(server.notes()[0]?.split(' ')[1]))).toBe(false);
  });

  it('delivers the log in batches', async () => {
    const batches: number[] = [];
    const recorder = record({ onLog: (_, lines) => batches.push(lines.length) });
    const script = 'for (let n = 0; n < 5000; n += 1) console.error("line " + n); setInterval(() => {}, 1000)';
    const connecting = recorder.connect({ kind: 'stdio', command: process.execPath, args: ['-e', script] });
    await until(() => batches.reduce((sum, count) => sum + count, 0) >= 2_000, 'the lines');
    await delay(100);
    expect(batches.length).toBeLessThan(20);
    const lines = recorder.manager.log('s');
    expect(lines).toHaveLength(2_000);
    expect(lines.at(-1)?.text).toBe('line 4999');
    await recorder.manager.disconnect('s');
    await connecting;
  });

  it('says that a launcher may be installing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-launcher-'));
    symlinkSync(process.execPath, join(folder, 'npx'));
    const recorder = record();
    const { args } = fixtureCommand('slow-start.mjs', '2500');
    await recorder.connected({ kind: 'stdio', command: join(folder, 'npx'), args });
    expect(recorder.states.some(([, state]) => state.kind === 'connecting' && state.note === 'installing…')).toBe(true);
  });

  it('starts a changed server when its process before has ended', async () => {
    const recorder = record({ grace: { stdin: 100, term: 100, kill: 1_000 } });
    const server = raw('deaf-at-start');
    const { pid } = await recorder.connected(server.transport);
    let alive: boolean | undefined;
    const watching = until(() => {
      if (server.notes().filter((note) => note.startsWith('started')).length === 2) alive = runs(pid ?? 0);
      return alive !== undefined;
    }, 'the second start');
    const changed = { ...server.transport, args: [...server.transport.args, 'other'] };
    expect(await recorder.connect(changed)).toMatchObject({ kind: 'connected' });
    await watching;
    expect(alive).toBe(false);
  });

  it('connects nothing after shutdown', async () => {
    const recorder = record();
    recorder.manager.sync([definition('s', { kind: 'sample' })]);
    await recorder.manager.shutdown();
    expect(await recorder.manager.connect('s')).toEqual({ kind: 'disconnected' });
    expect(recorder.manager.connectAll(['s'])).toBe(0);
    const server = raw();
    const { state, tools } = await recorder.manager.test(definition('x', server.transport), new AbortController().signal);
    expect([state, tools]).toEqual([{ kind: 'disconnected' }, []]);
    expect(server.notes()).toEqual([]);
  });

  it('names what it does not know', async () => {
    const { manager } = record();
    manager.sync([definition('off', { kind: 'sample' }, { enabled: false }), definition('idle', { kind: 'sample' })]);
    expect(() => manager.state('none')).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => manager.callableTool('off', 'a')).toThrow(expect.objectContaining({ code: 'disabled' }));
    expect(() => manager.callableTool('idle', 'a')).toThrow(expect.objectContaining({ code: 'not_connected' }));
    await manager.connect('idle');
    expect(() => manager.tool('idle', 'no such tool')).toThrow(expect.objectContaining({ code: 'tool_not_found' }));
  });
});
