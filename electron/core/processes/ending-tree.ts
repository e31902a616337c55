import { kill, signalTree, startOf, straysOf, treeAlive, treeLeft } from './process-tree.ts';
import { psTree } from './ps-processes.ts';

/** A process tree that is to end, with those of it that left its group and session, as a browser does that a server starts. */
export class EndingTree {
  readonly #leader: number;
  /** Start of each by its pid: it may belong to another process by the time that it is signalled. */
  readonly #strays = new Map<number, string>();

  constructor(leader: number) {
    this.#leader = leader;
  }

  /** Notes who belongs to it; to be called while their parents live. Takes some ms; never rejects. */
  async look(): Promise<void> {
    for (const pid of await strays(this.#leader)) {
      const started = startOf(pid);
      if (started !== null && started !== '') this.#strays.set(pid, started);
    }
  }

  get alive(): boolean {
    return treeAlive(this.#leader) || this.#left().length > 0;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    for (const pid of this.#left()) {
      signalTree(pid, signal);
      if (this.#strays.get(pid) === startOf(pid)) kill(pid, signal);
    }
    signalTree(this.#leader, signal);
  }

  #left(): number[] {
    return [...this.#strays].flatMap(([pid, started]) => {
      const now = startOf(pid);
      // While a group has members its number is given to no other process.
      return (now === null ? treeLeft(pid, started) : now === started) ? [pid] : [];
    });
  }
}

async function strays(leader: number): Promise<number[]> {
  // `taskkill /T` of Windows goes by the parents itself.
  if (process.platform !== 'darwin') return straysOf(leader);
  return (await psTree(leader)).flatMap(({ pid, group }) => (group === leader ? [] : [pid]));
}
