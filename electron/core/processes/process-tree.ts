import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { processStart } from './process-identity.ts';

const windows = process.platform === 'win32';

/** Leaders of the process groups that Patchbay started and that may still have members. */
const live = new Set<number>();
let onExitInstalled = false;

/** Remembers a process group until `forgetTree`; whatever is remembered when Patchbay exits is killed. */
export function rememberTree(pid: number): void {
  live.add(pid);
  if (onExitInstalled) return;
  onExitInstalled = true;
  process.once('exit', killTreesNow);
}

export function forgetTree(pid: number): void {
  live.delete(pid);
}

/** Kills every remembered process tree at once, without waiting: the last resort of an abrupt quit. */
export function killTreesNow(): void {
  for (const pid of live) {
    if (windows) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, timeout: 2_000 });
    else signalGroup(pid, 'SIGKILL');
  }
  live.clear();
}

/**
 * Signals a whole process tree. POSIX: the group that `pid` leads; Linux: also what left it and still has its parent in the
 * tree. Windows knows no signals: SIGTERM asks with `taskkill /T`, SIGKILL forces with `/F`.
 */
export function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (!windows) {
    signalGroup(pid, signal);
    return;
  }
  const args = ['/pid', String(pid), '/T', ...(signal === 'SIGKILL' ? ['/F'] : [])];
  spawn('taskkill', args, { windowsHide: true, stdio: 'ignore' }).on('error', () => {});
}

/** Whether any process of the tree still runs; zombies that nobody has reaped do not count. */
export function treeAlive(pid: number): boolean {
  if (process.platform !== 'linux') return isThere(windows ? pid : -pid);
  return unlessBlind(
    () => readPlace(pid)?.group === pid || members(pid).length > 0,
    () => isThere(-pid),
  );
}

/**
 * Whether anything is left of a tree whose leader is gone. `started`: when the leader did; nothing of its own is older.
 * Windows has no groups: what a leader leaves there cannot be told from other processes.
 */
export function treeLeft(pid: number, started: string): boolean {
  if (windows) return false;
  if (process.platform !== 'linux') return isThere(-pid);
  return unlessBlind(
    () => members(pid).some((member) => member.session === pid && member.started >= Number(started)),
    () => isThere(-pid),
  );
}

/** Start of a running process as an opaque text, '' where it cannot be told; null when there is none, or only a zombie that nobody has reaped. */
export function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return processStart(pid);
  return unlessBlind(
    () => {
      const place = readPlace(pid);
      return place === null ? null : String(place.started);
    },
    () => '',
  );
}

/** What /proc tells, or what can be known without it: a Patchbay that may open no file more must still end its servers. */
function unlessBlind<T>(look: () => T, blind: () => T): T {
  try {
    return look();
  } catch {
    return blind();
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // A shell with job control puts its children into groups of their own; a browser is often started in its own session.
  const strays = straysOf(pid);
  kill(-pid, signal);
  for (const stray of strays) kill(stray, signal);
}

/** Signals one process; nothing happens when it is gone. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}

/**
 * Processes of a tree that are in groups of their own: once their parents are gone nothing tells that they belong to it.
 * Linux only.
 */
export function straysOf(leader: number): number[] {
  if (process.platform !== 'linux') return [];
  return unlessBlind(
    () => members(leader).flatMap(({ pid, group }) => (group === leader ? [] : [pid])),
    () => [],
  );
}

/** What opens an address for a person; /proc cuts names to 15 characters. */
const OPENERS = new Set(['xdg-open', 'gio', 'gio-launch-desk', 'gnome-open', 'kde-open', 'kde-open5', 'kfmclient', 'exo-open', 'wslview']);
const OUT_OF_FILES: readonly string[] = ['EMFILE', 'ENFILE'];
const BROWSER_OPENER = /^(sensible|x-www|www)-brows/;

interface Place {
  pid: number;
  name: string;
  parent: number;
  group: number;
  session: number;
  /** in clock ticks since the computer was started */
  started: number;
}

/**
 * What runs in the group or the session that `leader` began, and what descends from that. A browser that was opened for a person,
 * as to sign in, is the person's own: it has other pages, too.
 */
function members(leader: number): Place[] {
  const places = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (readPlace(Number(entry)) ?? []) : []));
  const found = new Map<number, Place>();
  for (let next = places.filter(({ group, session }) => group === leader || session === leader); next.length > 0; ) {
    for (const place of next) found.set(place.pid, place);
    next = places.filter((place) => found.has(place.parent) && !found.has(place.pid) && !opensForPerson(place));
  }
  found.delete(leader);
  return [...found.values()];
}

function opensForPerson({ name }: Place): boolean {
  return OPENERS.has(name) || BROWSER_OPENER.test(name);
}

/**
 * null for what does not run: in containers without an init that reaps, a dead grandchild stays as a zombie for ever. Throws when
 * no file can be opened any more.
 */
function readPlace(pid: number): Place | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch (error) {
    if (OUT_OF_FILES.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return null;
  }
  // proc(5): `pid (comm) state ppid pgrp session …`; comm may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  return { pid, name, parent: Number(fields[1]), group: Number(fields[2]), session: Number(fields[3]), started: Number(fields[19]) };
}
