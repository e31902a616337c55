import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { FileServerLogs } from '../../../electron/core/storage/server-logs.ts';
import type { LogLine } from '../../../shared/contract/model.ts';
import { definition, Recorder, raw, until } from '../connections/fixtures/harness.ts';

const AT = Date.UTC(2026, 10, 21, 16, 5);
const MEGABYTE = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'patchbay-logs-')), 'data', 'logs');
});

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const line = (text: string, stream: LogLine['stream'] = 'stderr'): LogLine => ({ at: AT, stream, text });

test('a line has its time and stream, and is one line', async () => {
  const logs = new FileServerLogs(folder, () => true);
  logs.add('mcp_1', [line('starting'), line('one\r\ntwo', 'patchbay')]);
  logs.add('mcp_1', [line('{}', 'stdout')]);
  await logs.settled();
  const at = '2026-11-21T16:05:00.000Z';
  expect(read('mcp_1.log')).toBe(`${at} stderr starting\n${at} patchbay one ⏎ two\n${at} stdout {}\n`);
  if (process.platform !== 'win32') expect(statSync(join(folder, 'mcp_1.log')).mode & 0o777).toBe(0o600);
});

test('what a server prints cannot drive the terminal that shows its file', async () => {
  const logs = new FileServerLogs(folder, () => true);
  logs.add('s', [line('\u001b]0;owned\u0007\u001b[2J\u009b31mred\ttab')]);
  await logs.settled();
  expect(read('s.log')).toMatch(/ stderr �]0;owned��\[2J�31mred\ttab\n$/);
});

test('two files of 1 MB are kept, the last lines among them', async () => {
  const count = 60_000;
  for (let run = 0; run < 2; run += 1) {
    // The second run goes on where the first one ended.
    const logs = new FileServerLogs(folder, () => true);
    for (let n = 0; n < count; n += 1_000) {
      logs.add(
        's',
        Array.from({ length: 1_000 }, (_, k) => line(`run ${run} line ${n + k}`)),
      );
      await logs.settled();
    }
  }
  expect(readdirSync(folder).sort()).toEqual(['s.1.log', 's.log']);
  for (const name of ['s.1.log', 's.log']) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(MEGABYTE);
  const all = `${read('s.1.log')}${read('s.log')}`.trim().split('\n');
  expect(all.at(-1)).toMatch(/run 1 line 59999$/);
  const numbers = all.map((each) => Number(each.split(' ').at(-1)));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => count - numbers.length + n));
  expect(numbers.length).toBeGreaterThan(20_000);
});

test('what comes faster than it can be written is left out, and said to be', async () => {
  const logs = new FileServerLogs(folder, () => true);
  logs.add(
    's',
    Array.from({ length: 10_000 }, () => line('x'.repeat(1_000))),
  );
  await logs.settled();
  const lines = read('s.log').trim().split('\n');
  expect(lines.at(-1)).toMatch(/^… 9\d{3} lines were left out/);
});

test('a folder that cannot be written is no failure, and nothing is written beside another process', async () => {
  writeFileSync(join(folder, '..', '..', 'data'), 'a file');
  const logs = new FileServerLogs(folder, () => true);
  logs.add('s', [line('lost')]);
  logs.forget('s');
  await logs.settled();
  const elsewhere = join(folder, '..', '..', 'elsewhere');
  const silent = new FileServerLogs(elsewhere, () => false);
  silent.add('s', [line('lost')]);
  await silent.settled();
  expect(() => readdirSync(elsewhere)).toThrow('ENOENT');
});

test('what a server printed a moment before its definition changed is written', async () => {
  const logs = new FileServerLogs(folder, () => true);
  const { manager } = new Recorder({ logs });
  const { transport } = raw();
  manager.sync([definition('s', transport)]);
  await manager.connect('s');
  await manager.disconnect('s');
  // At once, so that no batch of lines was due meanwhile.
  manager.sync([definition('s', { ...transport, args: [...transport.args, 'other'] })]);
  await manager.shutdown();
  await logs.settled();
  expect(read('s.log')).toContain('Disconnected.');
});

test('a server writes its output without its key until it is removed', async () => {
  const logs = new FileServerLogs(folder, () => true);
  const recorder = new Recorder({ logs });
  const { transport } = raw('prints-key');
  await recorder.connected({ ...transport, env: { ...transport.env, API_KEY: 'sk-very-secret-1234' } });
  await until(() => recorder.log('stderr').length > 0, 'the line');
  recorder.manager.sync([definition('s', transport), definition('t', { kind: 'sample' })]);
  await recorder.manager.connect('t');
  await recorder.manager.disconnect('t');
  await recorder.manager.shutdown();
  await logs.settled();
  expect(read('s.log')).toMatch(/^\S+Z stderr using key •••$/m);
  expect(read('s.log')).not.toContain('very-secret');
  recorder.manager.sync([definition('t', { kind: 'sample' })]);
  await logs.settled();
  expect(readdirSync(folder)).toEqual(['t.log']);
});

test('of a local server is named with its processes, once it is there', async () => {
  const logs = new FileServerLogs(folder, () => true);
  const recorder = new Recorder({ logs });
  onTestFinished(() => recorder.manager.shutdown());
  recorder.manager.sync([definition('s', raw('stderr-flood').transport)]);
  expect((await recorder.manager.process('s')).logFile).toBeNull();
  await recorder.manager.connect('s');
  await until(() => recorder.log('stderr').includes('after the flood'), 'the flood');
  await recorder.manager.shutdown();
  await logs.settled();
  const { logFile } = await recorder.manager.process('s');
  expect(readFileSync(logFile ?? '', 'utf8')).toContain('after the flood');
});
