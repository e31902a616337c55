import { expect, it } from 'vitest';
import { StartQueue } from '../../../electron/core/connections/start-queue.ts';

const never = new AbortController().signal;

it('gives places out first come, first served', async () => {
  const queue = new StartQueue(2);
  const order: string[] = [];
  const enter = async (name: string) => {
    const leave = await queue.enter(never, () => order.push(`${name} waits`));
    order.push(name);
    return leave;
  };
  const [leaveA] = await Promise.all([enter('a'), enter('b')]);
  const [c, d] = [enter('c'), enter('d')];
  leaveA?.();
  await c;
  expect(order).toEqual(['a', 'b', 'c waits', 'd waits', 'c']);
  (await c)?.();
  await d;
  expect(order.at(-1)).toBe('d');
});

it('counts a place that is given back twice once', async () => {
  const queue = new StartQueue(1);
  const leave = await queue.enter(never, () => {});
  leave?.();
  leave?.();
  await queue.enter(never, () => {});
  let waits = false;
  void queue.enter(never, () => {
    waits = true;
  });
  expect(waits).toBe(true);
});

it('forgets who does not want to wait any more', async () => {
  const queue = new StartQueue(1);
  const first = await queue.enter(never, () => {});
  const tired = new AbortController();
  const waiting = queue.enter(tired.signal, () => {});
  const next = queue.enter(never, () => {});
  tired.abort();
  expect(await waiting).toBeNull();
  first?.();
  expect(await next).toBeTypeOf('function');
  expect(await queue.enter(tired.signal, () => {})).toBeNull();
});
