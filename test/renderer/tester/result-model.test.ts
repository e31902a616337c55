import { describe, expect, it } from 'vitest';
import { classifyBlock, cleanBase64, fileEnding, resultParts } from '../../../renderer/features/tester/result-model.ts';
import { detectTable } from '../../../renderer/features/tester/table-model.ts';
import { markdownness, parseJsonText } from '../../../renderer/features/tester/text-kind.ts';
import { durationWords, sizeWords } from '../../../renderer/ui/text/size-words.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('content blocks', () => {
  it('takes text, images, audio, links and resources for what they are', () => {
    expect(classifyBlock({ type: 'text', text: 'hi' })).toEqual({ kind: 'text', text: 'hi' });
    expect(classifyBlock({ type: 'image', mimeType: 'Image/PNG; q=1', data: PIXEL })).toMatchObject({
      kind: 'image',
      mimeType: 'image/png',
      bytes: 70,
    });
    expect(classifyBlock({ type: 'audio', mimeType: 'audio/wav', data: 'UklGRg==' })).toMatchObject({ kind: 'audio', bytes: 4 });
    expect(classifyBlock({ type: 'resource_link', uri: 'file:///a', name: 'a', size: 3 })).toMatchObject({
      kind: 'link',
      name: 'a',
      bytes: 3,
    });
    expect(classifyBlock({ type: 'resource', resource: { uri: 'x:1', text: 'body', mimeType: 'text/plain' } })).toMatchObject({
      kind: 'resource',
      text: 'body',
      data: null,
    });
    expect(classifyBlock({ type: 'resource', resource: { uri: 'x:1', blob: 'AAAA' } })).toMatchObject({
      kind: 'resource',
      text: null,
      data: 'AAAA',
    });
  });

  it('shows as JSON whatever breaks the shape', () => {
    for (const odd of [
      null,
      'text',
      { type: 'text' },
      { type: 'text', text: 7 },
      { type: 'hologram', data: 1 },
      { type: 'resource', resource: null },
    ]) {
      expect(classifyBlock(odd)).toEqual({ kind: 'unknown', value: odd });
    }
  });

  it('says why data of a known kind cannot be used', () => {
    for (const [bad, why] of [
      [{ type: 'image', mimeType: 'text/html', data: PIXEL }, 'format'],
      [{ type: 'image', mimeType: 'constructor', data: PIXEL }, 'format'],
      [{ type: 'image', mimeType: 'image/png', data: 'javascript:alert(1)' }, 'base64'],
      [{ type: 'audio', mimeType: 'audio/wav', data: '' }, 'empty'],
      [{ type: 'resource', resource: { uri: 'x:1' } }, 'empty'],
      [{ type: 'resource', resource: { uri: 'x:1', blob: 'AAAAA' } }, 'base64'],
    ] as const) {
      expect(classifyBlock(bad)).toMatchObject({ kind: 'broken', type: bad.type, why, value: bad });
    }
  });

  it('knows data that was cut from a preview, with the size it had', () => {
    expect(classifyBlock({ type: 'image', mimeType: 'image/png', data: '', _patchbayCut: 4_000 })).toEqual({
      kind: 'cut',
      type: 'image',
      mimeType: 'image/png',
      bytes: 3_000,
    });
    const resource = { uri: 'x:1', blob: '', _patchbayCut: 400 };
    expect(classifyBlock({ type: 'resource', resource })).toMatchObject({ kind: 'cut', type: 'resource', bytes: 300 });
  });

  it('reads base64 of both alphabets and refuses the rest', () => {
    expect(cleanBase64('AA\nAA')).toBe('AAAA');
    expect(cleanBase64('-_-_')).toBe('+/+/');
    expect(cleanBase64('a"b')).toBeNull();
    expect(cleanBase64('')).toBeNull();
  });

  it('takes a result apart', () => {
    expect(resultParts({ content: [{ type: 'text', text: 'a' }], structuredContent: { a: 1 } })).toMatchObject({
      blocks: [{ kind: 'text' }],
      structured: { a: 1 },
      hasStructured: true,
    });
    expect(resultParts(null)).toMatchObject({ blocks: [], hasStructured: false });
    expect(resultParts('broken').blocks).toEqual([{ kind: 'unknown', value: 'broken' }]);
    expect(resultParts({ content: 'broken' })).toMatchObject({
      malformed: true,
      blocks: [{ kind: 'unknown', value: { content: 'broken' } }],
    });
    expect(resultParts({ content: [] }).malformed).toBe(false);
  });

  it('names files by their type', () => {
    expect([fileEnding('image/jpeg'), fileEnding('application/ld+json'), fileEnding('text/x-python'), fileEnding('x/y')]).toEqual([
      'jpg',
      'json',
      'txt',
      'bin',
    ]);
  });
});

describe('kinds of text', () => {
  it('takes objects and lists for JSON, plain values for text', () => {
    expect(parseJsonText(' {"a":1}')).toEqual({ a: 1 });
    expect(parseJsonText('[1]')).toEqual([1]);
    expect(parseJsonText('12')).toBeUndefined();
    expect(parseJsonText('{broken')).toBeUndefined();
  });

  it('suspects markdown by its signs', () => {
    for (const text of ['# Title\n\nText', '- one\n- two', 'see [docs](https://example.com/a)', '| a | b |\n| --- | --- |\n| 1 | 2 |'])
      expect(markdownness(text)).toBe('likely');
    expect(markdownness('# Title\n\n- **one**\n- two')).toBe('surely');
    for (const text of ['Echo: hello', '5 * 3 * 2 = 30 #1', '']) expect(markdownness(text)).toBe('no');
  });
});

describe('tables', () => {
  it('finds a list of flat objects, at the top or as the only list', () => {
    expect(detectTable([{ a: 1 }, { a: 2, b: null }])).toMatchObject({ key: null, columns: ['a', 'b'] });
    expect(detectTable({ total: 2, items: [{ a: 1 }] })).toMatchObject({ key: 'items', columns: ['a'] });
  });

  it('leaves everything else alone', () => {
    for (const other of [[], [1, 2], [{ a: { b: 1 } }], [{}], { a: [{ x: 1 }], b: [{ y: 1 }] }, { a: 1 }, 'x', null])
      expect(detectTable(other)).toBeNull();
  });
});

describe('words for sizes and durations', () => {
  it('reads like a person would write', () => {
    expect([0, 999, 1_000, 8_400, 9_960, 999_400, 999_600, 52_000_000, 3_000_000_000].map(sizeWords)).toEqual([
      '0 B',
      '999 B',
      '1 KB',
      '8.4 KB',
      '10 KB',
      '999 KB',
      '1 MB',
      '52 MB',
      '3 GB',
    ]);
    expect([0, 412, 999.4, 3_240, 59_949, 60_000, 125_400, 3_600_000, 12_060_000, 349_200_000].map(durationWords)).toEqual([
      '0 ms',
      '412 ms',
      '999 ms',
      '3.2 s',
      '59.9 s',
      '1 min',
      '2 min 5 s',
      '1 h',
      '3 h 21 min',
      '4 d 1 h',
    ]);
  });
});
