import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../electron/core/messages/line-splitter.ts';

function split(chunks: Buffer[], limit = 1_000_000) {
  const lines: string[] = [];
  const overflows: string[] = [];
  const splitter = new LineSplitter({
    limit,
    onLine: (line) => lines.push(line.toString('utf8')),
    onOverflow: (head) => overflows.push(head.toString('utf8')),
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, overflows };
}

describe('LineSplitter', () => {
  it('finds the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[\r\n]/g, ''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(200), { maxLength: 20 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''));
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        expect(split(chunks).lines).toEqual(lines);
      }),
    );
  });

  it('takes CRLF, empty lines and a last line without a break', () => {
    expect(split([Buffer.from('a\r\n\r\nb\n\nc')]).lines).toEqual(['a', '', 'b', '', 'c']);
  });

  it('tells once about a line over the limit, drops it, and goes on with the next', () => {
    const { lines, overflows } = split([Buffer.from('123'), Buffer.from('456'), Buffer.from('789\nok\n'), Buffer.from('abcdef')], 5);
    expect(overflows).toEqual(['12345', 'abcde']);
    expect(lines).toEqual(['ok']);
  });

  it('is linear: a line of 64 MB that comes in small pieces takes a moment, not many seconds', () => {
    const chunk = Buffer.alloc(65_536, 0x61);
    const began = performance.now();
    const { lines } = split([...Array.from({ length: 1_024 }, () => chunk), Buffer.from('\n')], 2 ** 30);
    expect(lines[0]).toHaveLength(64 * 1_024 * 1_024);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
