import { expect, it } from 'vitest';
import { visibleLines } from '../../renderer/ui/text/visible-text.ts';

it('writes hidden and direction characters out, and keeps lines and tabs', () => {
  expect(visibleLines('a\r\nb\tc\u202ed\u001b[31m')).toBe('a\nb\tc\\u202ed\\u001b[31m');
});
