import { describe, expect, it } from 'vitest';
import { type JsonRow, jsonRows, NOTHING_UNFOLDED, openAtFirst, pathOf, textLines } from '../../../renderer/ui/json-view/json-rows.ts';
import { visibleJsonString, visibleText } from '../../../renderer/ui/text/visible-text.ts';
import { unevenRows, uniformRows } from '../../../renderer/ui/virtual-rows/row-layout.ts';

const rowsOf = (value: unknown): JsonRow[] => jsonRows(value, openAtFirst(value), NOTHING_UNFOLDED);

describe('rows of a JSON document', () => {
  it('opens a short document and cuts a long list of objects', () => {
    const rows = rowsOf({ total: 128, items: Array.from({ length: 39 }, (_, index) => ({ name: `n${index}` })) });
    expect(rows.slice(0, 4).map((row) => row.kind)).toEqual(['open', 'value', 'open', 'open']);
    expect(rows.find((row) => row.kind === 'more')).toMatchObject({ hidden: 19 });
    expect(rows.at(-1)?.kind).toBe('close');
  });

  it('shows more of a list and folds what was folded', () => {
    const items = Array.from({ length: 39 }, (_, index) => ({ name: `n${index}` }));
    const value = { items };
    const all = jsonRows(value, openAtFirst(value), { ...NOTHING_UNFOLDED, shown: new Map([[items, 1_000]]) });
    expect(all.some((row) => row.kind === 'more')).toBe(false);
    const folded = jsonRows(value, openAtFirst(value), { ...NOTHING_UNFOLDED, open: new Map([[items, false]]) });
    expect(folded.map((row) => row.kind)).toEqual(['open', 'folded', 'close']);
    expect(folded[1]).toMatchObject({ size: 39 });
  });

  it('starts a document of 5 MB with few rows, quickly', () => {
    const big = Array.from({ length: 60_000 }, (_, index) => ({
      id: index,
      name: `entry number ${index}`,
      nested: { tags: ['a', 'b'], ok: true },
    }));
    const rows = rowsOf(big);
    expect(rows.length).toBeLessThan(500);
    expect(rows.at(-2)).toMatchObject({ kind: 'more', hidden: 59_980 });
  });

  it('does not break on a very deep document', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(rowsOf(deep).length).toBeLessThan(1_000);
  });

  it('writes paths as a program would', () => {
    const rows = rowsOf({ items: [{ 'odd key': 1 }] });
    const leaf = rows.find((row) => row.kind === 'value');
    expect(leaf && pathOf(leaf.node)).toBe('$.items[0]["odd key"]');
  });

  it('unfolds a long string into lines that are together the string', () => {
    const text = `${'x'.repeat(300)}\n\nend`;
    expect(textLines(text).join('')).toBe(text);
    expect(textLines(text).length).toBe(5);
  });
});

describe('text of strangers', () => {
  it('writes out what hides or turns text around', () => {
    expect(visibleText('a\u202eb\u0007')).toBe('a\\u202eb\\u0007');
    expect(visibleText('👩\u200d💻 ok')).toBe('👩\u200d💻 ok');
    expect(visibleJsonString('"\u2066\n')).toBe('"\\"\\u2066\\n"');
  });
});

describe('row layouts', () => {
  it('finds rows by place', () => {
    const uneven = unevenRows([32, 48, 48, 32]);
    expect([
      uneven.total,
      uneven.top(2),
      uneven.indexAt(0),
      uneven.indexAt(31),
      uneven.indexAt(32),
      uneven.indexAt(127),
      uneven.indexAt(9_999),
    ]).toEqual([160, 80, 0, 0, 1, 2, 3]);
    expect(uniformRows(10, 20).indexAt(199)).toBe(9);
    expect(uniformRows(10, 20).indexAt(-5)).toBe(0);
  });
});
