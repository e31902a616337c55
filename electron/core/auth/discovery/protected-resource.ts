import { AppError } from '../../../../shared/errors.ts';
import { type AuthAnswer, invalidAnswer, objectOf } from '../http/auth-http.ts';
import { shownHost, shownLine } from '../http/shown-text.ts';
import { scopesOf } from './server-metadata.ts';

/** How a server describes itself (RFC 9728, 2). */
export interface ProtectedResource {
  /** Its name as tokens are asked for it, as written. */
  readonly name: string;
  readonly issuers: readonly string[];
  readonly scopes: readonly string[];
  readonly dpop: boolean;
}

/** Where a server describes itself when it does not say: with its path, then at the root (MCP Authorization). */
export function resourceAddresses(server: URL): URL[] {
  const path = server.pathname.replace(/\/+$/, '');
  const root = new URL('/.well-known/oauth-protected-resource', server.origin);
  return path === '' ? [root] : [new URL(`/.well-known/oauth-protected-resource${path}`, server.origin), root];
}

/** The canonical name of a server, without its query, which may hold a key (RFC 8707, 2). */
export function resourceNameOf(server: URL): string {
  return server.origin + server.pathname.replace(/\/+$/, '');
}

/** The description that an answer holds. Throws auth_answer_invalid, auth_resource_mismatch. */
export function protectedResource(answer: AuthAnswer, server: URL): ProtectedResource {
  const fields = objectOf(answer);
  const name = fields.resource === undefined ? resourceNameOf(server) : fields.resource;
  if (typeof name !== 'string' || !covers(name, server)) {
    const found = shownLine(typeof name === 'string' ? name : JSON.stringify(name));
    throw new AppError('auth_resource_mismatch', { found, host: shownHost(server) });
  }
  const issuers: unknown = fields.authorization_servers ?? [];
  if (!Array.isArray(issuers) || !issuers.every((each) => typeof each === 'string' && isIssuer(each)))
    throw invalidAnswer(answer.url, 'Its description names sign-in servers (authorization_servers) that are no addresses.');
  return { name, issuers: issuers.slice(0, 20), scopes: scopesOf(fields), dpop: fields.dpop_bound_access_tokens_required === true };
}

/** Whether the name is that of the server, or of something that it is part of: tokens for anything else are not asked for. */
function covers(name: string, server: URL): boolean {
  if (name.length > 8_000 || !URL.canParse(name)) return false;
  const url = new URL(name);
  if (url.origin !== server.origin || url.username !== '' || url.password !== '') return false;
  const path = url.pathname.replace(/\/+$/, '');
  return `${server.pathname}/`.startsWith(`${path}/`);
}

/** Any URL at all, as it is written by RFC 3986; whether it may be asked is for the policy to say. */
function isIssuer(text: string): boolean {
  return text.length <= 2_000 && /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) && new URL(text).username === '';
}
