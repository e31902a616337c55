import type { ConnectedState, ServerState } from '../../../shared/contract/model.ts';

/** What a person learns from requests (the last success) is announced at most this often, in ms. */
const ANNOUNCE_MS = 1_000;

/** The one value that says how a connection stands, and whoever waits for it to change. */
export class AnnouncedState {
  readonly #now: () => number;
  readonly #announce: (state: ServerState) => void;
  readonly #waiting = new Set<() => void>();
  #value: ServerState = { kind: 'disconnected' };
  #announced = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number, announce: (state: ServerState) => void) {
    this.#now = now;
    this.#announce = announce;
  }

  get value(): ServerState {
    return this.#value;
  }

  set(state: ServerState): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#announced = this.#now();
    this.#value = state;
    this.#announce(state);
    for (const wake of [...this.#waiting]) wake();
  }

  /** Changes facts of a connection; nothing while it does not stand. */
  update(facts: Partial<ConnectedState>): void {
    if (this.#value.kind === 'connected') this.set({ ...this.#value, ...facts });
  }

  /** The same for the last success, which changes often. */
  succeeded(): void {
    if (this.#value.kind !== 'connected') return;
    this.#value = { ...this.#value, lastSuccessAt: this.#now() };
    const wait = this.#announced + ANNOUNCE_MS - this.#now();
    if (wait <= 0) this.set(this.#value);
    else this.#timer ??= setTimeout(() => this.set(this.#value), Math.min(wait, ANNOUNCE_MS)).unref();
  }

  /** Resolves when the state is no longer one of trying, at the latest after `ms` or when the signal is aborted. */
  settled(ms: number, signal: AbortSignal): Promise<ServerState> {
    return new Promise((resolve) => {
      const trying = () => this.#value.kind === 'reconnecting' || this.#value.kind === 'connecting';
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal.removeEventListener('abort', end);
        resolve(this.#value);
      };
      const look = () => {
        if (!trying()) end();
      };
      const timer = setTimeout(end, ms);
      this.#waiting.add(look);
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
      else look();
    });
  }
}
