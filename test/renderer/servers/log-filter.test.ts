import { describe, expect, it } from 'vitest';
import { entriesText, filterEntries, filterLines, linesText } from '../../../renderer/features/servers/log-filter.ts';
import { TRAFFIC_ENTRIES, TrafficLog } from '../../../renderer/features/servers/traffic-log.ts';
import type { LogLine, TrafficEntry } from '../../../shared/contract/model.ts';

const line = (stream: LogLine['stream'], text: string): LogLine => ({ at: 0, stream, text });
const entry = (n: number, over: Partial<TrafficEntry> = {}): TrafficEntry => ({
  n,
  at: 0,
  direction: 'in',
  kind: 'rpc',
  label: 'tools/list',
  sizeBytes: 2,
  durationMs: null,
  body: '{}',
  cut: false,
  ...over,
});

describe('what the log shows', () => {
  const lines = [line('stderr', 'Error: no KEY'), line('stdout', 'hello'), line('patchbay', 'Starting')];

  it('filters lines by source and words', () => {
    expect(filterLines(lines, 'all', '')).toBe(lines);
    expect(filterLines(lines, 'stderr', '')).toEqual([lines[0]]);
    expect(filterLines(lines, 'all', 'key')).toEqual([lines[0]]);
    expect(filterLines(lines, 'stdout', 'key')).toEqual([]);
  });

  it('filters messages by label and body', () => {
    const entries = [entry(1), entry(2, { label: 'tools/call', body: '{"name":"ECHO"}' })];
    expect(filterEntries(entries, 'echo')).toEqual([entries[1]]);
    expect(filterEntries(entries, 'tools/list')).toEqual([entries[0]]);
  });

  it('writes lines and messages as text', () => {
    expect(linesText(lines.slice(0, 1))).toBe('1970-01-01T00:00:00.000Z stderr Error: no KEY');
    const [whole, cut] = entriesText([entry(1, { body: '{"a":1}' }), entry(2, { body: '{"a":', cut: true })]).split('\n');
    expect(JSON.parse(whole ?? '')).toMatchObject({ label: 'tools/list', body: { a: 1 }, cut: false });
    expect(JSON.parse(cut ?? '')).toMatchObject({ body: '{"a":', cut: true });
  });
});

describe('the messages known in the page', () => {
  it('asks on until the latest is there', () => {
    const log = new TrafficLog();
    expect(log.take({ entries: [entry(1), entry(2)], latest: 3 })).toBe(true);
    expect(log.last).toBe(2);
    expect(log.take({ entries: [entry(3)], latest: 3 })).toBe(false);
    const { entries } = log;
    expect(entries.map(({ n }) => n)).toEqual([1, 2, 3]);
    expect(log.take({ entries: [], latest: 3 })).toBe(false);
    expect(log.entries).toBe(entries);
  });

  it('does not ask forever when the latest were dropped', () => {
    const log = new TrafficLog();
    log.take({ entries: [entry(5)], latest: 5 });
    expect(log.take({ entries: [], latest: 9 })).toBe(false);
  });

  it('begins anew with a core that does', () => {
    const log = new TrafficLog();
    log.take({ entries: [entry(7)], latest: 7 });
    expect(log.take({ entries: [], latest: 2 })).toBe(true);
    expect(log.last).toBe(0);
    expect(log.take({ entries: [entry(1), entry(2)], latest: 2 })).toBe(false);
    expect(log.entries.map(({ n }) => n)).toEqual([1, 2]);
  });

  it('keeps a bounded number', () => {
    const log = new TrafficLog();
    log.take({ entries: Array.from({ length: TRAFFIC_ENTRIES + 10 }, (_, index) => entry(index + 1)), latest: TRAFFIC_ENTRIES + 10 });
    expect(log.entries).toHaveLength(TRAFFIC_ENTRIES);
    expect(log.entries[0]?.n).toBe(11);
  });
});
