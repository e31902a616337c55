import { describe, expect, it } from 'vitest';
import { cutBody } from '../../../electron/core/messages/body-limit.ts';
import { chunked } from './fixtures/chunked.ts';

describe('a body', () => {
  it('within its limit is as it was, with its status and headers', async () => {
    const response = cutBody(chunked('ab', 'cd').response, 4);
    expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([418, 'b', 'abcd']);
    expect(cutBody(new Response(null, { status: 204 }), 4).status).toBe(204);
  });

  it('over it is cut, and the rest is not read', async () => {
    const cut = chunked('ab', 'cde', 'f', 'g', 'h');
    expect(await cutBody(cut.response, 4).text()).toBe('abcd');
    expect(cut.seen.cancelled).toBe(true);
  });
});
