/** Gives out a few places for starting servers, first come first served. */
export class StartQueue {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Resolves with what gives the place back, or with null when the signal was aborted before there was one. `onWait` is called
   * when there is none at once.
   */
  async enter(signal: AbortSignal, onWait: () => void): Promise<(() => void) | null> {
    if (signal.aborted) return null;
    if (this.#free > 0) {
      this.#free -= 1;
      return this.#place();
    }
    onWait();
    return new Promise((resolve) => {
      const turn = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.#place());
      };
      const leave = () => {
        this.#waiting.delete(turn);
        resolve(null);
      };
      this.#waiting.add(turn);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #place(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = this.#waiting;
      if (!next) {
        this.#free += 1;
        return;
      }
      this.#waiting.delete(next);
      next();
    };
  }
}
