import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { acquireDataLock } from '../../../electron/core/storage/data-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const lockFile = () => join(folder, 'lock.json');

test('is taken, recorded and released', () => {
  const lock = acquireDataLock(folder);
  expect(lock.holderPid).toBeNull();
  expect(JSON.parse(readFileSync(lockFile(), 'utf8')).pid).toBe(process.pid);
  lock.release();
  expect(existsSync(lockFile())).toBe(false);
});

test('names the living process that has it', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    await new Promise((resolve) => other.once('spawn', resolve));
    writeFileSync(lockFile(), JSON.stringify({ pid: other.pid, started: '' }));
    expect(acquireDataLock(folder).holderPid).toBe(other.pid);
  } finally {
    other.kill('SIGKILL');
  }
});

test('takes over from a process that is gone', async () => {
  const other = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await new Promise((resolve) => other.once('exit', resolve));
  writeFileSync(lockFile(), JSON.stringify({ pid: other.pid, started: '' }));
  expect(acquireDataLock(folder).holderPid).toBeNull();
});

test.skipIf(process.platform === 'win32')('takes over when the pid now belongs to another process', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    await new Promise((resolve) => other.once('spawn', resolve));
    writeFileSync(lockFile(), JSON.stringify({ pid: other.pid, started: 'at another time' }));
    expect(acquireDataLock(folder).holderPid).toBeNull();
  } finally {
    other.kill('SIGKILL');
  }
});

test.runIf(process.platform === 'linux')('takes over from a process that was killed and that nobody has reaped yet', async () => {
  // Whoever takes the place of the shell does not wait for its children.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  const state = (of: number) => readFileSync(`/proc/${of}/stat`, 'latin1').replace(/^.*\) /s, '')[0];
  await expect.poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'latin1')).toBe('sleep\n');
  writeFileSync(lockFile(), JSON.stringify({ pid, started: '' }));
  expect(acquireDataLock(folder).holderPid).toBe(pid);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => state(pid)).toBe('Z');
  expect(acquireDataLock(folder).holderPid).toBeNull();
});

test('takes over a record that cannot be read', () => {
  writeFileSync(lockFile(), 'garbage');
  expect(acquireDataLock(folder).holderPid).toBeNull();
});
