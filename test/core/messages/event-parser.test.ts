import { describe, expect, it } from 'vitest';
import { EventParser } from '../../../electron/core/messages/event-parser.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** The events of a stream that arrives in the given chunks. */
function read(chunks: readonly Uint8Array[], limit = 1_000) {
  const parser = new EventParser(limit);
  return chunks.flatMap((chunk) => [...parser.push(chunk)]).map(({ body, ...event }) => ({ ...event, data: body?.text() ?? null }));
}

const event = (data: string | null, more = {}) => ({ type: '', id: null, retryMs: null, data, ...more });

describe('an event stream', () => {
  const streams: [string, string, ReturnType<typeof event>[]][] = [
    ['ends its lines with LF', 'data: a\n\ndata:b\n\n', [event('a'), event('b')]],
    ['ends its lines with CRLF', 'data: a\r\n\r\nid: 1\r\ndata: b\r\n\r\n', [event('a'), event('b', { id: '1' })]],
    ['ends its lines with CR', 'data: a\r\rdata: b\r\r', [event('a'), event('b')]],
    ['mixes all of them', 'data: a\n\r\ndata: b\r\n\ndata: c\r\r\n', [event('a'), event('b'), event('c')]],
    ['begins with a byte order mark', '\uFEFFdata: a\n\n', [event('a')]],
    ['has data of several lines', 'data: a\ndata\ndata:\ndata:  ü\n\n', [event('a\n\n\n ü')]],
    ['has every field', 'event: x\nid: 7\nretry: 20\ndata: a\n\n', [event('a', { type: 'x', id: '7', retryMs: 20 })]],
    ['has the data first', 'data: a\nevent: x\n\n', [event('a', { type: 'x' })]],
    ['has an id without data', 'id: 7\n\ndata: a\n\n', [event(null, { id: '7' }), event('a')]],
    ['has comments and unknown fields', ': hello\n\nfoo: bar\ndatabase: x\n\ndata: a\n\n', [event('a')]],
    ['asks for a pause that is no number', 'retry: soon\ndata: a\n\n', [event('a')]],
    ['ends before its event does', 'data: a\n\ndata: b\n', [event('a')]],
  ];

  it.each(streams)('%s, wherever it is cut', (_, text, events) => {
    const bytes = encode(text);
    expect(read([bytes])).toEqual(events);
    for (let cut = 1; cut < bytes.length; cut += 1) expect(read([bytes.slice(0, cut), bytes.slice(cut)]), `cut at ${cut}`).toEqual(events);
    expect(read([...bytes].map((byte) => new Uint8Array([byte])))).toEqual(events);
  });

  it('has an event over the limit', () => {
    expect(read([encode(`data: ${'x'.repeat(1_000)}\n\n`)])).toHaveLength(1);
    const tooMuch = encode(`data: ${'x'.repeat(600)}\ndata: ${'x'.repeat(400)}\n\n`);
    expect(() => read([tooMuch])).toThrow(expect.objectContaining({ code: 'too_large' }));
    expect(() => read([tooMuch.slice(0, 300), tooMuch.slice(300)])).toThrow(expect.objectContaining({ code: 'too_large' }));
  });

  it('keeps nothing of a comment without end', () => {
    const parser = new EventParser(1_000);
    for (let n = 0; n < 2_000; n += 1) expect([...parser.push(encode(`: ${'x'.repeat(10_000)}`))]).toEqual([]);
    expect([...parser.push(encode('\ndata: a\n\n'))]).toHaveLength(1);
  });
});
