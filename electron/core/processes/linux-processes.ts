import { readdir, readFile } from 'node:fs/promises';
import { type ProcessPlace, type ProcessRow, treeOf } from './process-row.ts';

/** Times in /proc are counted in 1/100 s on every Linux that Node runs on (sysconf(_SC_CLK_TCK)). */
const TICK_MS = 10;
/** Bytes of a command line that are looked at. */
const COMMAND_BYTES = 16 * 1024;

interface Stat extends ProcessPlace {
  readonly comm: string;
  readonly cpuMs: number;
  /** since the system was started */
  readonly startMs: number;
}

/** The tree of a process from /proc. Zombies, which run no more, are left out. Never rejects. */
export async function linuxTree(root: number): Promise<ProcessRow[]> {
  const entries = await readdir('/proc').catch(() => []);
  const stats = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map(readStat));
  const tree = treeOf(
    stats.filter((each) => each !== null),
    root,
  );
  if (tree.length === 0) return [];
  const bootMs = await bootTime();
  return Promise.all(tree.map((stat) => rowOf(stat, bootMs)));
}

async function readStat(pid: string): Promise<Stat | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): `pid (comm) state ppid pgrp …`; comm may hold spaces and parentheses.
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const number = (field: number) => Number(fields[field - 3]);
    return {
      pid: Number(pid),
      parent: number(4),
      group: number(5),
      comm: text.slice(text.indexOf('(') + 1, end),
      cpuMs: (number(14) + number(15)) * TICK_MS,
      startMs: number(22) * TICK_MS,
    };
  } catch {
    // It has ended since.
    return null;
  }
}

async function rowOf({ pid, parent, group, comm, cpuMs, startMs }: Stat, bootMs: number | null): Promise<ProcessRow> {
  const [words, status] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
  ]);
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return {
    pid,
    parent,
    group,
    name: comm,
    command: words.slice(0, COMMAND_BYTES).replace(/\0+$/, '').split('\0'),
    memoryBytes: resident === undefined ? null : Number(resident) * 1_024,
    cpuMs,
    startedAt: bootMs === null ? null : bootMs + startMs,
  };
}

async function bootTime(): Promise<number | null> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '');
  const seconds = /^btime (\d+)$/m.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}
