import { expect, it } from 'vitest';
import { inSeconds } from '../../../electron/core/connections/seconds.ts';

it.each([
  [1, 0.01],
  [150, 0.15],
  [699.6, 0.7],
  [1_000, 1],
  [1_234, 1.2],
  [60_000, 60],
])('%d ms are %d s', (ms, seconds) => {
  expect(inSeconds(ms)).toBe(seconds);
});
