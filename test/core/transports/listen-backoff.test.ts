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

it('begins anew after a stream that stood for a while, as one that a proxy ends each minute, and not after its own pauses', async () => {
  let now = 0;
  const backoff = new ListenBackoff([0, 0, 1], () => now);
  for (let minute = 0; minute < 20; minute += 1) {
    expect(await backoff.next(null)).toBe(true);
    now += 60_000;
  }
  const short = new ListenBackoff([0, 0, 1], () => now);
  const listened = [];
  for (let n = 0; n < 6; n += 1) {
    listened.push(await short.next(null));
    now += 1_000;
  }
  expect(listened).toEqual([true, true, true, false, false, false]);
});
