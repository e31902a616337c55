import { longestFirst } from '../secrets/secrets.ts';

/** Most of one server: older ones have ended. */
const KEPT = 50;

/** Secrets of one server's sign-ins since Patchbay started: no text about the server may show them. */
export class SeenSecrets {
  /** In the order in which they came. */
  #latest: readonly string[] = [];
  #values: readonly string[] = [];

  /** Longest first. */
  get values(): readonly string[] {
    return this.#values;
  }

  add(value: string): void {
    if (value === '' || this.#latest.includes(value)) return;
    this.#latest = [...this.#latest, value].slice(-KEPT);
    this.#values = longestFirst(this.#latest);
  }
}
