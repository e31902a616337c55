import type { RequestId } from '@modelcontextprotocol/client';
import type { AppError } from '../../../shared/errors.ts';
import { EventParser, type StreamEvent } from './event-parser.ts';
import type { Received } from './received.ts';

/** Least pause before a stream is opened again, in ms, whatever the server asks for: it may ask for none and end it each time. */
const LEAST_RETRY_MS = 250;

export interface StreamOptions {
  /** Most bytes of one message. */
  limit: number;
  /** Ids of the `tools/call` requests that wait for an answer. */
  calls: () => Iterable<RequestId>;
  /** Takes a message out of the stream. Returns what stands in its place; null: nothing. */
  onMessage: (received: Received) => string | null;
  /** The stream ends because an event was too_large or could not be read. */
  onFail: (error: AppError) => void;
}

/**
 * The response with an event stream out of which the messages are taken, each read before anything behind it; ids, pauses
 * and events of other types stay. Reads only what is asked for, so that a slow reader slows the server down.
 */
export function takeMessages(response: Response, options: StreamOptions): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const parser = new EventParser(options.limit);
  const encoder = new TextEncoder();
  const fail = (error: AppError): never => {
    parser.drop();
    reader.cancel().catch(() => {});
    options.onFail(error);
    throw error;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) {
            parser.drop();
            controller.close();
            return;
          }
          let text = '';
          try {
            for (const event of parser.push(value)) text += await withoutMessage(event, options);
          } catch (error) {
            fail(error as AppError);
          }
          if (text === '') continue;
          controller.enqueue(encoder.encode(text));
          return;
        }
      },
      cancel: (reason) => {
        parser.drop();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

async function withoutMessage({ type, id, retryMs, body }: StreamEvent, { calls, onMessage }: StreamOptions): Promise<string> {
  const isMessage = type === '' || type === 'message';
  const data = body === null ? null : isMessage ? onMessage(await body.end(calls())) : body.text();
  return [
    ...(type === '' ? [] : [`event: ${type}`]),
    ...(id === null ? [] : [`id: ${id}`]),
    ...(retryMs === null ? [] : [`retry: ${Math.max(retryMs, LEAST_RETRY_MS)}`]),
    // Without data an id would be forgotten.
    ...(data ?? '').split('\n').map((line) => `data: ${line}`),
    '\n',
  ].join('\n');
}
