import type { ExitInfo } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { AnnouncedState } from './announced-state.ts';
import { exitText } from './exit-text.ts';
import { asksForAccess } from './failure-meaning.ts';
import type { LogBuffer } from './log-buffer.ts';
import { type PolicyPorts, ReconnectPolicy } from './reconnect-policy.ts';

export interface ReconnectingPorts extends PolicyPorts {
  state: AnnouncedState;
  log: LogBuffer;
  /** Begins the next try. */
  onTry: () => void;
}

/** What follows when a connection was lost or a try failed: the state says so, and the next try is waited for. */
export class Reconnecting {
  readonly #ports: ReconnectingPorts;
  readonly #policy: ReconnectPolicy;
  #timer: NodeJS.Timeout | undefined;
  #gaveUp = false;

  constructor(ports: ReconnectingPorts) {
    this.#ports = ports;
    this.#policy = new ReconnectPolicy(ports);
  }

  /** Whether it was given up only because of the number of tries. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** Nothing is waited for any more; a try may begin. */
  endWait(): void {
    clearTimeout(this.#timer);
  }

  /** The same, and what was counted is forgotten: a person’s own wish comes first. */
  reset(): void {
    this.endWait();
    this.#gaveUp = false;
    this.#policy.reset();
  }

  /** A connection stands again. */
  stands(): void {
    this.#gaveUp = false;
  }

  /** The connection stood for `ms` and was lost. */
  lost(ms: number, error: AppError, exit: ExitInfo | null, atOnce: boolean): void {
    this.#policy.stood(ms);
    this.after(error, exit, atOnce);
  }

  /** `exit`: how the process ended by itself; `atOnce`: the first try needs no pause. */
  after(error: AppError, exit: ExitInfo | null, atOnce = false): void {
    const { state, log, now } = this.#ports;
    const next = this.#policy.after(error, exit, atOnce);
    if (next.kind === 'stop') {
      this.stop(next.error, exit, next);
      return;
    }
    const since = state.value.kind === 'reconnecting' ? state.value.since : now();
    const when = next.ms === 0 ? 'at once' : `in ${(next.ms / 1_000).toFixed(1)} s`;
    log.add('patchbay', `${withExit(error, exit)}; trying again ${when}.`);
    state.set({ kind: 'reconnecting', since, attempt: next.attempt, retryAt: now() + next.ms, error: error.toData() });
    this.#timer = setTimeout(this.#ports.onTry, next.ms).unref();
  }

  /** Tries again after all although it was given up. */
  resume(): void {
    const { value } = this.#ports.state;
    if (!this.#gaveUp || value.kind !== 'failed') return;
    this.reset();
    this.after(AppError.fromData(value.error), null, true);
  }

  /** The failure is told, and nothing is tried by itself. */
  stop(error: AppError, exit: ExitInfo | null, { tries, gaveUp } = { tries: 0, gaveUp: false }): void {
    const { state, log, now } = this.#ports;
    // Before the state: whoever hears of it looks at this.
    this.#gaveUp = gaveUp;
    log.add('patchbay', withExit(error, exit));
    const data = error.toData();
    if (asksForAccess(error)) state.set({ kind: 'needsAuth', error: data });
    else state.set({ kind: 'failed', at: now(), error: data, exit, ...(tries === 0 ? {} : { tries }) });
  }
}

function withExit(error: AppError, exit: ExitInfo | null): string {
  return exit === null || error.message.includes(exitText(exit)) ? error.message : `${error.message} (${exitText(exit)})`;
}
