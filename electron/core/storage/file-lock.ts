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
  let seen = '';
  let asked = 0;
  for (let turn = 1; ; turn += 1) {
    if (signal?.aborted) throw new AppError('cancelled');
    try {
      const standing = readLock(file);
      if (standing === null) {
        if (placeLock(file, mine)) return;
        continue;
      }
      const now = performance.now();
      if (standing.text !== seen || now - asked > LIVENESS_MS) {
        seen = standing.text;
        asked = now;
        if (!isHeld(file, standing)) {
          removeStale(file, standing, mine);
          seen = '';
          continue;
        }
      }
      if (now - began >= limitMs) throw new AppError('data_locked', { pid: standing.record?.pid ?? 0 });
    } catch (error) {
      if (error instanceof AppError) throw error;
      throw new AppError('data_unwritable', { file }, { technical: String(error), cause: error });
    }
    await pause(Math.min(LONGEST_PAUSE_MS, 2 + turn * Math.random() * 3));
  }
}
