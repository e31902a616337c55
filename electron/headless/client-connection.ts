import type { WebSocket } from 'ws';
import type { ClientFrame, ServerFrame } from '../../shared/contract/events.ts';
import type { Bridge } from '../core/bridge.ts';

/** A client that would have more than this unread is dropped; it comes back with a new snapshot. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;

/** RFC 6455 section 7.4.1 */
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;

export interface ConnectionLimits {
  maxUnreadBytes?: number;
  /** ms between two pings; a client that missed one is dropped. */
  heartbeatMs?: number;
}

function parseFrame(text: string): ClientFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { id, method, input } = value as Partial<ClientFrame>;
  return Number.isSafeInteger(id) ? ({ id, method, input } as ClientFrame) : null;
}

/** The frame as JSON, in UTF-8; null when it has none, such as one longer than a string may be. */
function frameBytes(frame: ServerFrame): Buffer | null {
  try {
    return Buffer.from(JSON.stringify(frame));
  } catch {
    return null;
  }
}

/** Serves one authenticated WebSocket: answers its requests, sends it every event, watches that it lives and reads. */
export function serveClient(socket: WebSocket, bridge: Bridge, limits: ConnectionLimits = {}): void {
  const { maxUnreadBytes = MAX_UNREAD_BYTES, heartbeatMs = 30_000 } = limits;
  const send = (frame: ServerFrame) => {
    if (socket.readyState !== socket.OPEN) return;
    const bytes = frameBytes(frame);
    if (bytes === null || socket.bufferedAmount + bytes.byteLength > maxUnreadBytes) socket.terminate();
    else socket.send(bytes, { binary: false });
  };
  const unsubscribe = bridge.subscribe((events) => send({ events }));

  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, heartbeatMs);
  socket.on('pong', () => {
    alive = true;
  });

  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(UNSUPPORTED_DATA, 'Frames are JSON text');
    const frame = parseFrame(data.toString());
    if (!frame) return socket.close(POLICY_VIOLATION, 'Not a request');
    void bridge.handle(frame.method, frame.input).then((reply) => send({ id: frame.id, reply }));
  });
  // Too large or not UTF-8: ws closes the socket itself, with the code that says so.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
}
