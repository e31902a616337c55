import { connectorFor } from '../../../shared/connectors.ts';
import type { RemoteInput, TransportInput } from '../../../shared/contract/model.ts';

/** `Bearer abc` with nothing that could be lost (RFC 6750, 2.1) */
const BEARER = /^Bearer (\S+)$/;

/**
 * A key that stands among the headers as the way to authenticate, where the server is sent the same: a bearer token, or the header in
 * which a known service wants its key. Without it, a key that is refused would lead to a sign-in.
 */
export function withKeyAsAuth(transport: TransportInput): TransportInput {
  if (transport.kind !== 'remote' || transport.auth.kind !== 'oauth') return transport;
  const found = Object.entries(transport.headers).find(([name, value]) => typeof value === 'string' && isKey(transport, name));
  if (!found) return transport;
  const [name, value] = found;
  const auth = typeof value === 'string' ? authOf(transport, name, value) : null;
  if (auth === null) return transport;
  const { [name]: _, ...headers } = transport.headers;
  return { ...transport, headers, auth };
}

function isKey({ url }: RemoteInput, name: string): boolean {
  return isHeader(name, 'Authorization') || isHeader(name, connectorFor({ url })?.key?.header ?? '');
}

function authOf({ url, headers }: RemoteInput, name: string, value: string): RemoteInput['auth'] | null {
  // The same name in another spelling would be sent as well.
  if (Object.keys(headers).filter((other) => isHeader(other, name)).length > 1) return null;
  const token = isHeader(name, 'Authorization') ? BEARER.exec(value)?.[1] : undefined;
  if (token !== undefined) return { kind: 'bearer', token };
  const { header = '', prefix = '' } = connectorFor({ url })?.key ?? {};
  if (!isHeader(name, header) || !value.startsWith(prefix) || value.length === prefix.length) return null;
  return { kind: 'header', name, prefix, value: value.slice(prefix.length) };
}

function isHeader(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
