import type { RemoteConfig, TransportConfig } from '../../../shared/contract/model.ts';
import { urlCredentials } from '../transports/url-credentials.ts';

/** `Bearer abc`: a scheme, and what follows it (RFC 9110, 11.4). */
const WITH_SCHEME = /^[!#$%&'*+\-.^_`|~\w]+\s+(.+)$/;

/** Every value of a definition that no text may show, in the forms in which it travels; the longest first. */
export function secretsOf(config: TransportConfig): string[] {
  if (config.kind === 'sample') return [];
  const found = config.kind === 'stdio' ? Object.values(config.env) : remoteSecrets(config);
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

function remoteSecrets({ headers, url, query }: RemoteConfig): string[] {
  const values = Object.values(query);
  return [...headerSecrets(headers), ...urlSecrets(url), ...values, ...values.map(encodeURIComponent)];
}

function headerSecrets(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => {
    const bare = WITH_SCHEME.exec(value.trim())?.[1];
    return bare === undefined ? [value, value.trim()] : [value, value.trim(), bare];
  });
}

function urlSecrets(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  const credentials = urlCredentials(url);
  const asWritten = url.search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [url.username, url.password, ...Object.values(credentials ?? {}), ...asWritten, ...url.searchParams.values()];
}
