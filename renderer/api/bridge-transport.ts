import type { NumberedEvent, Reply } from '../../shared/contract/events.ts';

/** One of the two wires to the core: the Electron preload or a WebSocket. */
export interface BridgeTransport {
  readonly shell: 'desktop' | 'browser';
  /** Answers with the core's reply; or with `connection_lost` when the wire breaks first, `unreachable` when it is down and nothing was sent. */
  request(method: string, input: unknown): Promise<Reply>;
  onEvents(listener: (events: NumberedEvent[]) => void): () => void;
  /** Tells whether the wire is up; once at subscription and at every change. */
  onConnection(listener: (up: boolean) => void): () => void;
  /** Tells when a core is there but does not take this page, and never will. */
  onRefused(listener: () => void): () => void;
}
