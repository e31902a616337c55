import { AppError } from '../../../shared/errors.ts';

/** What ends an event of an event stream (WHATWG HTML, Server-sent events): an empty line. */
const EVENT_ENDS: readonly string[] = ['\n\n', '\n\r\n', '\r\r'];
/** One byte less than the longest of them: what the next chunk may complete. */
const TAIL_BYTES = 2;

/** What is done with each chunk of a body: pass it on, or pass a part of it and end there. Throws to fail the body. */
type Gate = (chunk: Uint8Array) => { pass: Uint8Array; last: boolean };

/** The response with a body that ends after `bytes`, whatever still comes. */
export function cutBody(response: Response, bytes: number): Response {
  let left = bytes;
  return gated(response, (chunk) => {
    const pass = chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= pass.length;
    return { pass, last: left === 0 };
  });
}

/** The response with a body that fails with too_large after `bytes`. */
export function limitBody(response: Response, bytes: number): Response {
  let size = 0;
  return gated(response, (chunk) => {
    size += chunk.length;
    if (size > bytes) throw tooLarge(bytes);
    return { pass: chunk, last: false };
  });
}

/** The response with an event stream that fails with too_large, also told to `onFail`, when one event has more than `bytes`. */
export function limitEvents(response: Response, bytes: number, onFail: (error: AppError) => void): Response {
  let size = 0;
  let tail: Buffer = Buffer.alloc(0);
  return gated(response, (chunk) => {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = lastEventEnd(buffer);
    const joint = end === -1 && tail.length > 0 ? lastEventEnd(Buffer.concat([tail, buffer.subarray(0, TAIL_BYTES)])) : -1;
    size = end !== -1 ? buffer.length - end : (joint === -1 ? size : 0) + buffer.length;
    tail = Buffer.from((buffer.length < TAIL_BYTES ? Buffer.concat([tail, buffer]) : buffer).subarray(-TAIL_BYTES));
    if (size > bytes) {
      const error = tooLarge(bytes);
      onFail(error);
      throw error;
    }
    return { pass: chunk, last: false };
  });
}

/** Bytes in words, e.g. `256 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

function tooLarge(bytes: number): AppError {
  return new AppError('too_large', { limit: megabytes(bytes) });
}

function lastEventEnd(bytes: Buffer): number {
  return Math.max(...EVENT_ENDS.map((end) => bytes.lastIndexOf(end, undefined, 'latin1')));
}

/** Reads only what is asked for, so that a slow reader slows the server down. */
function gated(response: Response, gate: Gate): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        let next: ReturnType<Gate>;
        try {
          next = gate(value);
        } catch (error) {
          reader.cancel().catch(() => {});
          throw error;
        }
        controller.enqueue(next.pass);
        if (!next.last) return;
        controller.close();
        reader.cancel().catch(() => {});
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
