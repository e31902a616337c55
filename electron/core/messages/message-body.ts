import type { RequestId } from '@modelcontextprotocol/client';
import { tooLarge } from './body-limit.ts';
import { LARGE_BYTES, type LargeMessageInput, openLargeMessage } from './large-messages.ts';
import { type Received, readReceived } from './received.ts';

/** The bytes of one message while they arrive; those of a large one go on to the worker thread at once. */
export class MessageBody {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #large: LargeMessageInput | null = null;
  #size = 0;

  /** `limit`: most bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the chunk over: it may be empty afterwards. Throws too_large, and forgets what came. */
  push(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#limit) {
      this.drop();
      throw tooLarge(this.#limit);
    }
    if (this.#large) {
      this.#large.push(chunk);
      return;
    }
    this.#chunks.push(chunk);
    if (this.#size < LARGE_BYTES) return;
    const large = openLargeMessage();
    for (const each of this.#chunks) large.push(each);
    this.#chunks = [];
    this.#large = large;
  }

  /** That was all. `calls`: ids of the `tools/call` requests without an answer. Rejects with internal. */
  async end(calls: Iterable<RequestId>): Promise<Received> {
    return this.#large ? this.#large.end(calls) : readReceived(Buffer.concat(this.#chunks));
  }

  /** All of it where it is small; null where it is large, which is forgotten. */
  text(): string | null {
    if (!this.#large) return Buffer.concat(this.#chunks).toString('utf8');
    this.drop();
    return null;
  }

  drop(): void {
    this.#large?.drop();
    this.#chunks = [];
  }
}
