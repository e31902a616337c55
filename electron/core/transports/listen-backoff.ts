import { setTimeout as delay } from 'node:timers/promises';

/** Pauses before each further try to listen, in ms; the SDK waits a second by itself. After the last one it is given up. */
const PAUSES: readonly number[] = [0, 0, 2_000, 5_000, 15_000, 60_000];
/** A stream that stood for so long was no failure, in ms. */
const STOOD_MS = 5 * 60_000;

/**
 * Slows down and ends the listening on a server that closes its event stream as soon as it is opened: the SDK would
 * ask again once a second for ever.
 */
export class ListenBackoff {
  readonly #pauses: readonly number[];
  #tries = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(pauses = PAUSES) {
    this.#pauses = pauses;
  }

  /** Waits as long as the next try has to; false when there should be none. An aborted signal ends the wait with false. */
  async next(signal: AbortSignal | null | undefined): Promise<boolean> {
    const now = performance.now();
    if (now - this.#last > STOOD_MS) this.#tries = 0;
    this.#last = now;
    const pause = this.#pauses[this.#tries];
    this.#tries += 1;
    if (pause === undefined) return false;
    if (pause === 0) return true;
    return delay(pause, true, signal ? { signal } : {}).catch(() => false);
  }
}
