import { describe, expect, test } from 'vitest';
import { plain } from '../../electron/core/plain-text.ts';
import { oneLine, resultText, table } from '../../electron/headless/cli/output.ts';

describe('text from servers', () => {
  test('keeps its lines, however they end, and loses what drives a terminal', () => {
    expect(plain('a\r\nb\nc\td')).toBe('a\nb\nc\td');
    expect(plain('a\rb\u001b[2Jc\u009bd')).toBe('a�b�[2Jc�d');
    expect(resultText({ content: [{ type: 'text', text: 'first\r\nsecond' }] })).toBe('first\nsecond\n');
  });

  test('is one line where it is a name', () => {
    expect(oneLine('a\r\nb\nc\td\u2028e\u001b')).toBe('a b c d e�');
    expect(resultText({ content: [{ type: 'resource_link', name: 'a\nb', uri: 'x:\ny' }] })).toBe('[link a b x: y]\n');
  });

  test('makes no rows of its own in a table', () => {
    const rows = [
      ['echo\nfake', 'says it'],
      ['add', 'adds\r\nfake'],
    ];
    expect(table(rows)).toBe('echo fake  says it\nadd        adds fake\n');
  });
});
