import type { Session } from './session.ts';

/** Several changes at once are one change, in ms. */
const SETTLE_MS = 200;
/** Changes are told at most this often, in ms: some servers tell all the time. */
const EVERY_MS = 2_000;
/** A stream that stood for so long was no failure, in ms. */
const STOOD_MS = 30_000;

export interface WatchPorts {
  /** Pauses in ms before a stream that ended is opened again; after the last one that is given up. */
  pauses: readonly number[];
  onChange: () => void;
  onNote: (text: string) => void;
  /** The stream ended, or could not be opened. */
  onEnd: () => void;
}

/**
 * Tells when the server's list of tools changed: by notification in the legacy era, over a `subscriptions/listen`
 * stream in the modern one. Returns what ends the watching.
 */
export function watchToolList(session: Session, ports: WatchPorts): () => void {
  const { client } = session;
  const abort = new AbortController();
  let settle: NodeJS.Timeout | undefined;
  let told = Number.NEGATIVE_INFINITY;
  if (client.getServerCapabilities()?.tools?.listChanged !== true) return () => {};
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    if (abort.signal.aborted) return;
    // Counted from the first of several: a server that never stops telling would never be heard.
    settle ??= setTimeout(
      () => {
        settle = undefined;
        told = performance.now();
        ports.onChange();
      },
      Math.max(SETTLE_MS, told + EVERY_MS - performance.now()),
    );
  });
  if (client.getProtocolEra() === 'modern') void listen(session, abort.signal, ports);
  return () => {
    clearTimeout(settle);
    abort.abort();
  };
}

async function listen(session: Session, signal: AbortSignal, ports: WatchPorts): Promise<void> {
  let failures = 0;
  for (let again = false; !signal.aborted; again = true) {
    const began = performance.now();
    try {
      const subscription = await session.client.listen({ toolsListChanged: true }, { signal });
      // Nobody told what changed while nobody listened.
      if (again) ports.onChange();
      await subscription.closed;
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0) ports.onNote(`The server does not tell about changes: ${reason(error)}`);
    }
    if (signal.aborted) return;
    ports.onEnd();
    failures = performance.now() - began >= STOOD_MS ? 1 : failures + 1;
    const pause = ports.pauses[failures - 1];
    if (pause === undefined) return;
    await pauseFor(pause, signal);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason given';
}

/** Resolves when the pause passed, or at once when the signal is aborted. */
function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
