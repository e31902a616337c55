import type { Grant } from '../grant.ts';

/** A token is renewed this long before it ends, in ms; one that lives for less than twice as long, in the middle of its life. */
const EARLY_MS = 300_000;

/** Whether it is time for another token. */
export function isDue({ obtainedAt, expiresAt }: Pick<Grant, 'obtainedAt' | 'expiresAt'>, now: number): boolean {
  return now >= expiresAt - Math.min(EARLY_MS, (expiresAt - obtainedAt) / 2);
}
