import { describe, expect, it } from 'vitest';
import { parseSelected } from '../../../renderer/features/tester/selected-memory.ts';

describe('the selection that outlives a reload', () => {
  it('keeps what has the shape of a place, and nothing else', () => {
    const place = { serverId: 'a', tool: 'echo' };
    expect(parseSelected(JSON.stringify({ '': place, a: place, b: { serverId: 3, tool: 'x' }, c: null }))).toEqual({ '': place, a: place });
  });

  it('is empty for anything that is not JSON of it', () => {
    for (const text of [null, '', 'null', '3', '{"a"']) expect(parseSelected(text)).toEqual({});
  });
});
