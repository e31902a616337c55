import type { ExitInfo } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { exitText } from './exit-text.ts';
import { canHeal } from './failure-meaning.ts';
import type { Pacing } from './pacing.ts';

/** Deaths within `deathsMs` after which a process is not started again by itself. */
export const MAX_DEATHS = 5;
/** Longest pause that a server may ask for, in ms. */
const LONGEST_WISH_MS = 10 * 60_000;

export interface PolicyPorts {
  now: () => number;
  /** Evenly from 0 to below 1. */
  random: () => number;
  pacing: Pacing;
  /** Tries after a loss; 0: none. */
  limit: () => number;
}

export type NextStep =
  | { kind: 'wait'; attempt: number; ms: number }
  /** `gaveUp`: only because of the number of tries, so that a change of the network is a reason to try again. */
  | { kind: 'stop'; error: AppError; tries: number; gaveUp: boolean };

/** Decides what follows the loss of a connection, or a try that failed. */
export class ReconnectPolicy {
  readonly #ports: PolicyPorts;
  /** Tries since a connection stood. */
  #tries = 0;
  #deaths: number[] = [];

  constructor(ports: PolicyPorts) {
    this.#ports = ports;
  }

  /** Begins anew, as after a person’s own wish to connect. */
  reset(): void {
    this.#tries = 0;
    this.#deaths = [];
  }

  /** A connection stood for `ms`; a short one does not make good for the tries before. */
  stood(ms: number): void {
    if (ms >= this.#ports.pacing.stoodMs) this.#tries = 0;
  }

  /** `exit`: how the process ended by itself; `atOnce`: the first try needs no pause. */
  after(error: AppError, exit: ExitInfo | null, atOnce: boolean): NextStep {
    const dying = exit && this.#died(exit, error);
    if (dying) return { kind: 'stop', error: dying, tries: this.#tries, gaveUp: false };
    if (!canHeal(error)) return { kind: 'stop', error, tries: this.#tries, gaveUp: false };
    if (this.#tries >= this.#ports.limit()) return { kind: 'stop', error, tries: this.#tries, gaveUp: this.#tries > 0 };
    this.#tries += 1;
    const wished = Math.min(Number(error.details.retryAfterMs ?? 0), LONGEST_WISH_MS);
    const ms = atOnce && this.#tries === 1 ? 0 : this.#pause();
    return { kind: 'wait', attempt: this.#tries, ms: Math.max(ms, wished) };
  }

  #pause(): number {
    const { firstMs, longestMs, jitter } = this.#ports.pacing;
    const pause = Math.min(firstMs * 2 ** (this.#tries - 1), longestMs);
    return Math.round(pause * (1 + jitter * (2 * this.#ports.random() - 1)));
  }

  #died(exit: ExitInfo, { technical }: AppError): AppError | null {
    const now = this.#ports.now();
    this.#deaths = [...this.#deaths.filter((at) => Math.abs(now - at) < this.#ports.pacing.deathsMs), now];
    if (this.#deaths.length < MAX_DEATHS) return null;
    const details = { times: this.#deaths.length, exit: exitText(exit) };
    return new AppError('keeps_dying', details, technical === undefined ? {} : { technical });
  }
}
