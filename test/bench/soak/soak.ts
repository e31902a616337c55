import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionManager } from '../../../electron/core/connections/connection-manager.ts';
import { LeakWatch, openSockets, settled } from '../../corpus/leaks.ts';
import { SeededRandom } from '../../fixtures/seeded-random.ts';
import { connected, managerOf } from '../bench-manager.ts';
import { inMegabytes, type Memory, memoryNow } from '../memory.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import { type CallerOutcome, SoakCaller } from './soak-caller.ts';
import { localServers, type SoakServer, startSoakServers, survivors } from './soak-servers.ts';

/** How long, in minutes; SOAK_MINUTES makes it another time. */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 10);
const WARM_UP_MINUTES = 0.25;
const SEED = Number(process.env.SOAK_SEED ?? 1);
const PACING = { firstMs: 200, longestMs: 2_000, stoodMs: 1_000, deathsMs: 5_000, probeMs: 1_000, probeLimitMs: 500, healMs: 2_000 };
const GRACE = { stdin: 300, term: 300, kill: 1_000 };
/** Longest that everything may take to stand again when nothing disturbs it any more, in ms. */
const HEAL_MS = 30_000;

/** Kills, freezes and heals servers at random until it is stopped; counts what it did. */
class Mischief {
  readonly done = { killed: 0, frozen: 0, disconnected: 0, restarted: 0 };
  readonly #manager: ConnectionManager;
  readonly #remotes: Record<string, SoakServer>;
  readonly #random: SeededRandom;
  #stopped = false;

  constructor(manager: ConnectionManager, remotes: Record<string, SoakServer>, random: SeededRandom) {
    this.#manager = manager;
    this.#remotes = remotes;
    this.#random = random;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(ids: readonly string[]): Promise<void> {
    while (!this.#stopped) {
      await delay(this.#random.between(100, 1_500));
      await this.#disturb(this.#random.pick(ids));
    }
  }

  async #disturb(id: string): Promise<void> {
    const what = this.#random.next();
    const remote = this.#remotes[id];
    if (what < 0.05) {
      this.done.disconnected += 1;
      await this.#manager.disconnect(id);
      await delay(this.#random.between(0, 300));
      void this.#manager.connect(id);
    } else if (what < 0.1) {
      this.done.restarted += 1;
      await this.#manager.restart(id);
    } else if (what < 0.4) {
      this.done.frozen += 1;
      const signal = this.#signalTo(id, remote);
      signal('SIGSTOP');
      await delay(this.#random.between(50, 3_000));
      signal('SIGCONT');
    } else {
      this.done.killed += 1;
      if (!remote) return this.#signalTo(id, remote)('SIGKILL');
      await remote.down();
      await delay(this.#random.between(0, 2_000));
      remote.up();
    }
  }

  #signalTo(id: string, remote: SoakServer | undefined): (signal: NodeJS.Signals) => void {
    if (remote) return (signal) => remote.signal(signal);
    const state = this.#manager.state(id);
    const pid = state.kind === 'connected' ? state.pid : null;
    return (signal) => {
      try {
        if (pid !== null) process.kill(pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    };
  }
}

/** Everything stands again and answers, within a bounded time after the last mischief. */
async function healed(manager: ConnectionManager, ids: readonly string[]): Promise<number> {
  const began = performance.now();
  const limit = AbortSignal.timeout(HEAL_MS);
  for (const id of ids) {
    while (manager.state(id).kind !== 'connected') {
      if (limit.aborted) throw new Error(`${id} does not come back: ${JSON.stringify(manager.state(id))}`);
      if (manager.state(id).kind === 'failed' || manager.state(id).kind === 'disconnected') await manager.connect(id);
      await delay(50);
    }
  }
  return performance.now() - began;
}

interface Outcome {
  readonly callers: readonly CallerOutcome[];
  readonly deeds: Mischief['done'];
  /** Each tenth of the time. */
  readonly memory: readonly Memory[];
  /** ms from the last mischief until everything stood. */
  readonly heal: number;
}

async function underFire(remotes: Record<string, SoakServer>, minutes: number): Promise<Outcome> {
  const configs = { ...localServers(), ...Object.fromEntries(Object.entries(remotes).map(([id, { config }]) => [id, config])) };
  const ids = Object.keys(configs);
  const random = new SeededRandom(SEED);
  const manager = managerOf(configs, { pacing: PACING, grace: GRACE, connectTimeoutMs: 10_000, random: () => random.next() });
  await Promise.all(ids.map((id) => connected(manager, id)));
  const callers = ids.map((id) => new SoakCaller(manager, id, new SeededRandom(random.between(0, 1_000_000))));
  const mischief = new Mischief(manager, remotes, random);
  const running = [...callers.map((caller) => caller.run()), mischief.run(ids)];
  const memory = await watchMemory(running, minutes);
  mischief.stop();
  await running.at(-1);
  const heal = await healed(manager, ids);
  for (const caller of callers) caller.stop();
  await Promise.all(running);
  await manager.shutdown();
  return { callers: callers.map(({ outcome }) => outcome), deeds: mischief.done, memory, heal };
}

/** Ten minutes of calls over each transport in each era, while the servers are killed, frozen and healed at random. */
export async function benchSoak(): Promise<Row[]> {
  const watch = new LeakWatch();
  const socketsBefore = openSockets() ?? 0;
  const remotes = await startSoakServers();
  // What is loaded once, and compiled, is no growth.
  await underFire(remotes, WARM_UP_MINUTES);
  const before = await memoryNow();
  const outcome = await underFire(remotes, MINUTES);
  await Promise.all(Object.values(remotes).map((remote) => remote.down()));
  const left = [...(await watch.end()), ...(await survivors()).map((pid) => `process ${pid}`), ...(await socketsLeft(socketsBefore))];
  const after = await memoryNow();
  return [...rowsOf(outcome, left), ...memoryRows(outcome.memory, before, after)];
}

/** Memory after a tenth of the time, when what is bounded is full, and each tenth until the end; ends early when something breaks. */
async function watchMemory(running: readonly Promise<void>[], minutes: number): Promise<Memory[]> {
  const memory: Memory[] = [];
  const broken = Promise.all(running);
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    await Promise.race([delay(minutes * 6_000), broken]);
    memory.push(await memoryNow());
    console.error(`soak: ${tenth * 10} %, heap and rss ${inMegabytes(Object.values(memory.at(-1) ?? {}))}`);
  }
  return memory;
}

async function socketsLeft(before: number): Promise<string[]> {
  const open = await settled(
    () => openSockets() ?? 0,
    (count) => count <= before,
  );
  return open > before ? [`${open - before} sockets`] : [];
}

function rowsOf({ callers, deeds, heal }: Outcome, left: readonly string[]): Row[] {
  const codes = new Map<string, number>();
  for (const [code, count] of callers.flatMap((caller) => caller.codes)) codes.set(code, (codes.get(code) ?? 0) + count);
  const told = [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  const sum = (kind: 'answers' | 'connects') => callers.reduce((total, caller) => total + caller[kind], 0);
  const wrong = [...left, ...callers.flatMap(({ surprises }) => surprises)];
  const done = Object.entries(deeds).map(([deed, count]) => `${count} ${deed}`);
  return [
    {
      name: `soak of ${MINUTES} min: left behind or surprising`,
      value: wrong.length,
      unit: 'n',
      aim: 0,
      note: wrong.length === 0 ? `${sum('answers')} answers; ${done.join(', ')}` : wrong.slice(0, 20).join(' | '),
    },
    {
      name: 'soak: longest call beyond its limit',
      value: Math.max(0, ...callers.map(({ latest }) => latest)),
      unit: 'ms',
      aim: 1_000,
      note: `${told}; ${sum('connects')} × Connect`,
    },
    { name: 'soak: time until all stood again', value: heal, unit: 'ms', aim: 10_000 },
  ];
}

/** While it runs, logs of the wire fill and lose large messages at random: what it holds afterwards says more. */
function memoryRows(during: readonly Memory[], before: Memory, after: Memory): Row[] {
  const rise = (kind: keyof Memory) => {
    const values = during.map((each) => each[kind]);
    return median(values.slice(7)) - median(values.slice(2, 5));
  };
  const note = (kind: keyof Memory) => inMegabytes(during.map((each) => each[kind]));
  return [
    { name: 'soak: heap held when all is over', value: after.heap - before.heap, unit: 'MB', aim: 10 },
    { name: 'soak: heap, last third over first', value: rise('heap'), unit: 'MB', aim: 15, note: note('heap') },
    // No aim: it swings with the worker for large messages, which comes and goes.
    { name: 'soak: rss, last third over first', value: rise('rss'), unit: 'MB', note: note('rss') },
  ];
}
