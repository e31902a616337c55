import { type Client, createClient } from './create-client.ts';
import { createPreloadTransport } from './preload-transport.ts';
import { followNewToken, takeSessionToken } from './session-token.ts';
import { SocketTransport } from './socket-transport.ts';

export type { Client } from './create-client.ts';

function openSocket(): WebSocket {
  const url = new URL('/bridge', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, `patchbay.${token}`);
}

const ANSWER_MS = 5_000;

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    return false;
  }
}

const token = window.patchbay ? '' : takeSessionToken();
if (!window.patchbay) followNewToken(token);

/** The one client of this page. */
export const client: Client = createClient(
  window.patchbay ? createPreloadTransport(window.patchbay) : new SocketTransport(openSocket, serverAnswers),
);
