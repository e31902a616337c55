import { describe, expect, test } from 'vitest';
import { previewOf, previewResult } from '../../../electron/core/tools/result-preview.ts';

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
