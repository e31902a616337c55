import { type JSONRPCMessage, PROTOCOL_VERSION_META_KEY, type RequestId } from '@modelcontextprotocol/client';
import { cutBody } from '../messages/body-limit.ts';
import { MessageBody } from '../messages/message-body.ts';
import { type Received, readReceived } from '../messages/received.ts';
import { mediaType } from './http-facts.ts';

const TOLD_CHARS = 200;
/** Bytes that are read of an answer that is no message. */
export const OTHER_BODY_BYTES = 64 * 1024;
/** What a server that only takes a request answers. */
const NOTHING: Received = { messages: [], noise: '' };

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

/**
 * Takes the answer to a request out of the response of its POST; null with the response where it has none in its body. Rejects as
 * readJsonAnswer does.
 */
export async function takeAnswer(
  response: Response,
  request: JSONRPCMessage & { id: RequestId },
  read: (response: Response) => Promise<Received>,
): Promise<{ answer: Received | null; left: Response }> {
  const { ok, status, headers } = response;
  const taken = (answer: Received) => ({ answer, left: new Response(null, { status: 202, headers }) });
  if (status === 202) return taken(NOTHING);
  if (ok && mediaType(response) === 'application/json') return taken(await read(response));
  const left = cutBody(response, OTHER_BODY_BYTES);
  if (!mayBeRefused(request, status)) return { answer: null, left };
  const text = await left.text();
  const refusal = readReceived(Buffer.from(text));
  const refuses = refusal.messages.some(({ message }) => 'error' in message && message.id === request.id);
  return refuses ? taken(refusal) : { answer: null, left: new Response(text, { status, headers }) };
}

/** Whether a request of the modern era may be refused with an error of JSON-RPC and a status of HTTP (MCP 2026-07-28, Transports). */
function mayBeRefused(request: JSONRPCMessage, status: number): boolean {
  return status === 400 && 'method' in request && request.params?._meta?.[PROTOCOL_VERSION_META_KEY] !== undefined;
}
