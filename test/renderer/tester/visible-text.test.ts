import { describe, expect, it } from 'vitest';
import { visibleNodes } from '../../../renderer/ui/markdown/visible-nodes.ts';
import { visibleLines, visibleText } from '../../../renderer/ui/text/visible-text.ts';

describe('text of strangers', () => {
  it('writes out what hides or reorders, and leaves lines, tabs and joiners', () => {
    expect(visibleLines('a\u202eb\u0000\u200b')).toBe('a\\u202eb\\u0000\\u200b');
    expect(visibleLines('one\r\n\ttwo\nthree\rfour')).toBe('one\n\ttwo\nthree\\u000dfour');
    expect(visibleLines('👩\u200d💻 \u{e0041}')).toBe('👩\u200d💻 \\u{e0041}');
  });

  it('cuts a name between characters, never in one', () => {
    expect(visibleText('ab👩c', 3)).toBe('ab…');
    expect(visibleText('ab👩c', 4)).toBe('ab👩…');
  });

  it('reaches every text of a markdown tree', () => {
    const tree = { children: [{ value: 'a\u202eb' }, { alt: '\u2066x', title: null, children: [{ value: 'ok' }] }] };
    visibleNodes()(tree);
    expect(tree).toEqual({ children: [{ value: 'a\\u202eb' }, { alt: '\\u2066x', title: null, children: [{ value: 'ok' }] }] });
  });
});
