import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';

/** The requests of a transport that have no answer yet. */
export class OpenRequests {
  readonly #waiting = new Set<RequestId>();
  readonly #calls = new Set<RequestId>();

  /** Those that run a tool; also one that was given up, for its answer may still come and be large. */
  get calls(): Iterable<RequestId> {
    return this.#calls;
  }

  /** To be told of every message that is sent. */
  sent(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if (message.method === 'notifications/cancelled') this.#waiting.delete(message.params?.requestId as RequestId);
    if (!('id' in message)) return;
    this.#waiting.add(message.id);
    if (message.method === 'tools/call') this.#calls.add(message.id);
  }

  waits(id: RequestId): boolean {
    return this.#waiting.has(id);
  }

  /** Whether it still waited. Some servers answer a number with its text, as does the SDK. */
  answered(id: RequestId): boolean {
    const own = typeof id === 'string' && !this.#waiting.has(id) && !this.#calls.has(id) ? Number(id) : id;
    this.#calls.delete(own);
    return this.#waiting.delete(own);
  }

  clear(): void {
    this.#waiting.clear();
  }
}
