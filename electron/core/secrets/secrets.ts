import type { RemoteConfig, StdioConfig, TransportConfig } from '../../../shared/contract/model.ts';
import { looksLikeKey, namesSecret } from '../../../shared/secret-names.ts';
import { secretArguments } from './secret-arguments.ts';
import { urlCredentials } from './url-credentials.ts';

/** `Bearer abc`: a scheme, and what follows it (RFC 9110, 11.4). */
const WITH_SCHEME = /^[!#$%&'*+\-.^_`|~\w]+\s+(.+)$/;

/** Every value of a definition that no text may show, in the forms in which it travels and is printed; the longest first. */
export function secretsOf(config: TransportConfig): string[] {
  if (config.kind === 'sample') return [];
  const found = config.kind === 'stdio' ? localSecrets(config) : remoteSecrets(config);
  return longestFirst(found.flatMap(printed));
}

/** Without repetitions, so that no secret is hidden only as far as a shorter one goes. */
export function longestFirst(secrets: readonly string[]): string[] {
  return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}

/** A value as it stands in plain text, in JSON, and, where it has several lines, line by line. */
function printed(value: string): string[] {
  return [value, JSON.stringify(value).slice(1, -1), ...value.split(/\r?\n/)];
}

function localSecrets({ env, args }: StdioConfig): string[] {
  return [...variableSecrets(env), ...secretArguments(args).flatMap(withBare), ...args.flatMap(passwordIn)];
}

/** Other variables are paths and words, which would be missed in what a server says. */
function variableSecrets(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => (namesSecret(name) || looksLikeKey(value) ? [value] : passwordIn(value)));
}

/** `postgres://ada:p%40ss@host/db` */
function passwordIn(value: string): string[] {
  const credentials = URL.canParse(value) ? urlCredentials(new URL(value)) : null;
  return credentials === null || credentials.password === '' ? [] : [value, new URL(value).password, credentials.password];
}

function remoteSecrets({ headers, url, query }: RemoteConfig): string[] {
  const values = Object.values(query);
  return [...headerSecrets(headers), ...urlSecrets(url), ...values, ...values.map(encodeURIComponent)];
}

function headerSecrets(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap(withBare);
}

/** A value also without the blanks around it and without its scheme. */
function withBare(value: string): string[] {
  const bare = WITH_SCHEME.exec(value.trim())?.[1];
  return bare === undefined ? [value, value.trim()] : [value, value.trim(), bare];
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
