import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Longest that something which is ending may take, in ms; the worker for large messages ends after 5 s without work. */
const SETTLE_MS = 7_000;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Bytes in use after everything that nobody holds was collected: on the heap, and in buffers beside it. */
export async function bytesInUse(): Promise<number> {
  const collect = collector();
  for (let round = 0; round < 3; round += 1) {
    collect();
    await delay(20);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What holds the event loop, by kind: sockets, pipes, processes, timers. */
function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Listeners of this process, by event. The hook that ends what runs at its exit is set once, with the first process. */
function listeners(): Map<string, number> {
  const names = process.eventNames().filter((name) => name !== 'exit');
  return new Map(names.map((name) => [String(name), process.listenerCount(name)]));
}

function grown(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): string[] {
  const more = [...now].filter(([kind, count]) => count > (before.get(kind) ?? 0));
  return more.map(([kind, count]) => `${kind}: ${count} instead of ${before.get(kind) ?? 0}`);
}

/** Open sockets, also those that hold nothing up; null where the system does not tell. */
export function openSockets(): number | null {
  if (process.platform !== 'linux') return null;
  const isSocket = (descriptor: string) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
    } catch {
      return false;
    }
  };
  return readdirSync('/proc/self/fd').filter(isSocket).length;
}

/** Waits until the value is as wanted, at most for the time that endings may take; returns the last value. */
export async function settled<T>(read: () => T | Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (const end = performance.now() + SETTLE_MS; ; await delay(10)) {
    const value = await read();
    if (wanted(value) || performance.now() > end) return value;
  }
}

/** Watches this process for what a connection may leave behind: resources, listeners, warnings, errors that nobody handled. */
export class LeakWatch {
  readonly #before = resources();
  readonly #listeners: Map<string, number>;
  readonly #unhandled: string[] = [];
  readonly #onError = (error: unknown) => this.#unhandled.push(error instanceof Error ? (error.stack ?? error.message) : String(error));

  constructor() {
    process.on('unhandledRejection', this.#onError);
    process.on('uncaughtExceptionMonitor', this.#onError);
    process.on('warning', this.#onError);
    this.#listeners = listeners();
  }

  /** What is still there after the bounded wait; empty when nothing leaked. */
  async end(): Promise<string[]> {
    const left = await settled(
      () => this.#left(),
      (kinds) => kinds.length === 0,
    );
    process.off('unhandledRejection', this.#onError);
    process.off('uncaughtExceptionMonitor', this.#onError);
    process.off('warning', this.#onError);
    return [...left, ...this.#unhandled];
  }

  #left(): string[] {
    return [...grown(this.#before, resources()), ...grown(this.#listeners, listeners()).map((each) => `listeners of process for ${each}`)];
  }
}
