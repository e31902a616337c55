import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MachineWatch } from '../../../electron/core/connections/machine-watch.ts';

const EVERY = 5_000;
const LONG = 60 * 60_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function watch() {
  const machine = { addresses: 'eth0 10.0.0.7/24', changes: [] as string[] };
  const running = new MachineWatch({
    now: () => Date.now(),
    everyMs: EVERY,
    addresses: () => machine.addresses,
    onChange: (what) => machine.changes.push(what),
  });
  running.start();
  return { machine, running };
}

it('says nothing while nothing changes', async () => {
  const { machine } = watch();
  await vi.advanceTimersByTimeAsync(100 * EVERY);
  expect(machine.changes).toEqual([]);
});

it('notices a sleep by the clock that went on', async () => {
  const { machine } = watch();
  await vi.advanceTimersByTimeAsync(EVERY);
  vi.setSystemTime(Date.now() + LONG);
  await vi.advanceTimersByTimeAsync(2 * EVERY);
  expect(machine.changes).toEqual(['sleep']);
});

it('does not take a busy moment for a sleep, nor a clock that was set back', async () => {
  const { machine } = watch();
  vi.setSystemTime(Date.now() + 2 * EVERY);
  await vi.advanceTimersByTimeAsync(EVERY);
  vi.setSystemTime(Date.now() - LONG);
  await vi.advanceTimersByTimeAsync(2 * EVERY);
  expect(machine.changes).toEqual([]);
});

it('notices a network that goes and comes', async () => {
  const { machine } = watch();
  machine.addresses = '';
  await vi.advanceTimersByTimeAsync(2 * EVERY);
  machine.addresses = 'wlan0 192.168.1.9/24';
  await vi.advanceTimersByTimeAsync(2 * EVERY);
  expect(machine.changes).toEqual(['network', 'network']);
});

it('looks only between start and stop, and does not take the time between for a sleep', async () => {
  const { machine, running } = watch();
  running.stop();
  expect(vi.getTimerCount()).toBe(0);
  machine.addresses = '';
  await vi.advanceTimersByTimeAsync(LONG);
  running.start();
  running.start();
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(EVERY);
  expect(machine.changes).toEqual([]);
});
