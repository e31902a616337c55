const NEWLINE = 0x0a;

/** What takes the chunks of a large line, which is never put together here. */
export interface LargeLine {
  /** Takes the chunk over. */
  push(chunk: Uint8Array): void;
  end(): void;
  /** The line got longer than the limit, or its stream was left. */
  drop(): void;
}

export interface LineSplitterOptions {
  /** Most bytes of one line. */
  limit: number;
  /** One whole line, without its line break. */
  onLine: (line: Buffer) => void;
  /** Who takes lines of `from` bytes and more, instead of onLine; with the line break's CR, where there is one. */
  large?: { from: number; open: () => LargeLine };
  /** Told once for each line that is longer than the limit; the rest of that line is dropped. `head` of a large line is empty. */
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
  #large: LargeLine | null = null;
  #dropping = false;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
  }

  /** With `large`, the chunk may be empty afterwards. */
  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#append(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    if (start < chunk.length) this.#append(start === 0 ? chunk : chunk.subarray(start));
  }

  /** Hands out what is left when the stream ends without a line break. */
  end(): void {
    if (this.#size > 0 || this.#dropping) this.#finish();
  }

  /** Forgets the line that is arriving. */
  drop(): void {
    this.#large?.drop();
    this.#clear();
  }

  #append(part: Buffer): void {
    if (this.#dropping || part.length === 0) return;
    this.#size += part.length;
    if (this.#large) this.#large.push(part);
    else this.#chunks.push(part);
    if (this.#size <= this.#options.limit) this.#openLarge();
    else this.#overflow();
  }

  #openLarge(): void {
    const { large } = this.#options;
    if (this.#large || !large || this.#size < large.from) return;
    this.#large = large.open();
    for (const chunk of this.#chunks.splice(0)) this.#large.push(chunk);
  }

  #overflow(): void {
    const head = Buffer.concat(this.#chunks, this.#large ? 0 : this.#options.limit);
    this.drop();
    this.#dropping = true;
    this.#options.onOverflow(head);
  }

  #finish(): void {
    if (this.#dropping) {
      this.#dropping = false;
      return;
    }
    if (this.#large) {
      const large = this.#large;
      this.#clear();
      large.end();
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
    this.#large = null;
  }
}
