import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { isAlive, processStart } from '../processes/process-identity.ts';

interface LockRecord {
  pid: number;
  /** When that process started, as its system tells it; pids alone are reused. */
  started: string;
  /** A command that will be gone in a moment, not an app. */
  brief: boolean;
}

/** The one writer of a data folder. `holderPid` names the process that has it instead of us. */
export interface DataLock {
  readonly holderPid: number | null;
  release(): void;
}

const ATTEMPTS = 20;
const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];
/** How long a command waits for other commands, in ms. */
const BRIEF_WAIT_MS = 5_000;

/** What the lock file says: its record, `null` where there is no file, `'unreadable'` where it says nothing useful. */
function readRecord(file: string): LockRecord | 'unreadable' | null {
  try {
    const { pid, started, brief } = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockRecord>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started, brief: brief === true } : 'unreadable';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable';
  }
}

/** Puts the whole record in place at once, or not at all where there is a file already. Throws data_folder_unusable. */
function placeRecord(folder: string, file: string, record: LockRecord): boolean {
  const draft = `${file}.${record.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
    linkOrCreate(draft, file, record);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new AppError('data_folder_unusable', { folder }, { technical: String(error), cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears with its whole content; a file system without links gets a new file instead. */
function linkOrCreate(draft: string, file: string, record: LockRecord): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(file, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
  }
}

/** Takes a lock away that nobody holds; one that was renewed since it was looked at is put back. */
function removeStale(file: string, seen: LockRecord | 'unreadable'): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (JSON.stringify(readRecord(aside)) !== JSON.stringify(seen)) linkSync(aside, file);
  } catch {
    // Somebody else was faster.
  } finally {
    rmSync(aside, { force: true });
  }
}

function tryLock(folder: string, brief: boolean): DataLock & { readonly holderIsBrief: boolean } {
  const file = join(folder, 'lock.json');
  const mine: LockRecord = { pid: process.pid, started: processStart(process.pid) ?? '', brief };
  let pid = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (placeRecord(folder, file, mine)) return { holderPid: null, holderIsBrief: false, release: () => release(file, mine) };
    const holder = readRecord(file);
    if (holder === null) continue;
    if (holder !== 'unreadable') {
      pid = holder.pid;
      if (isAlive(holder)) return { holderPid: pid, holderIsBrief: holder.brief, release() {} };
    }
    removeStale(file, holder);
  }
  return { holderPid: pid, holderIsBrief: true, release() {} };
}

function release(file: string, mine: LockRecord): void {
  const standing = readRecord(file);
  if (standing !== null && standing !== 'unreadable' && standing.pid === mine.pid && standing.started === mine.started)
    rmSync(file, { force: true });
}

/** The live process that has the folder, or null; takes nothing. */
export function lockHolder(folder: string): number | null {
  const record = readRecord(join(folder, 'lock.json'));
  return record !== null && record !== 'unreadable' && isAlive(record) ? record.pid : null;
}

/** Takes the folder for writing, or tells who has it. A lock left by a dead process is taken over. Throws data_folder_unusable. */
export function acquireDataLock(folder: string): DataLock {
  return tryLock(folder, false);
}

/** The same for a moment; waits while other such moments last, and throws data_locked when an app has the folder. */
export async function acquireBriefLock(folder: string): Promise<DataLock> {
  const until = performance.now() + BRIEF_WAIT_MS;
  for (;;) {
    const lock = tryLock(folder, true);
    if (lock.holderPid === null) return lock;
    if (!lock.holderIsBrief || performance.now() >= until) throw new AppError('data_locked', { pid: lock.holderPid });
    await pause(10 + Math.random() * 40);
  }
}
