import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY, type RequestId } from '@modelcontextprotocol/client';
import { MessageBody } from './message-body.ts';
import { type Received, readReceived } from './received.ts';

const TOLD_CHARS = 200;

/** A body that was said to be JSON has no JSON-RPC message. */
export class NoMessage extends Error {
  /** `text`: what it has instead. */
  constructor(text: string) {
    super(text.trim() === '' ? 'nothing' : text.slice(0, TOLD_CHARS));
    this.name = 'NoMessage';
  }
}

/**
 * The messages of a JSON body with at most `limit` bytes; none for an empty list. `calls`: ids of the `tools/call` requests
 * without an answer. Rejects with too_large, internal, NoMessage, and what reading meets.
 */
export async function readJsonAnswer(response: Response, limit: number, calls: () => Iterable<RequestId>): Promise<Received> {
  const body = new MessageBody(limit);
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) break;
      body.push(next.value);
    }
  } catch (error) {
    body.drop();
    reader?.cancel().catch(() => {});
    throw error;
  }
  const received = await body.end(calls());
  if (received.messages.length === 0 && received.noise.trim() !== '[]') throw new NoMessage(received.noise);
  return received;
}

/** Whether a request of the modern era may be refused with an error of JSON-RPC and a status of HTTP (MCP 2026-07-28, Transports). */
export function mayBeRefused(message: JSONRPCMessage, status: number): boolean {
  return status === 400 && 'method' in message && message.params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined;
}

/** The error that answers the request, in a body that was read; null when it is something else. */
export function readRefusal(body: string, id: RequestId): Received | null {
  const received = readReceived(Buffer.from(body));
  const refuses = received.messages.some(({ message }) => 'error' in message && message.id === id);
  return refuses ? received : null;
}
