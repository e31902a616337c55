import type { PlainRemote } from '../../../../shared/contract/model.ts';
import { endpointOf } from '../../transports/endpoint.ts';
import { fetchingBy } from '../../transports/patient-fetch.ts';
import type { Environment } from '../../transports/proxy-choice.ts';
import { routeTo } from '../../transports/route.ts';

/** Limit in ms. */
const ASK_MS = 10_000;
/** What asks for nothing, and starts nothing on a server that wants no sign-in. */
const PING = JSON.stringify({ jsonrpc: '2.0', id: 'sign-in', method: 'ping' });

/**
 * How a server asks for sign-in: what it answers somebody without credentials. Empty where it does not say; signing in then goes by
 * the addresses that are agreed on (RFC 9728, 3). Never rejects.
 */
export async function askForChallenge(config: PlainRemote, env: Environment, signal: AbortSignal): Promise<string> {
  const limit = new AbortController();
  const end = () => limit.abort();
  const timer = setTimeout(end, ASK_MS);
  signal.addEventListener('abort', end, { once: true });
  try {
    const { url, headers } = endpointOf(config);
    if (url.protocol === 'ws:' || url.protocol === 'wss:') return '';
    headers.set('content-type', 'application/json');
    headers.set('accept', 'application/json, text/event-stream');
    const fetching = fetchingBy(routeTo(url, config.tls, env));
    try {
      const response = await fetching.fetch(url, { method: 'POST', headers, body: PING, redirect: 'manual', signal: limit.signal });
      await response.body?.cancel();
      return response.status === 401 ? (response.headers.get('www-authenticate') ?? '') : '';
    } finally {
      fetching.close();
    }
  } catch {
    return '';
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
