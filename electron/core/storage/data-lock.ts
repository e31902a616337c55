import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockRecord {
  pid: number;
  /** When that process started, as its system tells it; pids alone are reused. */
  started: string;
}

/** The one writer of a data folder. `holderPid` names the process that has it instead of us. */
export interface DataLock {
  readonly holderPid: number | null;
  release(): void;
}

/** Start time of a live process as an opaque text; null when there is none, '' where the system does not tell. */
function processStart(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Field 22 (proc(5)); the command in parentheses may itself hold spaces.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim();
  } catch {
    return '';
  }
  return '';
}

function readRecord(file: string): LockRecord | null {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockRecord>;
    return typeof record.pid === 'number' && typeof record.started === 'string' ? { pid: record.pid, started: record.started } : null;
  } catch {
    return null;
  }
}

function isAlive(record: LockRecord): boolean {
  const started = processStart(record.pid);
  return started !== null && (started === '' || record.started === '' || started === record.started);
}

const NOT_OURS = { release() {} };

/** Takes the folder for writing, or tells who has it. A lock left by a dead process is taken over. */
export function acquireDataLock(folder: string): DataLock {
  const file = join(folder, 'lock.json');
  const mine: LockRecord = { pid: process.pid, started: processStart(process.pid) ?? '' };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return { holderPid: 0, ...NOT_OURS };
      const holder = readRecord(file);
      if (holder && holder.pid !== mine.pid && isAlive(holder)) return { holderPid: holder.pid, ...NOT_OURS };
      rmSync(file, { force: true });
      continue;
    }
    // Two processes may have removed the same stale lock: the one whose record stands has it.
    const standing = readRecord(file);
    if (standing?.pid !== mine.pid) return { holderPid: standing?.pid ?? 0, ...NOT_OURS };
    return {
      holderPid: null,
      release() {
        if (readRecord(file)?.pid === mine.pid) rmSync(file, { force: true });
      },
    };
  }
  return { holderPid: readRecord(file)?.pid ?? 0, ...NOT_OURS };
}
