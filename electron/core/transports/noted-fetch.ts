import { shownAddress } from './endpoint.ts';
import type { Fetching } from './patient-fetch.ts';
import type { WireLog } from './wire-log.ts';

/** The same `fetch`, each exchange noted when its headers have come or it failed. */
export function notedFetch(fetch: Fetching['fetch'], wire: WireLog): Fetching['fetch'] {
  return async (address, init) => {
    const began = performance.now();
    const note = (status: number | null, responseHeaders: Headers | undefined, problem?: string) =>
      wire.exchange({
        method: init.method ?? 'GET',
        url: shownAddress(address),
        status,
        requestHeaders: Object.fromEntries(new Headers(init.headers)),
        responseHeaders: Object.fromEntries(responseHeaders ?? []),
        durationMs: performance.now() - began,
        ...(problem === undefined ? {} : { problem }),
      });
    try {
      const response = await fetch(address, init);
      note(response.status, response.headers);
      return response;
    } catch (error) {
      note(null, undefined, reasonOf(error));
      throw error;
    }
  };
}

/** What fetch says of a failure is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
