import type { RemoteInput, StdioInput, TransportInput } from '../../../shared/contract/model.ts';
import type { SecretRef } from '../../../shared/contract/transports.ts';
import { looksLikeKey, namesSecret } from '../../../shared/secret-names.ts';
import { secretArguments } from './secret-arguments.ts';
import { formsOf } from './secret-forms.ts';
import { urlCredentials } from './url-credentials.ts';

/** `Bearer abc`: a scheme, and what follows it (RFC 9110, 11.4). */
const WITH_SCHEME = /^[!#$%&'*+\-.^_`|~\w]+\s+(.+)$/;

/** A value as entered, saved or used; what is only named has no text here. */
type Value = string | SecretRef | { readonly $new: string };

/** Every value of a definition that no text may show, in the forms in which it travels and is printed; the longest first. */
export function secretsOf(config: TransportInput): string[] {
  if (config.kind === 'sample') return [];
  const found = config.kind === 'stdio' ? localSecrets(config) : remoteSecrets(config);
  return inAllForms(found);
}

/** Secrets in every form in which they travel and are printed, the longest first. */
export function inAllForms(secrets: readonly string[]): string[] {
  return longestFirst(secrets.flatMap(formsOf));
}

/** Without repetitions, so that no secret is hidden only as far as a shorter one goes. */
export function longestFirst(secrets: readonly string[]): string[] {
  return [...new Set(secrets)].sort((a, b) => b.length - a.length);
}

function localSecrets({ env, args }: StdioInput): string[] {
  return [...variableSecrets(env), ...secretArguments(args).flatMap(withBare), ...args.flatMap(passwordIn)];
}

/** Other variables are paths and words, which would be missed in what a server says. */
function variableSecrets(env: Readonly<Record<string, Value>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (typeof value !== 'string') return textOf(value);
    return namesSecret(name) || looksLikeKey(value) ? [value] : passwordIn(value);
  });
}

function textOf(value: Value): string[] {
  if (typeof value === 'string') return [value];
  return '$new' in value ? [value.$new] : [];
}

/** `postgres://ada:p%40ss@host/db` */
function passwordIn(value: string): string[] {
  const credentials = URL.canParse(value) ? urlCredentials(new URL(value)) : null;
  return credentials === null || credentials.password === '' ? [] : [value, new URL(value).password, credentials.password];
}

function remoteSecrets({ headers, url, query, auth }: RemoteInput): string[] {
  const own = authSecrets(auth);
  return [...Object.values(headers).flatMap(textOf).flatMap(withBare), ...urlSecrets(url), ...Object.values(query).flatMap(textOf), ...own];
}

function authSecrets(auth: RemoteInput['auth']): string[] {
  switch (auth.kind) {
    case 'none':
      return [];
    case 'bearer':
      return textOf(auth.token);
    case 'header':
    case 'query':
      return textOf(auth.value);
    case 'oauth':
      return auth.clientSecret === null ? [] : textOf(auth.clientSecret);
    case 'clientCredentials':
      return textOf(auth.credential);
    case 'assertion':
      return [...textOf(auth.assertion), ...(auth.clientSecret === null ? [] : textOf(auth.clientSecret))];
  }
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
