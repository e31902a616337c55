const NEWLINE = 0x0a;

export interface LineSplitterOptions {
  /** Most bytes of one line. */
  limit: number;
  /** One whole line, without its line break. */
  onLine: (line: Buffer) => void;
  /** Told once for each line that is longer than the limit; the rest of that line is dropped. */
  onOverflow: (head: Buffer) => void;
}

/**
 * Cuts a byte stream into lines. Linear in the size of a line: chunks are kept in a list and joined once, so that a
 * message of 100 MB costs ten times one of 10 MB, not a hundred times.
 */
export class LineSplitter {
  readonly #options: LineSplitterOptions;
  #chunks: Buffer[] = [];
  #size = 0;
  #dropping = false;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#append(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    if (start < chunk.length) this.#append(chunk.subarray(start));
  }

  /** Hands out what is left when the stream ends without a line break. */
  end(): void {
    if (this.#size > 0 || this.#dropping) this.#finish();
  }

  #append(part: Buffer): void {
    if (this.#dropping || part.length === 0) return;
    this.#chunks.push(part);
    this.#size += part.length;
    if (this.#size <= this.#options.limit) return;
    const head = Buffer.concat(this.#chunks, Math.min(this.#size, this.#options.limit));
    this.#clear();
    this.#dropping = true;
    this.#options.onOverflow(head);
  }

  #finish(): void {
    if (this.#dropping) {
      this.#dropping = false;
      return;
    }
    const [first] = this.#chunks;
    const line = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks, this.#size);
    this.#clear();
    this.#options.onLine(line.at(-1) === 0x0d ? line.subarray(0, -1) : line);
  }

  #clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }
}
