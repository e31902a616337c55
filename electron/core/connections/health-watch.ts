import type { AppError } from '../../../shared/errors.ts';

/** What a question showed: an answer of whatever kind, none that counts, or that asking again is useless. */
export type Sign = { kind: 'alive' } | { kind: 'doubt' | 'gone'; error: AppError };

export interface HealthPorts {
  now: () => number;
  /** A server that nothing was heard of for so long is asked, in ms. */
  everyMs: () => number;
  /** Whether a request is under way, which has a limit of its own. */
  busy: () => boolean;
  /** A question that costs next to nothing, and one that is known to be answered; null where there is none. */
  ask: () => Promise<Sign>;
  askForTools: (() => Promise<Sign>) | null;
  onLost: (error: AppError) => void;
}

/** Asks a server that was silent for a while whether it is there; two questions without an answer are a loss. */
export class HealthWatch {
  readonly #ports: HealthPorts;
  #heardAt: number;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;
  #ended = false;
  /** The cheap question stayed without an answer once while the server was there. */
  #cheapIsUseless = false;

  constructor(ports: HealthPorts) {
    this.#ports = ports;
    this.#heardAt = ports.now();
    this.reschedule();
  }

  /** The server answered something. */
  heard(): void {
    this.#heardAt = this.#ports.now();
  }

  /** To be called when `everyMs` changed. */
  reschedule(): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    this.#timer = setTimeout(() => this.#look(), Math.max(this.#ports.everyMs() - this.#silence(), 0)).unref();
  }

  /** Asks now; joins a question under way. */
  check(): void {
    if (!this.#asking && !this.#ended) void this.#askTwice();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  #look(): void {
    if (this.#ports.busy()) this.heard();
    if (this.#silence() >= this.#ports.everyMs()) this.check();
    else this.reschedule();
  }

  /** ms since something was heard; from now on where the clock was set back. */
  #silence(): number {
    const now = this.#ports.now();
    this.#heardAt = Math.min(this.#heardAt, now);
    return now - this.#heardAt;
  }

  async #askTwice(): Promise<void> {
    const { ask, askForTools, onLost } = this.#ports;
    this.#asking = true;
    clearTimeout(this.#timer);
    const useful = this.#cheapIsUseless && askForTools ? askForTools : ask;
    let sign = await useful();
    if (sign.kind === 'doubt' && !this.#ended) {
      sign = await (askForTools ?? ask)();
      this.#cheapIsUseless = sign.kind === 'alive' && askForTools !== null;
    }
    this.#asking = false;
    if (this.#ended) return;
    if (sign.kind !== 'alive') onLost(sign.error);
    else {
      this.heard();
      this.reschedule();
    }
  }
}
