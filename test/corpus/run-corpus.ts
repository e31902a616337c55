import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../shared/contract/constants.ts';
import { methods } from '../../shared/contract/methods.ts';
import { type ServerLimits, type ServerState, serverState, type TransportConfig } from '../../shared/contract/model.ts';
import { AppError, type AppErrorData, type ErrorCode } from '../../shared/errors.ts';
import { definition, Recorder, runs, until } from '../core/connections/fixtures/harness.ts';
import type { Bad, Case, Failure, Step } from './case.ts';
import { bytesInUse, LeakWatch, openSockets, settled } from './leaks.ts';

/** Limits in ms that a busy computer keeps, too. */
const LIMITS = { ...NO_LIMITS, connectMs: 15_000, listMs: 15_000, callTotalMs: 30_000, reconnects: 0, messageMb: 16 };
const CALL_MS = 15_000;
/** The same of servers that use them up. What such a case waits for is that a limit is kept, not how long it is. */
const SHORT: Partial<Record<ErrorCode, Partial<ServerLimits>>> = { connect_timeout: { connectMs: 1_500 }, not_mcp: { connectMs: 3_000 } };
/** Pauses of supervision, short as well; nothing is probed unless a case asks for it. */
const PACING = { firstMs: 20, longestMs: 100, healMs: 2_000, probeLimitMs: 5_000 };
const GRACE = { stdin: 150, term: 150, kill: 1_000 };
/** What the test runner itself keeps of each case, and the caches that fill once, in bytes. */
const MEMORY_BOUND = 24 * 1024 * 1024;

/** Runs every case on its own, and looks after each and after all for what was left behind. */
export function runCorpus(name: string, cases: readonly Case[]): void {
  describe(name, () => {
    let memory = 0;
    let sockets: number | null = null;
    beforeAll(async () => {
      const [first] = cases;
      // Fills the caches; what goes wrong is told by its own test.
      if (first) await run(first).catch(() => {});
      memory = await bytesInUse();
      sockets = openSockets();
    });

    it.each(cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
      const watch = new LeakWatch();
      try {
        await run(each);
      } finally {
        expect(await watch.end(), 'left behind').toEqual([]);
      }
    });

    afterAll(async () => {
      const open = await settled(openSockets, (count) => count === null || count <= (sockets ?? 0));
      if (open !== null) expect(open, 'open sockets').toBeLessThanOrEqual(sockets ?? 0);
      const bytes = await settled(bytesInUse, (now) => now - memory < MEMORY_BOUND);
      expect(bytes - memory, 'bytes more in use').toBeLessThan(MEMORY_BOUND);
    });
  });
}

async function run({ server, limits, pacing, steps }: Case): Promise<void> {
  const bad = server();
  const recorder = new Recorder({ grace: GRACE, pacing: { ...PACING, ...pacing } });
  const at = definition('s', bad.transport, { limits: { ...LIMITS, ...shortLimits(steps), ...limits } });
  recorder.manager.sync([at]);
  try {
    for (const step of steps) await take(step, recorder, bad);
    looksWell(recorder, at.transport.kind);
    await recorder.manager.disconnect('s');
    expect(recorder.manager.state('s').kind).toBe('disconnected');
    await noSurvivors(bad);
  } finally {
    await recorder.manager.shutdown();
  }
}

function shortLimits(steps: readonly Step[]): Partial<ServerLimits> {
  const codes = steps.flatMap((step) => (step.do === 'connect' && step.failure ? [step.failure.code] : []));
  return Object.assign({}, ...codes.map((code) => SHORT[code]));
}

/** What the server's page shows besides can be shown, whatever came over the wire. */
function looksWell({ manager }: Recorder, kind: TransportConfig['kind']): void {
  const { entries } = methods['servers.traffic'].output.parse(manager.traffic('s', 0));
  serverState.parse(manager.state('s'));
  const shown = JSON.stringify({ entries, log: manager.log('s'), network: kind === 'remote' ? manager.network('s') : null });
  expect(shown.length, 'characters of traffic and log').toBeLessThan(20_000_000);
}

async function noSurvivors(bad: Bad): Promise<void> {
  const pids = (await bad.notes()).flatMap(
    (note) => /^(?:started|child|grandchild) ([\d ]+)$/.exec(note)?.[1]?.split(' ').map(Number) ?? [],
  );
  const alive = await settled(
    () => pids.filter(runs),
    (left) => left.length === 0,
  );
  for (const pid of alive) process.kill(pid, 'SIGKILL');
  expect(alive, 'surviving processes').toEqual([]);
}

async function take(step: Step, recorder: Recorder, bad: Bad): Promise<void> {
  const { manager } = recorder;
  switch (step.do) {
    case 'connect':
      return seen(await manager.connect('s'), step, recorder);
    case 'becomes':
      await until(() => manager.state('s').kind === step.state, `${step.state} after ${JSON.stringify(manager.state('s'))}`);
      return seen(manager.state('s'), step, recorder);
    case 'call':
      return call(step, recorder, bad);
    case 'callsAtOnce': {
      const results = await Promise.all(Array.from({ length: step.count }, (_, n) => recorder.call('act', { n })));
      return expect(results).toEqual(results.map((_, n) => ({ content: [{ type: 'text', text: `answer ${n}` }] })));
    }
    case 'list': {
      const failure = await failureOf(manager.refreshTools('s'));
      return expectFailure(failure, step.failure);
    }
    case 'logged':
      return until(() => manager.log('s').some(({ text }) => text.startsWith(step.text)), `“${step.text}” in the log`);
    case 'noted':
      return noted(step, bad);
    case 'disconnect':
      expect(await manager.disconnect('s')).toEqual({ kind: 'disconnected' });
  }
}

async function noted({ what, atLeast = 0, atMost = Number.POSITIVE_INFINITY }: Extract<Step, { do: 'noted' }>, bad: Bad): Promise<void> {
  const count = async () => (await bad.notes()).filter((note) => note.startsWith(what)).length;
  await expect.poll(count, { timeout: 5_000, message: what }).toBeGreaterThanOrEqual(atLeast);
  expect(await count(), what).toBeLessThanOrEqual(atMost);
}

function seen(state: ServerState, step: Extract<Step, { do: 'connect' | 'becomes' }>, recorder: Recorder): void {
  const error = 'error' in state ? state.error : undefined;
  const asWanted = state.kind === step.state && error?.code === step.failure?.code;
  if (!asWanted) expect(state).toEqual({ kind: step.state, error: step.failure });
  expectFailure(error, step.failure);
  const names = recorder.manager.tools('s').map((tool) => tool.name);
  if (step.tools !== undefined) expect(typeof step.tools === 'number' ? names.length : names).toEqual(step.tools);
  if (step.rejected !== undefined && state.kind === 'connected') expect(state.rejectedTools.join('\n')).toContain(step.rejected);
}

async function call(step: Extract<Step, { do: 'call' }>, recorder: Recorder, bad: Bad): Promise<void> {
  const abort = new AbortController();
  const timeoutMs = step.timeoutMs ?? CALL_MS;
  const running = recorder.call(step.tool, step.args, { signal: abort.signal, timeoutMs });
  if (step.cancelAfter !== undefined) {
    const { cancelAfter } = step;
    running.catch(() => {});
    await expect.poll(async () => (await bad.notes()).includes(cancelAfter)).toBe(true);
    abort.abort();
  }
  if (step.failure) return expectFailure(await failureOf(running), step.failure);
  const result = await running;
  if (step.result) expect(result).toMatchObject(step.result);
}

async function failureOf(work: Promise<unknown>): Promise<AppErrorData | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.toData();
    throw error;
  }
}

/** Every failure has its sentence, all of its values, and a size that a page can show. */
function expectFailure(failure: AppErrorData | undefined, wanted: Failure | undefined): void {
  if (failure?.code !== wanted?.code) expect(failure).toEqual(wanted);
  if (!failure || !wanted) return;
  expect(`${failure.message}\n${failure.hint}`).toContain(wanted.says);
  expect(failure.message).not.toMatch(/\{\w+\}|undefined|\[object/);
  expect(JSON.stringify(failure).length).toBeLessThan(40_000);
}
