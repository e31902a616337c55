import type { LogLine } from '../../../shared/contract/model.ts';

const KEEP_LINES = 2_000;
const KEEP_CHARS = 2_000_000;
const LINE_CHARS = 8_192;
/** Lines are announced in batches at most this often, in ms. */
const BATCH_MS = 50;

/** The last lines of a connection's log, bounded in lines and characters; new ones are announced in batches. */
export class LogBuffer {
  readonly #now: () => number;
  readonly #announce: (lines: LogLine[]) => void;
  #lines: LogLine[] = [];
  #first = 0;
  #chars = 0;
  /** Index in #lines of the first line since the last start. */
  #start = 0;
  #batch: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number, announce: (lines: LogLine[]) => void) {
    this.#now = now;
    this.#announce = announce;
  }

  add(stream: LogLine['stream'], text: string): void {
    const line = { at: this.#now(), stream, text: text.length > LINE_CHARS ? `${text.slice(0, LINE_CHARS)}…` : text };
    this.#lines.push(line);
    this.#chars += line.text.length;
    while (this.#lines.length - this.#first > KEEP_LINES || this.#chars > KEEP_CHARS) this.#dropFirst();
    this.#batch.push(line);
    if (this.#batch.length > KEEP_LINES) this.#batch.shift();
    this.#timer ??= setTimeout(() => this.flush(), BATCH_MS);
  }

  lines(): LogLine[] {
    return this.#lines.slice(this.#first);
  }

  /** To be called when a process starts: what comes from now on is its own. */
  markStart(): void {
    this.#start = this.#lines.length;
  }

  /** The last `count` lines since the last start that the process wrote, stderr where it wrote any. */
  tail(count: number): string[] {
    const output = this.#lines.slice(Math.max(this.#first, this.#start)).filter((line) => line.stream !== 'patchbay');
    const errors = output.filter((line) => line.stream === 'stderr');
    return (errors.length > 0 ? errors : output).slice(-count).map((line) => line.text);
  }

  /** Announces what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#announce(batch);
  }

  #dropFirst(): void {
    this.#chars -= this.#lines[this.#first]?.text.length ?? 0;
    this.#first += 1;
    // Moving the rest is paid for once in many lines.
    if (this.#first < KEEP_LINES) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#start = Math.max(0, this.#start - this.#first);
    this.#first = 0;
  }
}
