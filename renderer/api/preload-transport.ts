import type { NumberedEvent, Reply } from '../../shared/contract/events.ts';
import type { BridgeTransport } from './bridge-transport.ts';

/** What electron/preload.ts exposes. */
export interface PatchbayPreload {
  readonly shell: 'desktop';
  invoke(method: string, input: unknown): Promise<Reply>;
  subscribe(listener: (events: NumberedEvent[]) => void): () => void;
}

declare global {
  interface Window {
    readonly patchbay?: PatchbayPreload;
  }
}

/** The wire of the desktop app. It is up as long as the window lives. */
export function createPreloadTransport(preload: PatchbayPreload): BridgeTransport {
  return {
    shell: 'desktop',
    request: (method, input) => preload.invoke(method, input),
    onEvents: (listener) => preload.subscribe(listener),
    onConnection(listener) {
      listener(true);
      return () => {};
    },
    onRefused: () => () => {},
  };
}
