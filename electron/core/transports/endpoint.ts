import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { urlCredentials } from '../secrets/url-credentials.ts';

/** Where a remote server is asked, and the headers of every request. */
export interface Endpoint {
  url: URL;
  headers: Headers;
}

/** What is spoken to an address: ws and wss are always WebSocket, whatever was chosen. */
export function remoteMode(config: PlainRemote): PlainRemote['mode'] {
  return /^wss?:/i.test(config.url.trim()) ? 'websocket' : config.mode;
}

/**
 * The address with its query merged, and the headers. `fetch` refuses credentials inside an address, so they become the header
 * that they stand for (RFC 7617). Throws invalid_input when a header cannot be sent.
 */
export function endpointOf(config: PlainRemote): Endpoint {
  const url = new URL(config.url);
  const headers = headersOf(config);
  const credentials = urlCredentials(url);
  if (credentials && !headers.has('authorization')) headers.set('authorization', `Basic ${credentials.basic}`);
  url.username = '';
  url.password = '';
  url.hash = '';
  url.search = mergedQuery(url.search, queryOf(config));
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

function headersOf(config: PlainRemote): Headers {
  try {
    const headers = new Headers(config.headers);
    const { auth } = config;
    if (auth.kind === 'bearer') headers.set('authorization', `Bearer ${auth.token}`);
    if (auth.kind === 'header') headers.set(auth.name, auth.prefix + auth.value);
    return headers;
  } catch {
    const issues = [{ path: 'transport.headers', message: 'A header has characters that HTTP cannot carry' }];
    throw new AppError('invalid_input', { issues });
  }
}

function queryOf({ query, auth }: PlainRemote): Record<string, string> {
  return auth.kind === 'query' ? { ...query, [auth.name]: auth.value } : query;
}

/** What stands in the address stays as written, except for names that are given apart from it. */
function mergedQuery(search: string, query: Readonly<Record<string, string>>): string {
  const written = search.slice(1).split('&');
  const kept = written.filter((pair) => pair !== '' && !Object.hasOwn(query, new URLSearchParams(pair).keys().next().value ?? ''));
  const added = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return [...kept, ...added].join('&');
}
