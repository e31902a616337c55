import { expect, it } from 'vitest';
import { ListenBackoff } from '../../../electron/core/transports/listen-backoff.ts';

it('waits longer each time and gives up', async () => {
  const backoff = new ListenBackoff([0, 60]);
  expect(await backoff.next(null)).toBe(true);
  const began = performance.now();
  expect(await backoff.next(null)).toBe(true);
  expect(performance.now() - began).toBeGreaterThan(50);
  expect([await backoff.next(null), await backoff.next(null)]).toEqual([false, false]);
});

it('ends the wait when the connection closes', async () => {
  const abort = new AbortController();
  const next = new ListenBackoff([60_000]).next(abort.signal);
  abort.abort();
  expect(await next).toBe(false);
});
