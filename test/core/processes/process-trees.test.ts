import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { linuxTree } from '../../../electron/core/processes/linux-processes.ts';
import { treeOf } from '../../../electron/core/processes/process-row.ts';
import { ProcessTrees } from '../../../electron/core/processes/process-trees.ts';
import { parsePs, psTree } from '../../../electron/core/processes/ps-processes.ts';
import { parseCim } from '../../../electron/core/processes/windows-processes.ts';

const started: ChildProcess[] = [];
const posix = process.platform !== 'win32';

afterEach(() => {
  for (const child of started.splice(0)) process.kill(-child.pid!, 'SIGKILL');
});

/** A process that leads a group and has said so. */
async function leader(script: string, ...args: string[]): Promise<number> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  started.push(child);
  await once(child.stdout!, 'data');
  return child.pid!;
}

const now = () => performance.now();

/** A child is a copy of its shell at first: these have to be waited for. */
async function names(pid: number): Promise<string[]> {
  return (await new ProcessTrees(now).of(pid, [])).map(({ name }) => name);
}

describe.skipIf(!posix)('the processes of a server', () => {
  it('are itself first, then all below, with what they are and use', async () => {
    const began = Date.now();
    const pid = await leader('sleep 60 & sleep 61 & echo ready; wait');
    await expect.poll(() => names(pid)).toEqual(['sh', 'sleep', 'sleep']);
    const tree = await new ProcessTrees(now).of(pid, []);
    expect(tree[0]).toMatchObject({ pid, cpuPercent: null });
    expect(tree.slice(1).map(({ parent }) => parent)).toEqual([pid, pid]);
    for (const { memoryBytes, startedAt } of tree) {
      expect(memoryBytes).toBeGreaterThan(100_000);
      expect(Math.abs(startedAt! - began)).toBeLessThan(10_000);
    }
  });

  it('count also when what was between them and the server has ended', async () => {
    const pid = await leader('sh -c "sleep 60 & echo ready"; wait; sleep 62');
    await expect.poll(async () => (await new ProcessTrees(now).of(pid, [])).map(({ command }) => command)).toContain('sleep 60');
  });

  it('say what share of a core they took since the last time', async () => {
    const pid = await leader('echo ready; while :; do :; done');
    const trees = new ProcessTrees(now);
    expect((await trees.of(pid, []))[0]!.cpuPercent).toBeNull();
    let cpu: number | null = 0;
    for (const end = now() + 10_000; now() < end && (cpu ?? 0) === 0; ) cpu = (await trees.of(pid, []))[0]!.cpuPercent;
    expect(cpu).toBeGreaterThan(0);
    expect(cpu).toBeLessThan(150);
  });

  it('show no secret of their command lines, and no line breaks', async () => {
    const pid = await leader('echo ready; sleep 60; :', '--api-key', 'sk-1234567', '--flag=hunter22', 'https://u:p@h/?k=v', 'a\nb');
    const [root] = await new ProcessTrees(now).of(pid, ['hunter22']);
    expect(root!.command).toContain('--api-key ••• --flag=••• https://•••@h/?k=••• a b');
  });

  it('are none when it is gone', async () => {
    const pid = await leader('echo ready; sleep 60');
    const trees = new ProcessTrees(now);
    await trees.of(pid, []);
    const child = started.pop()!;
    process.kill(-pid, 'SIGKILL');
    await once(child, 'exit');
    // Its child ends a moment later.
    await expect.poll(() => trees.of(pid, [])).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux' || !existsSync('/bin/ps'))('are the same by ps as by /proc', async () => {
    const pid = await leader('sleep 60 & echo ready; wait');
    await expect.poll(() => names(pid)).toEqual(['sh', 'sleep']);
    const [byProc, byPs] = [await linuxTree(pid), await psTree(pid)];
    const facts = (rows: typeof byPs) => rows.map((row) => [row.pid, row.parent, row.group, row.name, row.command.join(' ')]);
    expect(facts(byPs)).toEqual(facts(byProc));
    expect(byPs).toHaveLength(2);
    for (const [index, { startedAt }] of byPs.entries()) expect(Math.abs(startedAt! - byProc[index]!.startedAt!)).toBeLessThan(3_000);
  });
});

describe('what systems print of processes', () => {
  it('ps of macOS', () => {
    const text = [
      '    1     0     1  23456   12:34.56 Mon Jan  2 15:04:05 2026     /sbin/launchd',
      '  501     1   501   1024 1-02:03:04 Tue Feb 13 01:02:03 2026     /Applications/Some App.app/Contents/MacOS/Some App --flag',
      '  502   501   501      0    0:00.00 Tue Feb 13 01:02:03 2026     (node)',
      'PID PPID',
      '',
    ].join('\n');
    expect(parsePs(text)).toMatchObject([
      {
        pid: 1,
        parent: 0,
        group: 1,
        name: 'launchd',
        memoryBytes: 23456 * 1024,
        cpuMs: 754_560,
        startedAt: Date.parse('2026-01-02T15:04:05'),
      },
      { pid: 501, cpuMs: 93_784_000, command: ['/Applications/Some', 'App.app/Contents/MacOS/Some', 'App', '--flag'] },
    ]);
  });

  it('CIM of Windows: one or many, and nothing useful', () => {
    const one = {
      ProcessId: 10,
      ParentProcessId: 4,
      Name: 'node.exe',
      CommandLine: '"C:\\node.exe" --token abc',
      WorkingSetSize: 5_000_000,
      KernelModeTime: 10_000_000,
      UserModeTime: 20_000_000,
      Started: 1_700_000_000_000,
    };
    expect(parseCim(JSON.stringify(one))).toMatchObject([{ pid: 10, parent: 4, name: 'node.exe', cpuMs: 3_000, memoryBytes: 5_000_000 }]);
    expect(parseCim(JSON.stringify([one, { ...one, CommandLine: null }, { ProcessId: 'x' }]))).toHaveLength(2);
    expect(parseCim('Get-CimInstance : Access denied')).toEqual([]);
  });

  it('a parent’s number that was given to a younger process has no children of the one before', () => {
    const row = (pid: number, parent: number, startedAt: number) => ({ pid, parent, group: 0, startedAt });
    const rows = [row(10, 4, 1_000_000), row(11, 10, 1_001_000), row(12, 10, 500_000), row(10_000, 10_000, 1)];
    expect(treeOf(rows, 10).map(({ pid }) => pid)).toEqual([10, 11]);
    expect(treeOf(rows, 10_000)).toHaveLength(1);
  });
});
