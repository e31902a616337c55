import { createHash } from 'node:crypto';

/** The one set of accounts there is so far. */
const PROFILE = 'default';

/** Grants of a server's accounts; null: of all servers. */
export function grantsPrefix(serverId: string | null): string {
  return serverId === null ? `oauth/${PROFILE}/` : `oauth/${PROFILE}/${serverId}/`;
}

export function grantName({ serverId, id }: { readonly serverId: string; readonly id: string }): string {
  return grantsPrefix(serverId) + id;
}

/** Clients as a server's issuers know them; null: of all servers. */
export function clientsPrefix(serverId: string | null): string {
  return serverId === null ? `client/${PROFILE}/` : `client/${PROFILE}/${serverId}/`;
}

/** An issuer is a whole address: it stands in the name as its hash. */
export function clientName(serverId: string, issuer: string): string {
  return clientsPrefix(serverId) + createHash('sha256').update(issuer).digest('hex');
}

/** Which issuer a client that the person entered belongs to. */
export function boundName(serverId: string): string {
  return `${clientsPrefix(serverId)}bound`;
}

/** A sign-in that waits for a link; null: those of all servers. */
export function pendingPrefix(serverId: string | null): string {
  return serverId === null ? `pending/${PROFILE}/` : `pending/${PROFILE}/${serverId}/`;
}

export function pendingName(serverId: string): string {
  return `${pendingPrefix(serverId)}link`;
}

/** The server that a grant, a client or a waiting sign-in belongs to. */
export function serverOf(name: string): string {
  return name.split('/')[2] ?? '';
}
