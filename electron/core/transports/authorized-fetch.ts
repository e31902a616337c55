import type { Fetching } from './patient-fetch.ts';
import { type RequestAuthorizer, sendAuthorized } from './request-authorizer.ts';

/** The same `fetch` with the credentials of the connection on requests to the server's own origin. Throws what the authorizer throws. */
export function authorizedFetch(fetch: Fetching['fetch'], server: URL, authorizer: RequestAuthorizer): Fetching['fetch'] {
  return async (address, init) => {
    const url = new URL(address);
    // Credentials are for the server alone (RFC 8707, 2).
    if (url.origin !== server.origin) return fetch(address, init);
    return sendAuthorized<Response>(
      authorizer,
      { method: init.method ?? 'GET', url },
      {
        send: (added) => {
          const headers = new Headers(init.headers);
          for (const [name, value] of Object.entries(added)) headers.set(name, value);
          return fetch(address, { ...init, headers });
        },
        status: (response) => response.status,
        header: (response, name) => response.headers.get(name),
        drop: (response) => void response.body?.cancel().catch(() => {}),
      },
    );
  };
}
