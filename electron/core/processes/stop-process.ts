import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { EndingTree } from './ending-tree.ts';
import { forgetTree } from './process-tree.ts';

/** How long each stage of stopping waits for the tree to end, in ms. */
export interface StopGrace {
  /** after stdin was closed */
  stdin: number;
  /** after SIGTERM */
  term: number;
  /** after SIGKILL; what the kernel has not ended by then is stuck in it */
  kill: number;
}

export const STOP_GRACE: StopGrace = { stdin: 1_500, term: 2_000, kill: 1_000 };

/**
 * Ends a process and everything in its group, in the stages of MCP's stdio shutdown: close stdin, wait, SIGTERM,
 * wait, SIGKILL. `force` begins with the last stage, also while an earlier one waits.
 */
export class ProcessStop {
  readonly #child: ChildProcess;
  readonly #grace: StopGrace;
  readonly #onGone: () => void;
  readonly #forced = new AbortController();
  #stopping: Promise<void> | undefined;

  /** `onGone` is told when nothing of the tree runs any more. */
  constructor(child: ChildProcess, grace: StopGrace, onGone: () => void = () => {}) {
    this.#child = child;
    this.#grace = grace;
    this.#onGone = onGone;
  }

  /** Resolves when nothing of the tree runs any more; never rejects. A second call joins the first. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stages();
    return this.#stopping;
  }

  force(): Promise<void> {
    this.#forced.abort();
    return this.stop();
  }

  async #stages(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined) return;
    if (await this.#end(pid)) this.#onGone();
    forgetTree(pid);
  }

  async #end(pid: number): Promise<boolean> {
    const tree = new EndingTree(pid);
    await tree.look();
    this.#child.stdin?.end();
    if (await this.#ended(tree, this.#grace.stdin)) return true;
    await tree.look();
    tree.signal('SIGTERM');
    if (await this.#ended(tree, this.#grace.term)) return true;
    await tree.look();
    tree.signal('SIGKILL');
    return this.#ended(tree, this.#grace.kill, true);
  }

  async #ended(tree: EndingTree, limit: number, last = false): Promise<boolean> {
    const until = performance.now() + limit;
    for (let pause = 5; ; pause = Math.min(pause * 2, 80)) {
      if (!tree.alive) return true;
      if (performance.now() >= until || (this.#forced.signal.aborted && !last)) return false;
      await delay(pause, undefined, last ? {} : { signal: this.#forced.signal }).catch(() => {});
    }
  }
}
