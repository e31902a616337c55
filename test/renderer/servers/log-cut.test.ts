import { describe, expect, it } from 'vitest';
import { beginningOfLine } from '../../../renderer/features/servers/log-cut.ts';

describe('a line of a log that would fill the screen', () => {
  it('is cut, unless little more would be behind the cut', () => {
    expect(beginningOfLine('a'.repeat(8_192), '')).toBe('a'.repeat(800));
    for (const text of ['', 'short', 'a'.repeat(1_199), 'a\n'.repeat(30)]) expect(beginningOfLine(text, '')).toBe(text);
  });

  it('is cut after twelve rows as well, and never within a character', () => {
    expect(beginningOfLine('a\n'.repeat(500), '')).toBe('a\n'.repeat(11).concat('a'));
    expect(beginningOfLine(`b${'\u{1f600}'.repeat(1_000)}`, '')).toBe(`b${'\u{1f600}'.repeat(399)}`);
  });

  it('is shown whole when what was looked for is only behind the cut', () => {
    const text = `Found ${'a'.repeat(2_000)} Lost`;
    expect(beginningOfLine(text, 'found')).toHaveLength(800);
    expect(beginningOfLine(text, 'lost')).toBe(text);
  });
});
