import { useSyncExternalStore } from 'react';

/** One clock for the whole page: it ticks only while something shows the time. */
class Clock {
  readonly #everyMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #now = Date.now();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  readonly now = (): number => this.#now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#now = Date.now();
    this.#timer ??= setInterval(() => this.#tick(), this.#everyMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  #tick(): void {
    this.#now = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

const SECONDS = new Clock(1_000);
const TENS = new Clock(10_000);

const never = (): (() => void) => () => {};

/** Now in ms since the epoch, told anew every second, every ten, or never. */
export function useNow(every: 'second' | 'tenSeconds' | 'never' = 'tenSeconds'): number {
  const clock = every === 'second' ? SECONDS : TENS;
  return useSyncExternalStore(every === 'never' ? never : clock.subscribe, clock.now);
}
