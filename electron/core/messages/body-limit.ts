import { DEFAULT_LIMITS } from '../../../shared/contract/constants.ts';
import { AppError } from '../../../shared/errors.ts';

/** Most bytes of one message where a server has no limit of its own. */
export const MESSAGE_LIMIT = DEFAULT_LIMITS.messageMb * 1024 * 1024;

/** The response with a body that ends after `bytes`, whatever still comes. Reads only what is asked for. */
export function cutBody(response: Response, bytes: number): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  let left = bytes;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        controller.enqueue(value.subarray(0, left));
        left -= value.length;
        if (left > 0) return;
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

/** Bytes in words, e.g. `256 MB`. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

export function tooLarge(limit: number): AppError {
  return new AppError('too_large', { limit: megabytes(limit) });
}
