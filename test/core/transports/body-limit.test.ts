import { describe, expect, it } from 'vitest';
import { cutBody, limitBody, limitEvents } from '../../../electron/core/transports/body-limit.ts';

/** A response of the given chunks, and whether its reader gave up on it. */
function chunked(...chunks: string[]) {
  const seen = { cancelled: false };
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(encoder.encode(chunk));
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { response: new Response(body, { status: 418, headers: { 'x-a': 'b' } }), seen };
}

describe('a body', () => {
  it('within its limit is as it was, with its status and headers', async () => {
    for (const bounded of [cutBody, limitBody]) {
      const response = bounded(chunked('ab', 'cd').response, 4);
      expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([418, 'b', 'abcd']);
    }
    expect(cutBody(new Response(null, { status: 204 }), 4).status).toBe(204);
  });

  it('is cut, or fails, and the rest is not read', async () => {
    const cut = chunked('ab', 'cde', 'f', 'g', 'h');
    expect(await cutBody(cut.response, 4).text()).toBe('abcd');
    expect(cut.seen.cancelled).toBe(true);
    const failed = chunked('ab', 'cde', 'f', 'g', 'h');
    await expect(limitBody(failed.response, 4).text()).rejects.toMatchObject({ code: 'too_large' });
    expect(failed.seen.cancelled).toBe(true);
  });
});

describe('an event stream', () => {
  const read = (...chunks: string[]) => limitEvents(chunked(...chunks).response, 12, () => {}).text();

  it.each([
    ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n'],
    ['data: 1\r\n\r\ndat', 'a: 2\r\n\r\nda', 'ta: 3'],
    ['data: 1\r\rd', 'ata: 2\r', '\rdata: 3'],
    ['data: 1\n', '\ndata: 2\r', '\n', '\r', '\ndata: 3'],
  ])('of any length passes as long as its events are short (%#)', async (...chunks) => {
    expect(await read(...chunks)).toBe(chunks.join(''));
  });

  it('fails with an event over the limit', async () => {
    const told: string[] = [];
    const { response, seen } = chunked('data: 1\n\n', 'data: 12', '34', '5', '6', '7', '8');
    await expect(limitEvents(response, 12, (error) => told.push(error.code)).text()).rejects.toMatchObject({ code: 'too_large' });
    expect([told, seen.cancelled]).toEqual([['too_large'], true]);
    await expect(read('data: 1\n', 'data: 2\n')).rejects.toMatchObject({ code: 'too_large' });
  });
});
