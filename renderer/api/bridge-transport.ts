import type { NumberedEvent, Reply } from '../../shared/contract/events.ts';

/** One of the two wires to the core: the Electron preload or a WebSocket. */
export interface BridgeTransport {
  readonly shell: 'desktop' | 'browser';
  /** Answers with the core's reply; rejects with `connection_lost` when the wire breaks first. */
  request(method: string, input: unknown): Promise<Reply>;
  onEvents(listener: (events: NumberedEvent[]) => void): () => void;
  /** Tells whether the wire is up; once at subscription and at every change. */
  onConnection(listener: (up: boolean) => void): () => void;
}
