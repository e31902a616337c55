import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

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
 * Signals a whole process tree. POSIX: the group that `pid` leads. Windows knows no signals: SIGTERM asks with
 * `taskkill /T`, SIGKILL forces with `/F`.
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
  try {
    process.kill(windows ? pid : -pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return process.platform === 'linux' ? hasLivingMember(pid) : true;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

/** In containers without an init that reaps, a dead grandchild stays in its group as a zombie for ever. */
function hasLivingMember(group: number): boolean {
  if (isLivingMember(String(group), group)) return true;
  return readdirSync('/proc').some((entry) => /^\d+$/.test(entry) && isLivingMember(entry, group));
}

function isLivingMember(pid: string, group: number): boolean {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return false;
  }
  // proc(5): `pid (comm) state ppid pgrp …`; comm may hold spaces and parentheses.
  const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(pgrp) === group && state !== 'Z' && state !== 'X';
}
