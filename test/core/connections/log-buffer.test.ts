import { expect, test } from 'vitest';
import { LogBuffer } from '../../../electron/core/connections/log-buffer.ts';
import type { LogLine } from '../../../shared/contract/model.ts';

test('keeps the last 2,000 lines, and announces each once', () => {
  const announced: LogLine[] = [];
  const log = new LogBuffer(
    () => 7,
    (lines) => announced.push(...lines),
  );
  for (let n = 0; n < 9_000; n += 1) {
    log.add('stderr', `line ${n}`);
    if (n % 1_000 === 0) log.flush();
  }
  log.flush();
  const kept = log.lines();
  expect([kept.length, kept[0], kept.at(-1)?.text]).toEqual([2_000, { at: 7, stream: 'stderr', text: 'line 7000' }, 'line 8999']);
  expect(announced.map(({ text }) => text)).toEqual(Array.from({ length: 9_000 }, (_, n) => `line ${n}`));
});

test('keeps no more than 2 million characters, and cuts long lines', () => {
  const log = new LogBuffer(
    () => 0,
    () => {},
  );
  for (let n = 0; n < 1_000; n += 1) log.add('stdout', 'x'.repeat(100_000));
  log.flush();
  const lengths = log.lines().map(({ text }) => text.length);
  expect(Math.max(...lengths)).toBe(8_193);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(2_000_000);
  expect(lengths.length).toBeGreaterThan(200);
});
