/** Runs started jobs at most `limit` at a time, in the order they came; a waiting one can be taken out again. */
export class StartQueue {
  readonly #limit: number;
  readonly #waiting = new Map<string, () => Promise<unknown>>();
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** Queues a job that never rejects. */
  add(id: string, job: () => Promise<unknown>): void {
    this.#waiting.set(id, job);
    this.#next();
  }

  remove(id: string): void {
    this.#waiting.delete(id);
  }

  clear(): void {
    this.#waiting.clear();
  }

  #next(): void {
    for (const [id, job] of this.#waiting) {
      if (this.#running >= this.#limit) return;
      this.#waiting.delete(id);
      this.#running += 1;
      void job().finally(() => {
        this.#running -= 1;
        this.#next();
      });
    }
  }
}
