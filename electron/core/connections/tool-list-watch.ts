import type { McpSubscription } from '@modelcontextprotocol/client';
import type { Session } from './session.ts';

/** Several changes at once are one change, in ms. */
const SETTLE_MS = 200;
/** A subscription that ended is opened again after these pauses, in ms; then the list is only read when asked for. */
const LISTEN_AGAIN_MS: readonly number[] = [1_000, 5_000, 30_000];

export interface WatchPorts {
  onChange: () => void;
  onNote: (text: string) => void;
}

/**
 * Tells when the server's list of tools changed: by notification in the legacy era, over a `subscriptions/listen`
 * stream in the modern one. Returns what ends the watching.
 */
export function watchToolList(session: Session, ports: WatchPorts): () => void {
  const { client } = session;
  const abort = new AbortController();
  let settle: NodeJS.Timeout | undefined;
  if (client.getServerCapabilities()?.tools?.listChanged !== true) return () => {};
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    if (abort.signal.aborted) return;
    clearTimeout(settle);
    settle = setTimeout(ports.onChange, SETTLE_MS);
  });
  if (client.getProtocolEra() === 'modern') void listen(session, abort.signal, ports);
  return () => {
    clearTimeout(settle);
    abort.abort();
  };
}

async function listen(session: Session, signal: AbortSignal, ports: WatchPorts): Promise<void> {
  for (const pause of [0, ...LISTEN_AGAIN_MS]) {
    if (pause > 0 && !(await pauseFor(pause, signal))) return;
    if (pause > 0) ports.onChange();
    try {
      const subscription: McpSubscription = await session.client.listen({ toolsListChanged: true }, { signal });
      await subscription.closed;
    } catch (error) {
      if (signal.aborted) return;
      ports.onNote(`The server does not tell about changes: ${error instanceof Error ? error.message : 'no reason given'}`);
    }
  }
}

/** Whether the pause passed without an abort. */
function pauseFor(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const timer = setTimeout(() => end(true), ms);
    const stop = () => end(false);
    const end = (passed: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(passed);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
