import { describe, expect, it } from 'vitest';
import { WireLog } from '../../../electron/core/transports/wire-log.ts';
import { bytesInUse } from '../../corpus/leaks.ts';

function log() {
  let now = 0;
  const wire = new WireLog(() => {
    now += 5;
    return now;
  });
  const shown = (secrets: string[] = []) => wire.after(0, secrets).entries;
  return { wire, shown };
}

const request = (id: number, method = 'tools/call', params: Record<string, unknown> = {}) => ({
  jsonrpc: '2.0' as const,
  id,
  method,
  params,
});
const result = (id: number, value: Record<string, unknown> = {}) => ({ jsonrpc: '2.0' as const, id, result: value });

describe('messages', () => {
  it('are told with direction, size and time, an answer with its question', () => {
    const { wire, shown } = log();
    wire.message('out', request(1), 70);
    wire.message('in', { jsonrpc: '2.0', method: 'notifications/progress' }, 50);
    wire.message('in', result(1, { ok: true }), 40);
    wire.message('out', request(2), 70);
    wire.message('in', { jsonrpc: '2.0', id: 2, error: { code: -1, message: 'no' } }, 60);
    expect(shown().map(({ n, direction, label, sizeBytes, durationMs }) => [n, direction, label, sizeBytes, durationMs])).toEqual([
      [1, 'out', 'tools/call', 70, null],
      [2, 'in', 'notifications/progress', 50, null],
      [3, 'in', 'result of tools/call', 40, 10],
      [4, 'out', 'tools/call', 70, null],
      [5, 'in', 'error of tools/call', 60, 5],
    ]);
    expect(JSON.parse(shown()[2]?.body ?? '')).toEqual(result(1, { ok: true }));
  });

  it.each([
    ['one long text', () => ({ text: `${Math.random()}${'x'.repeat(1_500_000)}` })],
    ['many texts', () => ({ list: Array.from({ length: 150 }, () => `${Math.random()}${'x'.repeat(10_000)}`) })],
  ])('with %s take as much memory as they are counted for', async (_, make) => {
    const { wire, shown } = log();
    const before = await bytesInUse();
    for (let n = 0; n < 120; n += 1) wire.message('in', JSON.parse(JSON.stringify(result(n, make()))), 1_500_000);
    expect((await bytesInUse()) - before).toBeLessThan(12 * 1024 * 1024);
    expect(shown()).toHaveLength(120);
  });

  it('of both sides may have the same id', () => {
    const { wire, shown } = log();
    wire.message('out', request(1, 'tools/list'), 1);
    wire.message('in', request(1, 'sampling/createMessage'), 1);
    wire.message('out', result(1), 1);
    wire.message('in', result(1), 1);
    expect(
      shown()
        .map(({ label }) => label)
        .slice(2),
    ).toEqual(['result of sampling/createMessage', 'result of tools/list']);
  });

  it('are shown without secrets, in names and in JSON', () => {
    const { wire, shown } = log();
    wire.message('out', request(1, 'tools/hunter22', { key: 'two\nlines "quoted"' }), 100);
    const [entry] = shown(['hunter22', 'two\\nlines \\"quoted\\"']);
    expect(entry?.label).toBe('tools/•••');
    expect(entry?.body).not.toMatch(/hunter22|quoted/);
  });

  it('that are large are kept as a preview, and said to be cut', () => {
    const { wire, shown } = log();
    wire.message('in', result(1, { text: 'x'.repeat(100_000) }), 100_020);
    expect(shown()[0]).toMatchObject({ cut: true, sizeBytes: 100_020 });
    expect(shown()[0]?.body.length).toBeLessThanOrEqual(16_000);
  });

  it.each([500, 5_000, 100_000])('nested %i levels deep are shown as far as they can be read', (levels) => {
    const { wire, shown } = log();
    let nested: unknown = 1;
    for (let level = 0; level < levels; level += 1) nested = [nested];
    wire.message('in', result(1, { nested }), 2 * levels);
    expect(shown()[0]).toMatchObject({ cut: true });
    expect(shown()[0]?.body.length).toBeLessThan(16_001);
  });
});

describe('HTTP exchanges', () => {
  it('tell a session from another, but not so much of it that it could be used', () => {
    const { wire, shown } = log();
    const session = '5f1c9a7e-4d2b-4c8e-9f00-aa0bb1cc2dd3';
    wire.exchange({
      method: 'POST',
      url: 'https://example.com/mcp',
      status: 200,
      requestHeaders: { 'Mcp-Session-Id': session },
      responseHeaders: { 'mcp-session-id': session },
      durationMs: 12,
    });
    const body = shown()[0]?.body ?? '';
    expect(body.match(/5f1c9a7e…/g)).toHaveLength(2);
    expect(body).not.toContain('4d2b');
  });

  it('are told without what authorises them', () => {
    const { wire, shown } = log();
    wire.exchange({
      method: 'POST',
      url: 'https://example.com/mcp',
      status: 200,
      requestHeaders: { Authorization: 'Bearer abc', 'X-Figma-Token': 'abc', Cookie: 'a=b', accept: 'text/event-stream' },
      responseHeaders: { 'set-cookie': 'a=b', 'content-type': 'application/json' },
      durationMs: 12,
    });
    wire.exchange({
      method: 'GET',
      url: 'https://x',
      status: null,
      requestHeaders: {},
      responseHeaders: {},
      durationMs: 1,
      problem: 'reset',
    });
    const [answered, broken] = shown();
    expect(answered).toMatchObject({ kind: 'http', label: 'POST 200', durationMs: 12 });
    expect(JSON.parse(answered?.body ?? '')).toEqual({
      url: 'https://example.com/mcp',
      request: { Authorization: '•••', 'X-Figma-Token': '•••', Cookie: '•••', accept: 'text/event-stream' },
      response: { 'set-cookie': '•••', 'content-type': 'application/json' },
    });
    expect(broken).toMatchObject({ label: 'GET without an answer', body: expect.stringContaining('reset') });
  });
});

describe('what is kept', () => {
  it('matches an answer also after many requests that were never answered', () => {
    const { wire } = log();
    for (let n = 1; n <= 10_001; n += 1) wire.message('out', request(n), 100);
    wire.message('in', result(10_001), 40);
    expect(wire.after(10_001, []).entries).toMatchObject([{ label: 'result of tools/call', durationMs: 5 }]);
  });

  it('tells no time below nothing where the clock was set back', () => {
    let now = 1_000;
    const wire = new WireLog(() => now);
    wire.message('out', request(1), 100);
    now = 0;
    wire.message('in', result(1), 40);
    expect(wire.after(1, []).entries).toMatchObject([{ durationMs: 0 }]);
  });

  it('is bounded in number; whoever asked before gets what is new', () => {
    const { wire } = log();
    for (let n = 1; n <= 2_500; n += 1) wire.message('out', request(n), 100);
    const first = wire.after(0, []);
    expect([first.latest, first.entries.length, first.entries[0]?.n]).toEqual([2_500, 500, 1_501]);
    const second = wire.after(first.entries.at(-1)?.n ?? 0, []);
    expect([second.entries[0]?.n, second.entries.at(-1)?.n]).toEqual([2_001, 2_500]);
    expect(wire.after(2_500, []).entries).toEqual([]);
  });

  it('is bounded in memory', () => {
    const { wire } = log();
    for (let n = 1; n <= 1_000; n += 1) wire.message('out', request(n), 64 * 1024);
    expect(wire.after(0, []).entries[0]?.n).toBe(1_000 - 128 + 1);
  });
});
