import type { JSONRPCMessage, Transport, TransportSendOptions } from '@modelcontextprotocol/client';
import type { WireLog } from '../transports/wire-log.ts';

/** A transport inside this process with a note of every message; its size is that of its JSON text. */
export class NotedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;

  readonly #inner: Transport;
  readonly #wire: WireLog;

  constructor(inner: Transport, wire: WireLog) {
    this.#inner = inner;
    this.#wire = wire;
    inner.onclose = () => this.onclose?.();
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message, extra) => {
      this.#note('in', message);
      this.onmessage?.(message, extra);
    };
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    this.#note('out', message);
    return this.#inner.send(message, options);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #note(direction: 'in' | 'out', message: JSONRPCMessage): void {
    this.#wire.message(direction, message, Buffer.byteLength(JSON.stringify(message)));
  }
}
