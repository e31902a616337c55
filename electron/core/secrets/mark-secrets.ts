import { connectorFor } from '../../../shared/connectors.ts';
import type { RemoteInput, TransportInput } from '../../../shared/contract/model.ts';
import { looksSecret } from '../../../shared/secret-names.ts';
import { type Entered, mapValues, type ValuePlace } from './transport-values.ts';
import { urlCredentials } from './url-credentials.ts';

/** Makes of a secret what stands in its place. */
export type Mark = (secret: string) => Entered;

/** `user:password@` of an address. */
const USER_INFO = /^([a-z][a-z\d+.-]*:\/\/)[^/?#\\]*@/i;

/**
 * The transport with what looks like a secret marked, and how many that are: values under names that promise one or that read like a
 * key, and all of `auth`. Of an address, credentials move into the header that they stand for, and secret parameters into the query;
 * the server is sent the same. Arguments of a command stay: every program of this computer can read them anyway.
 */
export function markSecrets(transport: TransportInput, mark: Mark): { transport: TransportInput; found: number } {
  let found = 0;
  const counted: Mark = (secret) => {
    found += 1;
    return mark(secret);
  };
  const whole = transport.kind === 'remote' ? withBareAddress(transport, counted) : transport;
  const known = transport.kind === 'stdio' ? (connectorFor(transport)?.env ?? []) : [];
  const change = (value: Entered, place: ValuePlace): Entered =>
    typeof value === 'string' && isSecret(value, place, known) ? counted(value) : value;
  return { transport: mapValues<Entered>(whole, change), found };
}

/** `known`: variables that hold secrets whatever they are called. */
function isSecret(value: string, { kind, name }: ValuePlace, known: readonly string[]): boolean {
  // Under this name every value counts that stands for nothing else.
  return looksSecret(kind === 'auth' || (kind === 'variable' && known.includes(name)) ? 'secret' : name, value);
}

function withBareAddress(remote: RemoteInput, mark: Mark): RemoteInput {
  return withoutSecretQuery(withoutCredentials(remote, mark), mark);
}

/** Where a header of that name is there already, credentials of the address are sent nowhere. */
function withoutCredentials(remote: RemoteInput, mark: Mark): RemoteInput {
  const credentials = URL.canParse(remote.url) ? urlCredentials(new URL(remote.url)) : null;
  const { auth, headers } = remote;
  const own = auth.kind === 'bearer' ? ['authorization'] : auth.kind === 'header' ? [auth.name] : [];
  const isTaken = [...Object.keys(headers), ...own].some((name) => name.toLowerCase() === 'authorization');
  if (credentials === null || isTaken || /[$<]/.test(credentials.user + credentials.password)) return remote;
  return {
    ...remote,
    url: remote.url.trim().replace(USER_INFO, '$1'),
    headers: { ...headers, Authorization: mark(`Basic ${credentials.basic}`) },
  };
}

function withoutSecretQuery(remote: RemoteInput, mark: Mark): RemoteInput {
  const [, base = '', search = '', hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(remote.url) ?? [];
  const pairs = search.split('&').map((pair) => ({ pair, entry: [...new URLSearchParams(pair)][0] ?? (['', ''] as const) }));
  const named = (name: string) => pairs.filter(({ entry }) => entry[0] === name).length;
  const moved = pairs.filter(
    ({ entry: [name, value] }) =>
      name !== '' && named(name) === 1 && !Object.hasOwn(remote.query, name) && name !== '__proto__' && looksSecret(name, value),
  );
  if (moved.length === 0) return remote;
  const kept = pairs.filter((each) => !moved.includes(each)).map(({ pair }) => pair);
  return {
    ...remote,
    url: base + (kept.length === 0 ? '' : `?${kept.join('&')}`) + hash,
    query: { ...remote.query, ...Object.fromEntries(moved.map(({ entry: [name, value] }) => [name, mark(value)])) },
  };
}
