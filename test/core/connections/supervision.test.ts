import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Pacing } from '../../../electron/core/connections/pacing.ts';
import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerState } from '../../../shared/contract/model.ts';
import { freePort, type RunningServer, startFixture } from '../../fixtures/start-server.ts';
import { definition, Recorder, raw, runs, textOf, until } from './fixtures/harness.ts';

const QUICK: Partial<Pacing> = { firstMs: 20, longestMs: 80, jitter: 0 };
/** So long that no test sees the end of it. */
const SLOW: Partial<Pacing> = { firstMs: 600_000, longestMs: 600_000 };

const recorders: Recorder[] = [];
const servers: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(recorders.splice(0).map(({ manager }) => manager.shutdown()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function record(pacing: Partial<Pacing>, rest: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder({ pacing, ...rest });
  recorders.push(recorder);
  return recorder;
}

async function fixture(file: string, options: Parameters<typeof startFixture>[1] = {}): Promise<RunningServer> {
  const server = await startFixture(file, options);
  servers.push(server);
  return server;
}

const remote = (url: string) => ({ kind: 'remote', url });
const is = (recorder: Recorder, kind: ServerState['kind']) => () => recorder.manager.state('s').kind === kind;
const pid = (recorder: Recorder) => {
  const state = recorder.manager.state('s');
  return state.kind === 'connected' ? (state.pid ?? 0) : 0;
};

describe('a local server that is killed', () => {
  it('is started again by itself, with its exit kept', async () => {
    const recorder = record(QUICK);
    const first = (await recorder.connected(raw().transport)).pid ?? 0;
    process.kill(first, 'SIGKILL');
    await until(is(recorder, 'reconnecting'), 'the loss');
    await until(is(recorder, 'connected'), 'the new start');
    expect(pid(recorder)).not.toBe(first);
    expect(textOf(await recorder.call('pid'))).toBe(String(pid(recorder)));
    const { restarts, exits } = await recorder.manager.process('s');
    expect(restarts).toBe(1);
    expect(exits).toMatchObject([{ pid: first, signal: 'SIGKILL', asked: false }]);
    expect(recorder.path()).toEqual([
      ...['disconnected', 'resolving', 'spawning', 'negotiating', 'verifying', 'connected'],
      ...['reconnecting', 'connected'],
    ]);
  });

  it('five times in a minute stays down, with the reason, until somebody connects', async () => {
    const recorder = record(QUICK);
    await recorder.connected(raw().transport);
    for (let death = 1; death <= 5; death += 1) {
      await until(is(recorder, 'connected'), `start ${death}`);
      await recorder.call('leave').catch(() => {});
    }
    await until(is(recorder, 'failed'), 'the end');
    expect(recorder.manager.state('s')).toMatchObject({
      error: { code: 'keeps_dying', details: { times: 5, exit: 'exit code 7' }, technical: expect.stringContaining('leaving') },
      exit: { code: 7 },
    });
    const exits = (await recorder.manager.process('s')).exits;
    expect(exits).toHaveLength(5);
    expect(exits.some((exit) => runs(exit.pid ?? 0))).toBe(false);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
  });

  it('is not started again where the limit is none', async () => {
    const recorder = record(QUICK);
    recorder.manager.sync([definition('s', raw().transport, { limits: { ...NO_LIMITS, reconnects: 0 } })]);
    await recorder.manager.connect('s');
    process.kill(pid(recorder), 'SIGKILL');
    await until(is(recorder, 'failed'), 'the end');
    const state = recorder.manager.state('s');
    expect(state).toMatchObject({ kind: 'failed', error: { code: 'connection_lost' }, exit: { signal: 'SIGKILL' } });
    expect(state).not.toHaveProperty('tries');
  });
});

describe('while it waits to try again', () => {
  async function waiting(): Promise<Recorder> {
    const recorder = record(SLOW);
    await recorder.connected(raw().transport);
    process.kill(pid(recorder), 'SIGKILL');
    await until(is(recorder, 'reconnecting'), 'the loss');
    return recorder;
  }

  it('says when, and keeps the tools of before as unconfirmed', async () => {
    const recorder = await waiting();
    const state = recorder.manager.state('s') as Extract<ServerState, { kind: 'reconnecting' }>;
    expect(state).toMatchObject({ attempt: 1, error: { code: 'connection_lost' } });
    expect((state.retryAt ?? 0) - Date.now()).toBeGreaterThan(400_000);
    expect([recorder.manager.tools('s').length > 0, recorder.manager.stale('s')]).toEqual([true, true]);
    expect(() => recorder.manager.callableTool('s', 'echo')).toThrow(expect.objectContaining({ code: 'not_connected' }));
  });

  it('connect tries now, and says that it does', async () => {
    const recorder = await waiting();
    const connecting = recorder.manager.connect('s');
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'reconnecting', retryAt: null });
    expect(await connecting).toMatchObject({ kind: 'connected' });
    expect(recorder.manager.stale('s')).toBe(false);
  });

  it('does not say that it tries while it waits for its turn', async () => {
    const recorder = record({ firstMs: 20, longestMs: 20, jitter: 0 });
    const slow = Array.from({ length: 8 }, (_, n) => definition(`slow${n}`, raw('silent-on-probe', 'deaf-at-start').transport));
    recorder.manager.sync([definition('s', raw().transport), ...slow]);
    await recorder.manager.connect('s');
    recorder.manager.connectAll(slow.map(({ id }) => id));
    process.kill(pid(recorder), 'SIGKILL');
    await until(() => tries(recorder).length >= 3, 'the try that waits');
    expect(
      tries(recorder)
        .slice(0, 3)
        .map((retryAt) => retryAt === null),
    ).toEqual([false, true, false]);
  });

  it('disconnect ends it', async () => {
    const recorder = await waiting();
    expect(await recorder.manager.disconnect('s')).toEqual({ kind: 'disconnected' });
    expect((await recorder.manager.process('s')).tree).toEqual([]);
  });

  it('disabling, and removing, ends it', async () => {
    const recorder = await waiting();
    const server = definition('s', raw().transport);
    recorder.manager.sync([{ ...server, enabled: false }]);
    expect(recorder.manager.state('s')).toEqual({ kind: 'disabled' });
    recorder.manager.sync([]);
    expect(recorder.manager.states()).toEqual({});
  });
});

describe('a remote server that goes away', () => {
  it('is tried up to the limit, then given up with the number of tries; a change of the network is a new chance', async () => {
    const port = await freePort();
    const env = { PORT: String(port) };
    let addresses = 'eth0 10.0.0.7/24';
    // A stall of four times as long would be taken for a sleep of the computer, and a busy one stalls.
    const recorder = record({ ...QUICK, machineMs: 1_000 }, { addresses: () => addresses });
    const server = await fixture('legacy-http.mjs', { env });
    recorder.manager.sync([definition('s', remote(server.url), { limits: { ...NO_LIMITS, reconnects: 3 } })]);
    await recorder.manager.connect('s');
    await server.stop();
    await recorder.call('echo', { message: 'x' }, { timeoutMs: 200 }).catch(() => {});
    await until(is(recorder, 'failed'), 'the end of trying');
    expect(recorder.manager.state('s')).toMatchObject({ tries: 3, error: { code: 'connection_refused' } });
    const attempts = recorder.states.flatMap(([, state]) => (state.kind === 'reconnecting' ? [state.attempt] : []));
    expect(Math.max(...attempts)).toBe(3);
    await fixture('legacy-http.mjs', { env });
    expect(recorder.manager.state('s').kind).toBe('failed');
    addresses = 'wlan0 192.168.1.9/24';
    await until(is(recorder, 'connected'), 'the new chance');
  });

  it('is found out while nobody calls, and a call waits for nothing', async () => {
    const recorder = record({ ...QUICK, probeMs: 30, probeLimitMs: 300 });
    const server = await fixture('legacy-http.mjs');
    await recorder.connected(remote(server.url));
    await server.stop();
    await until(is(recorder, 'reconnecting'), 'the loss');
    expect(recorder.manager.state('s')).toMatchObject({ error: { code: 'connection_refused' } });
  });

  it.each(['legacy-http.mjs', 'modern-http.mjs'])('is found out at once by the stream that breaks: %s', async (file) => {
    const server = await fixture(file);
    const recorder = record({ ...SLOW, probeMs: 600_000 });
    await recorder.connected(remote(server.url));
    await server.stop();
    await until(is(recorder, 'reconnecting'), 'the loss');
  });

  it('is found out also when it goes right after it was connected, and right after another doubt', async () => {
    const recorder = record({ firstMs: 100, longestMs: 500, probeMs: 600_000, doubtMs: 1_500 });
    const port = await freePort();
    const env = { PORT: String(port) };
    for (let round = 0; round < 3; round += 1) {
      const server = await fixture('legacy-http.mjs', { env });
      if (round === 0) await recorder.connected(remote(server.url));
      else await until(is(recorder, 'connected'), 'the connection');
      process.kill(server.pid, 'SIGKILL');
      await until(is(recorder, 'reconnecting'), 'the loss');
    }
  });

  it('is found out when it keeps the line and says nothing', async () => {
    let silent = false;
    const recorder = record({ ...SLOW, probeMs: 30, probeLimitMs: 100 });
    const front = createServer((request, response) => {
      if (silent) return;
      void fetch(`${server.url}`, {
        method: request.method ?? 'GET',
        headers: headersOf(request.headers),
        body: bodyOf(request),
        duplex: 'half',
      } as RequestInit)
        .then(async (answer) => {
          response.writeHead(answer.status, Object.fromEntries([...answer.headers].filter(([name]) => !/length|encoding/.test(name))));
          response.end(Buffer.from(await answer.arrayBuffer()));
        })
        .catch(() => response.destroy());
    });
    const server = await fixture('modern-http.mjs');
    const port = await new Promise<number>((resolve) =>
      front.listen(0, '127.0.0.1', () => resolve((front.address() as { port: number }).port)),
    );
    try {
      await recorder.connected(remote(`http://127.0.0.1:${port}/mcp`));
      silent = true;
      await until(is(recorder, 'reconnecting'), 'the loss');
      expect(recorder.manager.state('s')).toMatchObject({ error: { code: 'no_answer' } });
    } finally {
      front.closeAllConnections();
      front.close();
    }
  });

  it('that answers with an error is there', async () => {
    const recorder = record({ ...QUICK, probeMs: 20 });
    // It does not know ping and says so.
    const { since } = await recorder.connected(raw().transport);
    const before = Date.now();
    await until(() => lastSuccess(recorder) > before, 'an answered question');
    expect(recorder.manager.state('s')).toMatchObject({ kind: 'connected', since });
  });
});

describe('a request', () => {
  it('that nobody took is sent again when the server is back', async () => {
    const port = await freePort();
    const env = { PORT: String(port) };
    const recorder = record(QUICK);
    const server = await fixture('legacy-http.mjs', { env });
    await recorder.connected(remote(server.url));
    await server.stop();
    const call = recorder.call('echo', { message: 'after all' });
    await fixture('legacy-http.mjs', { env });
    expect(textOf(await call)).toBe('after all');
    expect(recorder.log('patchbay').join('\n')).toContain('did not run and is sent again');
  });

  it('that is sent again has what is left of its limit', async () => {
    const port = await freePort();
    const env = { PORT: String(port) };
    const recorder = record({ ...QUICK, healMs: 20_000 });
    const server = await fixture('modern-http.mjs', { env });
    recorder.manager.sync([definition('s', remote(server.url), { limits: { ...NO_LIMITS, callTotalMs: 8_000 } })]);
    await recorder.manager.connect('s');
    await server.stop();
    const call = recorder.call('wait', { ms: 7_500 });
    const outcome = expect(call).rejects.toMatchObject({ code: 'call_timeout' });
    await delay(600);
    await fixture('modern-http.mjs', { env });
    await outcome;
    expect(recorder.log('patchbay').join('\n')).toContain('did not run and is sent again');
  });

  it('that may have run is not', async () => {
    const recorder = record(QUICK);
    const server = raw();
    await recorder.connected(server.transport);
    await expect(recorder.call('die')).rejects.toMatchObject({ code: 'connection_lost' });
    await until(is(recorder, 'connected'), 'the new start');
    expect(server.notes().filter((note) => note === 'tools/call')).toHaveLength(1);
  });

  it('that is cancelled while it waits for the connection ends at once', async () => {
    const recorder = record(SLOW);
    const server = await fixture('legacy-http.mjs');
    await recorder.connected(remote(server.url));
    await server.stop();
    const abort = new AbortController();
    const call = recorder.call('echo', { message: 'x' }, { signal: abort.signal });
    await until(is(recorder, 'reconnecting'), 'the loss');
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the window', () => {
  it('has a server asked less often while it is hidden', async () => {
    const recorder = record({ ...SLOW, probeMs: 20, hiddenProbeMs: 600_000 });
    await recorder.connected(raw().transport);
    const began = Date.now();
    await until(() => lastSuccess(recorder) > began, 'a question while it is seen');
    recorder.manager.setPresence({ visible: false, online: true });
    const asked = () => recorder.manager.traffic('s', 0).entries.filter(({ label }) => label === 'ping').length;
    const before = asked();
    // That nothing comes has no event; one may have been under way.
    await delay(150);
    expect(asked() - before).toBeLessThanOrEqual(1);
    recorder.manager.setPresence({ visible: true, online: true });
    await until(() => asked() > before + 1, 'a question when it is seen again');
  });

  it('tells that the system is online again: a remote server is waited for no longer', async () => {
    const port = await freePort();
    const env = { PORT: String(port) };
    const recorder = record(SLOW);
    const server = await fixture('legacy-http.mjs', { env });
    await recorder.connected(remote(server.url));
    await server.stop();
    await recorder.call('echo', { message: 'x' }, { timeoutMs: 200 }).catch(() => {});
    recorder.manager.setPresence({ visible: true, online: false });
    await fixture('legacy-http.mjs', { env });
    expect(recorder.manager.state('s').kind).toBe('reconnecting');
    recorder.manager.setPresence({ visible: true, online: true });
    await until(is(recorder, 'connected'), 'the connection');
  });
});

/** When the next try was said to come, each time that something was said. */
function tries(recorder: Recorder): (number | null)[] {
  return recorder.states.flatMap(([id, state]) => (id === 's' && state.kind === 'reconnecting' ? [state.retryAt] : []));
}

function lastSuccess(recorder: Recorder): number {
  const state = recorder.manager.state('s');
  return state.kind === 'connected' ? state.lastSuccessAt : 0;
}

function headersOf(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const hop = /^(host|connection|content-length|transfer-encoding|accept-encoding)$/;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (hop.test(name) || value === undefined ? [] : [[name, String(value)]])),
  );
}

function bodyOf(request: IncomingMessage): ReadableStream | null {
  if (request.method !== 'POST') return null;
  return new ReadableStream({
    start(controller) {
      request.on('data', (chunk) => controller.enqueue(chunk));
      request.on('end', () => controller.close());
    },
  });
}
