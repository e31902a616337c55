import { setTimeout as delay } from 'node:timers/promises';
import { bytesInUse } from '../corpus/leaks.ts';

const MEGABYTE = 1024 * 1024;

export interface Memory {
  /** MB in use after everything that nobody holds was collected: heap, and buffers beside it. */
  readonly heap: number;
  /** MB that the system counts for this process. */
  readonly rss: number;
}

/** What this process holds, once what just ended is gone. */
export async function memoryNow(): Promise<Memory> {
  await delay(100);
  const heap = (await bytesInUse()) / MEGABYTE;
  return { heap, rss: process.memoryUsage().rss / MEGABYTE };
}

export const inMegabytes = (values: readonly number[]) => `${values.map((value) => value.toFixed(1)).join(', ')} MB`;
