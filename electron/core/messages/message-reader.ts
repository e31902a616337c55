import type { Readable } from 'node:stream';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import type { AppError } from '../../../shared/errors.ts';
import { LARGE_BYTES, type LargeMessageInput, openLargeMessage } from './large-messages.ts';
import { type LargeLine, LineSplitter } from './line-splitter.ts';
import { type Received, readReceived } from './received.ts';

export interface MessageReaderOptions {
  /** What the bytes come from; it is paused while a large message is read. */
  source: Readable | null;
  /** Most bytes of one message. */
  limit: number;
  /** Ids of the `tools/call` requests that wait for an answer. */
  calls: () => Iterable<RequestId>;
  onMessage: (message: JSONRPCMessage, sizeBytes: number, cut: boolean) => void;
  /** Output that is no message. */
  onNoise: (text: string) => void;
  onOverflow: () => void;
  /** A large message could not be read: internal. */
  onFail: (error: AppError) => void;
}

/**
 * Reads JSON-RPC messages, one a line, in the order in which they come. A large one is read in a worker thread
 * meanwhile; what comes after it waits, and its source with it.
 */
export class MessageReader {
  readonly #options: MessageReaderOptions;
  readonly #lines: LineSplitter;
  /** Large messages that are being read, and the lines behind them. */
  #waiting: (Buffer | Promise<Received>)[] = [];
  #working: Promise<void> | null = null;
  #stopped = false;

  constructor(options: MessageReaderOptions) {
    this.#options = options;
    this.#lines = new LineSplitter({
      limit: options.limit,
      onLine: (line) => this.#take(line),
      large: { from: LARGE_BYTES, open: () => this.#large(openLargeMessage()) },
      onOverflow: options.onOverflow,
    });
  }

  /** Settles when what has come is read; null when it is. Never rejects. */
  get working(): Promise<void> | null {
    return this.#working;
  }

  /** Takes the chunk over: it may be empty afterwards. */
  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  /** Nothing more comes: what is left is a line, too. */
  end(): void {
    this.#lines.end();
  }

  /** Nobody waits for messages any more; what is not read yet is forgotten. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#lines.drop();
    this.#options.source?.resume();
  }

  #large(input: LargeMessageInput): LargeLine {
    return {
      push: (chunk) => input.push(chunk),
      drop: () => input.drop(),
      end: () => (this.#stopped ? input.drop() : this.#take(input.end(this.#options.calls()))),
    };
  }

  #take(next: Buffer | Promise<Received>): void {
    if (this.#working === null && Buffer.isBuffer(next)) {
      this.#tell(readReceived(next));
      return;
    }
    this.#waiting.push(next);
    if (!this.#stopped) this.#options.source?.pause();
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (Buffer.isBuffer(next)) this.#tell(readReceived(next));
      else await this.#readLarge(next);
    }
    this.#working = null;
    this.#options.source?.resume();
  }

  async #readLarge(reading: Promise<Received>): Promise<void> {
    try {
      this.#tell(await reading);
    } catch (error) {
      if (!this.#stopped) this.#options.onFail(error as AppError);
    }
  }

  #tell({ messages, noise }: Received): void {
    if (noise !== '') this.#options.onNoise(noise);
    for (const { message, sizeBytes, cut } of messages) if (!this.#stopped) this.#options.onMessage(message, sizeBytes, cut);
  }
}
