import { describe, expect, it } from 'vitest';
import { NO_LIMITS } from '../../shared/contract/constants.ts';
import type { ServerDefinition } from '../../shared/contract/model.ts';
import { AppError } from '../../shared/errors.ts';
import { definition, Recorder } from '../core/connections/fixtures/harness.ts';
import { SeededRandom } from '../fixtures/seeded-random.ts';
import { bad } from './cases/bad-stdio.ts';
import { LeakWatch } from './leaks.ts';

const CALLS = 1_940;
const STARTS = 60;
const CONNECTIONS = 4;
/** Calls under way at once in one connection. */
const AT_ONCE = 16;
const CALL_MS = 250;
const CONNECT_MS = 1_500;
const TEST_MS = 90_000;
/** What a limit may be late on a busy computer, in ms; far less than a request that hangs. */
const SLACK_MS = 5_000;
const GRACE = { stdin: 150, term: 150, kill: 1_000 };
const KINDS = ['set', 'insert', 'remove', 'repeat', 'flip'] as const;
/** Bytes that mean something to a reader of lines, JSON or UTF-8, besides any. */
const TELLING = [...Buffer.from('\n\r"\\{}[],:0-9eE+-tfn \0'), 0xc3, 0xe2, 0xf0, 0xff, 0xfe];

interface Edit {
  readonly kind: (typeof KINDS)[number];
  readonly place: number;
  readonly value: number;
}

function edits(random: SeededRandom): Edit[] {
  const value = () => (random.chance(0.5) ? random.pick(TELLING) : random.between(0, 256));
  return Array.from({ length: random.between(1, 6) }, () => ({ kind: random.pick(KINDS), place: random.next(), value: value() }));
}

function server(id: string, connectMs: number | null, env: Record<string, string> = {}): ServerDefinition {
  const { transport } = bad('edited')() as { transport: { env: Record<string, string> } };
  const limits = { ...NO_LIMITS, connectMs, reconnects: 0 };
  return definition(id, { ...transport, env: { ...transport.env, ...env } }, { limits });
}

/** Settles within its limit, as a value or an AppError; what else it does is told with the edits that made it so. */
async function settlesWell(work: () => Promise<unknown>, limitMs: number, what: unknown): Promise<string> {
  const began = performance.now();
  const outcome = await work().then(
    () => 'answered',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
  const late = performance.now() - began > limitMs + SLACK_MS;
  expect(late || !/^[a-z_]+$/.test(outcome) || outcome === 'internal' ? { outcome, late, what } : null).toBeNull();
  return outcome;
}

async function watched(recorder: Recorder, work: () => Promise<void>): Promise<void> {
  const watch = new LeakWatch();
  try {
    await work();
  } finally {
    await recorder.manager.shutdown();
    expect(await watch.end(), 'left behind').toEqual([]);
  }
}

/** Each of so many works, a few at a time. */
async function inTurn(count: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const n = next;
      next += 1;
      await work(n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

describe('a server whose output is changed at random', () => {
  it(
    `${CALLS} times in a call: every call ends, and the connection stays`,
    async () => {
      const recorder = new Recorder({ grace: GRACE });
      await watched(recorder, async () => {
        const ids = Array.from({ length: CONNECTIONS }, (_, n) => `s${n}`);
        recorder.manager.sync(ids.map((id) => server(id, null)));
        for (const id of ids) expect(await recorder.manager.connect(id)).toMatchObject({ kind: 'connected' });
        const outcomes = new Map<string, number>();
        await inTurn(CALLS, CONNECTIONS * AT_ONCE, async (n) => {
          const args = { edits: edits(new SeededRandom(n)) };
          const options = { signal: new AbortController().signal, timeoutMs: CALL_MS, totalMs: 2 * CALL_MS, onProgress: () => {} };
          const call = () => recorder.manager.call(ids[n % ids.length] ?? '', 'act', args, options);
          const outcome = await settlesWell(call, 2 * CALL_MS, { n, args });
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        });
        // Some changes do no harm and some do: else nothing was tried.
        expect(outcomes.get('answered')).toBeGreaterThan(CALLS / 10);
        expect(outcomes.get('call_timeout')).toBeGreaterThan(CALLS / 10);
        for (const id of ids) {
          const options = { signal: new AbortController().signal, timeoutMs: 5_000, onProgress: () => {} };
          const result = await recorder.manager.call(id, 'echo', { message: 'still here' }, options);
          expect(result).toEqual({ content: [{ type: 'text', text: 'still here' }] });
        }
      });
    },
    TEST_MS,
  );

  it(
    `${STARTS} times while it is connected to: connecting ends in a state`,
    async () => {
      const recorder = new Recorder({ grace: GRACE });
      await watched(recorder, async () => {
        const steps = ['discover', 'initialize', 'list'];
        const definitions = Array.from({ length: STARTS }, (_, n) => {
          const plan = { step: steps[n % steps.length], edits: edits(new SeededRandom(CALLS + n)) };
          return server(`s${n}`, CONNECT_MS, { BAD_EDITS: JSON.stringify(plan) });
        });
        recorder.manager.sync(definitions);
        const kinds = new Map<string, number>();
        await inTurn(STARTS, 6, async (n) => {
          const connect = async () => {
            const state = await recorder.manager.connect(`s${n}`);
            kinds.set(state.kind, (kinds.get(state.kind) ?? 0) + 1);
            if (state.kind === 'failed') expect(state.error.code).not.toBe('internal');
            expect(await recorder.manager.disconnect(`s${n}`)).toEqual({ kind: 'disconnected' });
          };
          await settlesWell(connect, 4 * CONNECT_MS, { n, plan: definitions[n]?.transport });
        });
        expect([...kinds.keys()].sort()).toEqual(['connected', 'failed']);
      });
    },
    TEST_MS,
  );
});
