import type { ExitInfo, ProcessInfo } from '../../../shared/contract/model.ts';

const KEEP = 50;

export type PastExit = ProcessInfo['exits'][number];

/** How the processes of one server ended, newest first, and how many there were. */
export class ExitHistory {
  #starts = 0;
  #exits: PastExit[] = [];

  started(): void {
    this.#starts += 1;
  }

  ended(exit: ExitInfo, pid: number | null, startedAt: number, asked: boolean): void {
    const ranMs = Math.max(0, exit.at - startedAt);
    this.#exits = [{ ...exit, pid, ranMs, asked }, ...this.#exits].slice(0, KEEP);
  }

  get exits(): readonly PastExit[] {
    return this.#exits;
  }

  /** Starts without the first one. */
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }
}
