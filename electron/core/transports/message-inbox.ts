import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import type { AppError } from '../../../shared/errors.ts';
import { readJsonRpcLine } from './json-rpc-line.ts';
import { LARGE_BYTES, parseLargeMessage } from './large-messages.ts';

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
    else if (bytes.length < LARGE_BYTES) this.#read(bytes);
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
      if (next.length < LARGE_BYTES) this.#read(next);
      else await this.#readLarge(next);
    }
    this.#working = false;
    this.#options.source.resume();
  }

  async #readLarge(bytes: Buffer): Promise<void> {
    const size = bytes.length;
    try {
      const { message, noise, cut } = await parseLargeMessage([bytes], this.#options.calls());
      this.#tell(message, noise, size, cut);
    } catch (error) {
      if (!this.#stopped) this.#options.onFail(error as AppError);
    }
  }

  #read(bytes: Buffer): void {
    const { message, noise } = readJsonRpcLine(bytes.toString('utf8'));
    this.#tell(message, noise, bytes.length, false);
  }

  #tell(message: JSONRPCMessage | null, noise: string, sizeBytes: number, cut: boolean): void {
    if (this.#stopped) return;
    if (noise !== '') this.#options.onNoise(noise.slice(0, NOISE_CHARS));
    if (message) this.#options.onMessage(message, sizeBytes, cut);
  }
}
