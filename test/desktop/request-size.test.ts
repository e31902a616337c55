import { describe, expect, it } from 'vitest';
import { exceedsBytes } from '../../electron/desktop/request-size.ts';

const MB = 1024 * 1024;

describe('the size of a request', () => {
  it('lets ordinary values through', () => {
    expect(exceedsBytes({ a: [1, 'two', null, undefined, true, 3n, new Date(), { b: new Map([['k', new Set([1])]]) }] }, 1_000)).toBe(
      false,
    );
  });

  it.each([
    ['a long text', () => 'x'.repeat(MB)],
    ['a long key', () => ({ ['x'.repeat(MB)]: 1 })],
    ['many texts', () => Array.from({ length: 1_000 }, () => 'x'.repeat(1_000))],
    ['binary data', () => new Uint8Array(MB)],
    ['a buffer', () => ({ deep: [new ArrayBuffer(MB)] })],
    ['a sparse array', () => new Array(2 ** 31)],
    ['a map', () => new Map([[1, 'x'.repeat(MB)]])],
    ['a long number', () => 1n << 20_000_000n],
    [
      'a circle',
      () => {
        const circle: unknown[] = [];
        circle.push(circle);
        return circle;
      },
    ],
  ])('stops %s', (_name, value) => {
    expect(exceedsBytes(value(), MB)).toBe(true);
  });

  it('counts what arrives, not what is left out', () => {
    expect(exceedsBytes('x'.repeat(500), 1_008)).toBe(false);
    expect(exceedsBytes('x'.repeat(501), 1_008)).toBe(true);
  });
});
