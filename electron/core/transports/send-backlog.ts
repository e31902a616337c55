/** Memory that a waiting message needs besides its text, with what the SDK keeps for it, in bytes; measured. */
const MESSAGE_COST = 4 * 1024;
/** Bytes of waiting answers above which reading is slowed down. */
const SLOW_FROM = 1024 * 1024;
/** Bytes that are read meanwhile between two pauses, and their length in ms. Reading never stops, or two full pipes would wait for each other. */
const READ_BYTES = 64 * 1024;
const PAUSE_MS = 250;

/** What messages come from. */
interface Pausable {
  pause(): unknown;
  resume(): unknown;
}

/**
 * What was sent to a process that has not read it yet. A server that asks and does not read the answers is read slowly;
 * what it costs is bounded by its owner, who looks at `bytes`.
 */
export class SendBacklog {
  readonly #stdout: Pausable | null;
  #bytes = 0;
  #answers = 0;
  #read = 0;
  #pause: NodeJS.Timeout | undefined;

  constructor(stdout: Pausable | null) {
    this.#stdout = stdout;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts a message until the returned function is called. */
  add(size: number, isAnswer: boolean): () => void {
    const cost = size + MESSAGE_COST;
    this.#bytes += cost;
    if (isAnswer) this.#answers += cost;
    return () => {
      this.#bytes -= cost;
      if (isAnswer) this.#answers -= cost;
      if (this.#answers <= SLOW_FROM) this.resume();
    };
  }

  /** To be called with the size of each chunk that was read. */
  chunkRead(size: number): void {
    this.#read = this.#answers <= SLOW_FROM ? 0 : this.#read + size;
    if (this.#read < READ_BYTES || this.#pause) return;
    this.#read = 0;
    this.#stdout?.pause();
    this.#pause = setTimeout(() => this.resume(), PAUSE_MS);
  }

  resume(): void {
    if (!this.#pause) return;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#stdout?.resume();
  }
}
