import type { RemoteConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { urlCredentials } from '../secrets/url-credentials.ts';

/** Where a remote server is asked, and the headers of every request. */
export interface Endpoint {
  url: URL;
  headers: Headers;
}

/** What is spoken to an address: ws and wss are always WebSocket, whatever was chosen. */
export function remoteMode(config: RemoteConfig): RemoteConfig['mode'] {
  return /^wss?:/i.test(config.url.trim()) ? 'websocket' : config.mode;
}

/**
 * The address with its query merged, and the headers. `fetch` refuses credentials inside an address, so they become the header
 * that they stand for (RFC 7617). Throws invalid_input when a header cannot be sent.
 */
export function endpointOf(config: RemoteConfig): Endpoint {
  const url = new URL(config.url);
  const headers = headersOf(config);
  const credentials = urlCredentials(url);
  if (credentials && !headers.has('authorization')) headers.set('authorization', `Basic ${credentials.basic}`);
  url.username = '';
  url.password = '';
  url.hash = '';
  url.search = mergedQuery(url.search, config.query);
  return { url, headers };
}

/** An address as it may be shown: without credentials and the values of its query. */
export function shownAddress(address: URL | string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  const names = [...url.searchParams.keys()];
  url.search = '';
  return names.length === 0 ? url.href : `${url.href}?${names.map((name) => `${encodeURIComponent(name)}=…`).join('&')}`;
}

function headersOf(config: RemoteConfig): Headers {
  try {
    return new Headers(config.headers);
  } catch {
    const issues = [{ path: 'transport.headers', message: 'A header has characters that HTTP cannot carry' }];
    throw new AppError('invalid_input', { issues });
  }
}

/** What stands in the address stays as written, except for names that are given apart from it. */
function mergedQuery(search: string, query: Readonly<Record<string, string>>): string {
  const written = search.slice(1).split('&');
  const kept = written.filter((pair) => pair !== '' && !Object.hasOwn(query, new URLSearchParams(pair).keys().next().value ?? ''));
  const added = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return [...kept, ...added].join('&');
}
