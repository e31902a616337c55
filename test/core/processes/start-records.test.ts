import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { bundledCode } from '../../../build/bundled-code.mjs';
import { createApp } from '../../../electron/core/app.ts';
import { endLeftovers, recordsFolder, StartRecords } from '../../../electron/core/processes/start-records.ts';
import { bad } from '../../corpus/cases/bad-stdio.ts';
import { Recorder, raw, runs, until } from '../connections/fixtures/harness.ts';

const GRACE = { term: 200, kill: 2_000 };
const SERVERS = 10;

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'patchbay-records-')), 'data');
  mkdirSync(folder);
});

const records = () => (existsSync(recordsFolder(folder)) ? readdirSync(recordsFolder(folder)) : []);

/** A process group that ignores SIGTERM. */
async function deafProcess(): Promise<number> {
  const script = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000); console.log('deaf')";
  const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid!;
}

/** The note of a process, changed as told; whoever made it is gone. */
function record(pid: number, change: object = {}): void {
  new StartRecords(recordsFolder(folder), () => 0).add(pid);
  const file = join(recordsFolder(folder), `${process.pid}-${pid}.json`);
  const written = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...written, owner: { pid: process.pid, started: '1' }, ...change }));
}

describe('what is left over', () => {
  test('is ended, and its note forgotten', async () => {
    const pid = await deafProcess();
    record(pid);
    expect(await endLeftovers(recordsFolder(folder), GRACE)).toBe(1);
    expect([runs(pid), records()]).toEqual([false, []]);
  });

  test.each([
    ['another start: the number was used again', { started: '1' }],
    ['no start', { started: '' }],
    ['another run of the computer', { boot: 'before' }],
  ])('is never signalled with %s', async (_, change) => {
    const pid = await deafProcess();
    record(pid, change);
    expect(await endLeftovers(recordsFolder(folder), GRACE)).toBe(0);
    expect([runs(pid), records()]).toEqual([true, []]);
  });

  test('is left to the Patchbay that started it while that lives', async () => {
    const pid = await deafProcess();
    new StartRecords(recordsFolder(folder), () => 0).add(pid);
    expect(await endLeftovers(recordsFolder(folder), GRACE)).toBe(0);
    expect([runs(pid), records().length]).toEqual([true, 1]);
  });

  test('is not guessed from files that are no notes', async () => {
    mkdirSync(recordsFolder(folder));
    for (const [name, text] of [
      ['1-2.json', '{'],
      ['1-3.json', '{"pid":-1}'],
      ['notes.txt', 'mine'],
    ])
      writeFileSync(join(recordsFolder(folder), name!), text!);
    expect(await endLeftovers(recordsFolder(folder), GRACE)).toBe(0);
    expect(records()).toEqual(['notes.txt']);
  });
});

describe('a folder that can no longer be written', () => {
  test('keeps no server from being disconnected, connected again and ended', async () => {
    const recorder = new Recorder({ records: new StartRecords(recordsFolder(folder), Date.now) });
    onTestFinished(() => recorder.manager.shutdown());
    const { pid } = await recorder.connected(raw().transport);
    rmSync(recordsFolder(folder), { recursive: true });
    writeFileSync(recordsFolder(folder), 'a file where the folder was');
    expect(await recorder.manager.disconnect('s')).toEqual({ kind: 'disconnected' });
    expect(runs(pid ?? 0)).toBe(false);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
    await recorder.manager.shutdown();
    expect(recorder.manager.state('s')).toEqual({ kind: 'disconnected' });
  });
});

describe('an app that was killed', () => {
  let program: string;
  beforeAll(async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'patchbay-app-with-servers-'));
    program = join(outDir, 'app.mjs');
    await build({
      configFile: false,
      logLevel: 'silent',
      plugins: [bundledCode()],
      ssr: { noExternal: true },
      build: {
        ssr: join(import.meta.dirname, 'fixtures/app-with-servers.ts'),
        outDir,
        rollupOptions: { output: { entryFileNames: 'app.mjs', banner: 'const __filename = import.meta.filename;' } },
      },
    });
  });

  /** Servers that ignore the end of their input and every signal that can be ignored, each with two children that do so too. */
  async function appWithServers(): Promise<{ app: ChildProcess; pids: number[] }> {
    const servers = Array.from({ length: SERVERS }, bad('deaf-with-children'));
    const app = spawn(process.execPath, [program, folder, JSON.stringify(servers.map(({ transport }) => transport))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void app.kill('SIGKILL'));
    const ended = once(app, 'exit').then(() => ['it ended']);
    const [line] = await Promise.race([once(app.stdout, 'data'), ended]);
    expect(String(line).trim().split(' ')).toEqual(Array.from({ length: SERVERS }, () => 'connected'));
    const notes = (await Promise.all(servers.map((each) => each.notes()))).flat();
    const pids = notes.flatMap((note) => /^(?:started|child) (\d+)$/.exec(note)?.[1] ?? []).map(Number);
    onTestFinished(() => {
      for (const pid of pids.filter(runs)) process.kill(pid, 'SIGKILL');
    });
    return { app, pids };
  }

  const start = () => createApp({ dataFolder: folder, shell: 'cli', version: '0.0.0-test', openExternal: async () => {} });

  test('leaves nothing running after the next start', async () => {
    const { app, pids } = await appWithServers();
    expect([pids.length, records().length]).toEqual([SERVERS * 3, SERVERS]);
    app.kill('SIGKILL');
    await once(app, 'exit');
    expect(pids.filter(runs)).toEqual(pids);
    const next = await start();
    expect([pids.filter(runs), records()]).toEqual([[], []]);
    await next.shutdown();
  });

  test('is another one than one that runs: its servers are left alone', async () => {
    const { app, pids } = await appWithServers();
    const second = await start();
    await second.shutdown();
    expect(pids.filter(runs)).toEqual(pids);
    // Nor are they ended when its lock is gone.
    expect(await endLeftovers(recordsFolder(folder), GRACE)).toBe(0);
    expect([pids.filter(runs).length, records().length]).toEqual([pids.length, SERVERS]);
    app.kill('SIGKILL');
    await once(app, 'exit');
    await endLeftovers(recordsFolder(folder), GRACE);
    await until(() => !pids.some(runs), 'the end of all');
  });
});
