import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAlive, processStart } from '../processes/process-identity.ts';

/** Who holds a lock. */
export interface LockRecord {
  readonly pid: number;
  /** When that process started, as its system tells it; pids alone are reused. */
  readonly started: string;
  /** Tells two locks of one process apart. */
  readonly nonce?: string;
  /** A command that will be gone in a moment, not an app. */
  readonly brief?: boolean;
}

/** A lock file as it stands; `record` is null where it says nothing useful. */
export interface StandingLock {
  readonly text: string;
  readonly record: LockRecord | null;
}

const NO_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];
/** A file system without links shows a lock before its content is there, for much less than this, in ms. */
const EMPTY_MS = 10_000;

let ownStart: string | undefined;

/** The record of this process. */
export function ownRecord(rest: Pick<LockRecord, 'nonce' | 'brief'>): LockRecord {
  ownStart ??= processStart(process.pid) ?? '';
  return { pid: process.pid, started: ownStart, ...rest };
}

/** Null where there is no lock. */
export function readLock(file: string): StandingLock | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : { text: '', record: null };
  }
  try {
    const record = JSON.parse(text) as Partial<LockRecord>;
    if (typeof record.pid === 'number' && typeof record.started === 'string') return { text, record: record as LockRecord };
  } catch {
    // Cut off, or nobody's.
  }
  return { text, record: null };
}

/** Puts the whole record in place at once; false where there is a lock already. Throws what the file system throws. */
export function placeLock(file: string, record: LockRecord): boolean {
  const draft = `${file}.${record.pid}`;
  const text = JSON.stringify(record);
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    linkOrCreate(draft, file, text);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A link appears with its whole content; a file system without links gets a new file instead. */
function linkOrCreate(draft: string, file: string, text: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  }
}

/** Whether somebody holds it. */
export function isHeld(file: string, lock: StandingLock): boolean {
  if (lock.record) return isAlive(lock.record);
  if (lock.text !== '') return false;
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age >= 0 && age < EMPTY_MS;
}

/**
 * Takes away a lock that nobody holds. Only one process ever has the right to take this very lock away, by a lock on it, so a lock
 * that was renewed in the meantime is never hit. Throws what the file system throws.
 */
export function removeStale(file: string, seen: StandingLock, mine: LockRecord): void {
  const right = `${file}.${createHash('sha256').update(seen.text).digest('hex').slice(0, 16)}`;
  if (!placeLock(right, mine)) {
    const other = readLock(right);
    if (other && !isHeld(right, other)) removeStale(right, other, mine);
    return;
  }
  try {
    if (readLock(file)?.text === seen.text) rmSync(file, { force: true });
  } finally {
    rmSync(right, { force: true });
  }
}

/** Gives a lock back, unless it is somebody else's. */
export function releaseLock(file: string, mine: LockRecord): void {
  if (readLock(file)?.text === JSON.stringify(mine)) rmSync(file, { force: true });
}
