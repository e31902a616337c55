import { randomBytes } from 'node:crypto';

/** How long, in ms, a ticket waits for its browser: a cold start on a slow machine takes a while. */
const LIFETIME_MS = 60_000;
const PATH = /^\/open\/([\w-]+)$/;

/**
 * Addresses that lead to the page once. What opens a browser gets its address as an argument, which every user of the
 * machine can read for as long as that program runs: a ticket is worth nothing by then, the token would be.
 */
export class OpenTickets {
  readonly #now: () => number;
  readonly #expiry = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The path of a fresh ticket. */
  issue(): string {
    const ticket = randomBytes(32).toString('base64url');
    this.#expiry.set(ticket, this.#now() + LIFETIME_MS);
    return `/open/${ticket}`;
  }

  /** What a path asks for: null when it is no ticket's, else whether its ticket is good. It is not a second time. */
  redeem(pathname: string): boolean | null {
    const ticket = PATH.exec(pathname)?.[1];
    if (ticket === undefined) return null;
    const expiry = this.#expiry.get(ticket);
    this.#expiry.delete(ticket);
    return expiry !== undefined && this.#now() < expiry;
  }
}
