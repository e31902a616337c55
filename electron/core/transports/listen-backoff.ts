import { setTimeout as delay } from 'node:timers/promises';

/** Pauses before each further try to listen, in ms; the SDK waits a second by itself. After the last one it is given up. */
const PAUSES: readonly number[] = [0, 0, 2_000, 5_000, 15_000, 60_000];
/** A stream that stood for so long was no failure, in ms: proxies end idle ones after 30 s and more. */
const STOOD_MS = 25_000;

/**
 * Slows down and ends the listening on a server that closes its event stream as soon as it is opened: the SDK would
 * ask again once a second for ever.
 */
export class ListenBackoff {
  readonly #pauses: readonly number[];
  readonly #now: () => number;
  #tries = 0;
  #opened = Number.NEGATIVE_INFINITY;
  #gaveUp = false;

  constructor(pauses = PAUSES, now = () => performance.now()) {
    this.#pauses = pauses;
    this.#now = now;
  }

  /** Waits as long as the next try has to; false when there should be none, now or later. An aborted signal ends the wait with false. */
  async next(signal: AbortSignal | null | undefined): Promise<boolean> {
    if (this.#now() - this.#opened > STOOD_MS) this.#tries = 0;
    const pause = this.#pauses[this.#tries];
    this.#tries += 1;
    this.#gaveUp ||= pause === undefined;
    if (this.#gaveUp) return false;
    const waited = pause === 0 || (await delay(pause, true, signal ? { signal } : {}).catch(() => false));
    this.#opened = this.#now();
    return waited;
  }
}
