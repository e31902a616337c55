import type { Fetching } from './patient-fetch.ts';
import type { RequestAuthorizer } from './request-authorizer.ts';

/**
 * The same `fetch` with the credentials of the connection on requests to the server's own origin. A request that is refused with 401,
 * or with 403 for its scope, is sent once more where that is worth it. Throws what the authorizer throws.
 */
export function authorizedFetch(fetch: Fetching['fetch'], server: URL, authorizer: RequestAuthorizer): Fetching['fetch'] {
  return async (address, init) => {
    const url = new URL(address);
    // Credentials are for the server alone (RFC 8707, 2).
    if (url.origin !== server.origin) return fetch(address, init);
    const request = { method: init.method ?? 'GET', url };
    const send = async (added: Readonly<Record<string, string>>) => {
      const headers = new Headers(init.headers);
      for (const [name, value] of Object.entries(added)) headers.set(name, value);
      const response = await fetch(address, { ...init, headers });
      authorizer.answered?.(request, response.headers);
      return response;
    };
    const sent = await authorizer.headers(request);
    const response = await send(sent);
    const { status } = response;
    if (status !== 401 && status !== 403) return response;
    const again = await authorizer.refused({ status, challenge: response.headers.get('www-authenticate') ?? '' }, sent);
    if (!again) return response;
    await response.body?.cancel();
    return send(await authorizer.headers(request));
  };
}
