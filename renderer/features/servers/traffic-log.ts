import type { Output } from '../../../shared/contract/methods.ts';
import type { TrafficEntry } from '../../../shared/contract/model.ts';

/** Messages kept in this page; the core has its own limit. */
export const TRAFFIC_ENTRIES = 2_000;

/** What this page knows of a server's traffic, and where to ask on. */
export class TrafficLog {
  #entries: readonly TrafficEntry[] = [];
  #last = 0;

  /** Oldest first; another array whenever something came. */
  get entries(): readonly TrafficEntry[] {
    return this.#entries;
  }

  /** The number to ask after. */
  get last(): number {
    return this.#last;
  }

  /** Takes an answer of `servers.traffic`; true when there is more to ask for. A core that counts from the beginning again is believed. */
  take({ entries, latest }: Output<'servers.traffic'>): boolean {
    if (latest < this.#last) {
      this.#entries = [];
      this.#last = 0;
      return latest > 0;
    }
    const last = entries.at(-1);
    if (!last) return false;
    this.#entries = [...this.#entries, ...entries].slice(-TRAFFIC_ENTRIES);
    this.#last = last.n;
    return last.n < latest;
  }
}
