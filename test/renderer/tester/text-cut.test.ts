import { describe, expect, it } from 'vitest';
import { argumentsLine } from '../../../renderer/features/tester/arguments-line.ts';
import { plainWords } from '../../../renderer/features/tester/plain-words.ts';
import { beginningOf, CUT_CHARS, CUT_LINES, countLines, piecesOf } from '../../../renderer/features/tester/text-cut.ts';
import { markdownPieces } from '../../../renderer/ui/markdown/markdown-pieces.ts';
import { safeLink } from '../../../renderer/ui/markdown/safe-link.ts';
import { safeFileName } from '../../../renderer/ui/save-file.ts';

describe('long texts', () => {
  it('leaves short texts whole', () => {
    expect(beginningOf('a\nb')).toBe('a\nb');
    expect(beginningOf('')).toBe('');
  });

  it('cuts by lines and by characters', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index}`).join('\n');
    expect(countLines(beginningOf(lines))).toBe(CUT_LINES + 1);
    expect(beginningOf('x'.repeat(1_000_000)).length).toBe(CUT_CHARS);
    expect(countLines(lines)).toBe(10_000);
  });

  it('splits without losing a character', () => {
    const text = `${'a\n'.repeat(30_000)}${'b'.repeat(50_000)}\nend`;
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(20_000);
  });
});

describe('arguments on one line', () => {
  it('reads like the call', () => {
    expect(argumentsLine({ query: 'createStore', per_page: 5, tags: [1, 2], filter: { a: 1 }, none: null })).toBe(
      'query: "createStore" per_page: 5 tags: [2] filter: {…} none: null',
    );
    expect(argumentsLine({})).toBe('');
    expect(argumentsLine({ text: 'x'.repeat(1_000_000) }).length).toBeLessThan(200);
  });
});

describe('long markdown', () => {
  it('is cut between blocks, not inside a fence, and loses nothing', () => {
    const block = `## Head\n\n${'word '.repeat(300)}\n\n\`\`\`js\nconst a = 1;\n\nconst b = 2;\n\`\`\`\n\n- one\n- two\n\n`;
    const text = block.repeat(40);
    const pieces = markdownPieces(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) {
      expect(piece.length).toBeLessThanOrEqual(10_000);
      expect((piece.match(/```/g) ?? []).length % 2).toBe(0);
    }
  });

  it('takes one endless line and one endless fence apart all the same', () => {
    for (const text of ['x'.repeat(55_000), `\`\`\`\n${'line\n'.repeat(10_000)}`, '', '\n'.repeat(30_000)]) {
      const pieces = markdownPieces(text);
      expect(pieces.join('')).toBe(text);
      expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(10_000);
    }
  });
});

describe('a line of markdown as plain words', () => {
  it('loses its marks and nothing else', () => {
    expect(plainWords('Adds `a` and **b**, *both* [numbers](https://e.com), snake_case_name, 2 * 3 * 4')).toBe(
      'Adds a and b, both numbers, snake_case_name, 2 * 3 * 4',
    );
    expect(plainWords('# Title __x__')).toBe('Title x');
  });
});

describe('names and addresses from strangers', () => {
  it('opens http and https only', () => {
    expect(safeLink('https://example.com')).toBe('https://example.com/');
    for (const bad of [
      'javascript:alert(1)',
      'JaVaScript:x',
      'mailto:a@b.c',
      'file:///etc/passwd',
      'data:text/html,x',
      '/relative',
      'x',
      undefined,
      `https://e.com/${'a'.repeat(9_000)}`,
    ])
      expect(safeLink(bad)).toBeNull();
  });

  it('makes file names that stay in their folder', () => {
    expect(safeFileName('../../etc/passwd', 'json')).toBe('etc-passwd.json');
    expect(safeFileName('///', 'png')).toBe('result.png');
    expect(safeFileName('Bild für Anna', 'png')).toBe('Bild-für-Anna.png');
  });
});
