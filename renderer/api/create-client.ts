import type { NumberedEvent } from '../../shared/contract/events.ts';
import type { Input, MethodName, Output } from '../../shared/contract/methods.ts';
import { AppError } from '../../shared/errors.ts';
import type { BridgeTransport } from './bridge-transport.ts';

/** The core as the page sees it, whichever wire lies between. */
export interface Client {
  readonly shell: 'desktop' | 'browser';
  /** Rejects with an AppError: the core's own, `connection_lost` or `unreachable`. */
  invoke<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>;
  subscribe(listener: (events: NumberedEvent[]) => void): () => void;
  /** Tells whether the wire is up; at subscription when it is, and at every change. */
  onConnection(listener: (up: boolean) => void): () => void;
  /** Tells when a core is there but does not take this page, and never will. */
  onRefused(listener: () => void): () => void;
}

/** The typed client over a wire. */
export function createClient(transport: BridgeTransport): Client {
  return {
    shell: transport.shell,
    async invoke<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
      const reply = await transport.request(method, input);
      if (!reply.ok) throw AppError.fromData(reply.error);
      // The core parsed its answer's parts; a second parse here would pull zod into the page.
      return reply.value as Output<M>;
    },
    subscribe: (listener) => transport.onEvents(listener),
    onConnection: (listener) => transport.onConnection(listener),
    onRefused: (listener) => transport.onRefused(listener),
  };
}
