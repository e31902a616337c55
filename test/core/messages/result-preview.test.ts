import { describe, expect, test } from 'vitest';
import { previewOf, previewResult } from '../../../electron/core/messages/result-preview.ts';

describe('previewOf', () => {
  test('leaves small values as they are', () => {
    const value = { a: [1, 'two', null, true], b: { c: 'd' } };
    expect(previewOf(value)).toEqual(value);
  });

  test('cuts long texts and lists and says how much is missing', () => {
    expect(previewOf('x'.repeat(64_005))).toMatch(/… \(5 more characters\)$/);
    const list = previewOf(Array.from({ length: 1_000 }, (_, n) => n)) as unknown[];
    expect(list).toHaveLength(201);
    expect(list.at(-1)).toBe('… (800 more entries)');
  });

  test('stays small for wide and deep input', () => {
    let deep: unknown = 'end';
    for (let n = 0; n < 5_000; n += 1) deep = [deep];
    expect(JSON.stringify(previewOf(deep)).length).toBeLessThan(1_000);
    const wide = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => ({ a: 1, b: [1, 2, 3] })));
    expect(JSON.stringify(previewOf(wide)).length).toBeLessThan(1_000_000);
  });
});

describe('a preview', () => {
  const size = (value: unknown) => JSON.stringify(value).length;

  test('spends one budget on all of its strings', () => {
    const row = Array<string>(15).fill('x'.repeat(60_000));
    const rows = Array.from({ length: 200 }, () => [...row]);
    expect(size(previewOf(rows))).toBeLessThan(4_500_000);
    const text = row.join('');
    const content = rows.map(() => ({ type: 'resource', resource: { uri: 'a:b', text } }));
    const preview = previewResult({ content, structuredContent: { rows } }) as { content: { type: string }[] };
    expect(size(preview)).toBeLessThan(4_500_000);
    expect(preview.content.slice(0, -1).every(({ type }) => type === 'resource')).toBe(true);
    expect(preview.content.at(-1)).toMatchObject({ type: 'text', text: expect.stringMatching(/more parts/) });
    expect(size(previewResult({ content: 'x'.repeat(5_000_000) }))).toBeLessThan(100_000);
  });

  test('cuts long keys and keeps them apart', () => {
    const wide = Object.fromEntries(Array.from({ length: 190 }, (_, n) => [`${'k'.repeat(1_000_000 + (n >> 1))}${n % 2}`, n]));
    const preview = previewOf(wide) as Record<string, unknown>;
    expect(Object.values(preview)).toEqual(Object.values(wide));
    expect(size(preview)).toBeLessThan(250_000);
  });

  test('keeps images as long as there is room for them, and never a part of one', () => {
    const content = Array.from({ length: 60 }, () => ({ type: 'image', mimeType: 'image/png', data: 'A'.repeat(60_000) }));
    const preview = previewResult({ content }) as { content: { data: string; _patchbayCut?: number }[] };
    const kept = preview.content.filter(({ data }) => data?.length === 60_000);
    expect(kept.length).toBeGreaterThan(30);
    expect(preview.content[kept.length]).toMatchObject({ type: 'image', data: '', _patchbayCut: 60_000 });
  });
});

describe('previewResult', () => {
  test('drops the data of a huge image rather than cutting it', () => {
    const preview = previewResult({ content: [{ type: 'image', mimeType: 'image/png', data: 'A'.repeat(5_000_000) }] });
    expect(preview).toEqual({ content: [{ type: 'image', mimeType: 'image/png', data: '', _patchbayCut: 5_000_000 }] });
  });

  test('drops a huge blob of an embedded resource the same way', () => {
    const resource = { uri: 'file:///a.bin', mimeType: 'application/octet-stream', blob: 'A'.repeat(5_000_000) };
    expect(previewResult({ content: [{ type: 'resource', resource }] })).toEqual({
      content: [{ type: 'resource', resource: { ...resource, blob: '', _patchbayCut: 5_000_000 } }],
    });
  });

  test('says how many parts are not shown', () => {
    const content = Array.from({ length: 500 }, () => ({ type: 'text', text: 'x' }));
    const preview = previewResult({ content }) as { content: { text: string }[] };
    expect(preview.content).toHaveLength(201);
    expect(preview.content.at(-1)?.text).toBe('… (300 more parts)');
  });
});
