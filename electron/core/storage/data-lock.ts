import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { isHeld, ownRecord, placeLock, readLock, releaseLock, removeStale } from './lock-file.ts';

/** The one writer of a data folder. `holderPid` names the process that has it instead of us. */
export interface DataLock {
  readonly holderPid: number | null;
  release(): void;
}

const ATTEMPTS = 20;
/** How long a command waits for other commands, in ms. */
const BRIEF_WAIT_MS = 5_000;

const lockFile = (folder: string) => join(folder, 'lock.json');

function tryLock(folder: string, brief: boolean): DataLock & { readonly holderIsBrief: boolean } {
  const file = lockFile(folder);
  const mine = ownRecord({ brief });
  let pid = 0;
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (placeLock(file, mine)) return { holderPid: null, holderIsBrief: false, release: () => releaseLock(file, mine) };
      const standing = readLock(file);
      if (standing === null) continue;
      pid = standing.record?.pid ?? pid;
      if (isHeld(file, standing)) return { holderPid: pid, holderIsBrief: standing.record?.brief === true, release() {} };
      removeStale(file, standing, mine);
    }
  } catch (error) {
    throw new AppError('data_folder_unusable', { folder }, { technical: String(error), cause: error });
  }
  return { holderPid: pid, holderIsBrief: true, release() {} };
}

/** The live process that has the folder, or null; takes nothing. */
export function lockHolder(folder: string): number | null {
  const standing = readLock(lockFile(folder));
  return standing?.record && isHeld(lockFile(folder), standing) ? standing.record.pid : null;
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
