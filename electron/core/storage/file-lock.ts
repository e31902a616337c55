import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { isHeld, type LockRecord, ownRecord, placeLock, readLock, releaseLock, removeStale } from './lock-file.ts';

/** How long one waits for a lock. */
export interface LockWait {
  /** Ends the waiting with cancelled. */
  readonly signal?: AbortSignal;
  /** ms, after which data_locked names the holder; none: until `signal`. */
  readonly limitMs?: number;
}

/** Longest pause between two looks, in ms. */
const LONGEST_PAUSE_MS = 30;
/** Whether the holder still lives is asked this often, in ms: on macOS each question starts a process. */
const LIVENESS_MS = 500;

let taken = 0;

/**
 * Runs `work` while this process holds the lock file; nobody else of this computer does then. A lock left by a dead process is
 * taken over. Throws data_locked, cancelled, data_unwritable, and what `work` throws.
 */
export async function withLock<T>(file: string, wait: LockWait, work: () => Promise<T>): Promise<T> {
  taken += 1;
  const mine = ownRecord({ nonce: String(taken) });
  await take(file, mine, wait);
  try {
    return await work();
  } finally {
    releaseLock(file, mine);
  }
}

async function take(file: string, mine: LockRecord, { signal, limitMs = Number.POSITIVE_INFINITY }: LockWait): Promise<void> {
  const began = performance.now();
  const look = { seen: '', asked: 0 };
  for (let turn = 0; ; turn += 1) {
    if (signal?.aborted) throw new AppError('cancelled');
    const holder = tryTake(file, mine, look);
    if (holder === null) return;
    if (performance.now() - began >= limitMs) throw new AppError('data_locked', { pid: holder });
    await pause(Math.min(LONGEST_PAUSE_MS, turn * Math.random() * 3));
  }
}

/** Null once it is ours; otherwise the pid of who has it, 0 where that is not known. */
function tryTake(file: string, mine: LockRecord, look: { seen: string; asked: number }): number | null {
  try {
    const standing = readLock(file);
    if (standing === null) return placeLock(file, mine) ? null : 0;
    const now = performance.now();
    if (standing.text !== look.seen || now - look.asked > LIVENESS_MS) {
      look.seen = standing.text;
      look.asked = now;
      if (!isHeld(file, standing)) {
        removeStale(file, standing, mine);
        look.seen = '';
      }
    }
    return standing.record?.pid ?? 0;
  } catch (error) {
    throw new AppError('data_unwritable', { file }, { technical: String(error), cause: error });
  }
}
