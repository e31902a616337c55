import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import type { AppError } from '../../../shared/errors.ts';
import { LARGE_BYTES, parseLargeMessage } from './large-messages.ts';
import { type Received, readReceived } from './received.ts';

export interface InboxOptions {
  /** What the messages come from; it is paused while a large one is read. */
  source: { pause(): unknown; resume(): unknown };
  /** Ids of the `tools/call` requests that wait for an answer. */
  calls: () => Iterable<RequestId>;
  onMessage: (message: JSONRPCMessage, sizeBytes: number, cut: boolean) => void;
  /** Something that is no message; its beginning. */
  onNoise: (text: string) => void;
  /** A large message could not be read: internal. */
  onFail: (error: AppError) => void;
}

const NOISE_CHARS = 200;

/** Reads messages that come whole, in their order; large ones in a worker thread, and what comes after them waits. */
export class MessageInbox {
  readonly #options: InboxOptions;
  #waiting: Buffer[] = [];
  #working = false;
  #stopped = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes the bytes over. */
  push(bytes: Buffer): void {
    if (this.#stopped) return;
    if (this.#working) this.#waiting.push(bytes);
    else if (bytes.length < LARGE_BYTES) this.#tell(readReceived(bytes));
    else void this.#work(bytes);
  }

  /** Nobody waits for messages any more. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #work(first: Buffer): Promise<void> {
    this.#working = true;
    this.#options.source.pause();
    for (let next: Buffer | undefined = first; next !== undefined && !this.#stopped; next = this.#waiting.shift()) {
      if (next.length < LARGE_BYTES) this.#tell(readReceived(next));
      else await this.#readLarge(next);
    }
    this.#working = false;
    this.#options.source.resume();
  }

  async #readLarge(bytes: Buffer): Promise<void> {
    try {
      this.#tell(await parseLargeMessage([bytes], this.#options.calls()));
    } catch (error) {
      if (!this.#stopped) this.#options.onFail(error as AppError);
    }
  }

  #tell({ messages, noise }: Received): void {
    if (noise !== '' && !this.#stopped) this.#options.onNoise(noise.slice(0, NOISE_CHARS));
    for (const { message, sizeBytes, cut } of messages) if (!this.#stopped) this.#options.onMessage(message, sizeBytes, cut);
  }
}
