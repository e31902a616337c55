import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../../../shared/errors.ts';
import { scopesIn } from '../discovery/challenge.ts';
import type { Discovered } from '../discovery/discovery.ts';
import type { ServerMetadata } from '../discovery/server-metadata.ts';
import type { OAuthClient } from '../grant.ts';
import { shownHost, shownLine } from '../http/shown-text.ts';

/** What the answer to a request is checked with. */
export interface AskedRequest {
  readonly redirect: URL;
  readonly state: string;
  readonly verifier: string;
  readonly scopes: readonly string[];
}

/** One request to the person. */
export interface AuthorizationRequest extends AskedRequest {
  readonly url: URL;
}

/**
 * The scopes to ask for: those of the definition, else those of the challenge, else those of the server's description (MCP
 * Authorization, Scope Selection Strategy), with those of a step-up, and `offline_access` where it is offered (Refresh Tokens).
 */
export function scopesToAsk(configured: string, challenged: readonly string[], extra: readonly string[], found: Discovered): string[] {
  const chosen = [scopesIn(configured), challenged, found.resourceScopes].find((scopes) => scopes.length > 0) ?? [];
  const all = [...new Set([...chosen, ...extra])];
  // Alone it would replace what the server gives when nothing is asked for.
  return all.length > 0 && found.metadata.scopesSupported.includes('offline_access') ? [...new Set([...all, 'offline_access'])] : all;
}

/** Throws auth_no_pkce, auth_discovery_failed. */
export function authorizationRequest(
  found: Discovered,
  client: OAuthClient,
  redirect: URL,
  scopes: readonly string[],
  randomBytes: (count: number) => Buffer,
): AuthorizationRequest {
  const { metadata, resource } = found;
  const url = new URL(authorizationEndpoint(metadata));
  const state = randomBytes(32).toString('base64url');
  const verifier = randomBytes(32).toString('base64url');
  const parameters: Record<string, string> = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirect.href,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    // OpenID Connect Core, 11: without it the scope may be ignored.
    ...(scopes.includes('offline_access') ? { prompt: 'consent' } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  url.hash = '';
  return { url, redirect, state, verifier, scopes };
}

/** Where the person is asked. PKCE with S256 has to be offered (MCP Authorization, Authorization Code Protection). */
export function authorizationEndpoint(metadata: ServerMetadata): URL {
  const host = shownHost(metadata.authorizationEndpoint ?? metadata.tokenEndpoint);
  if (metadata.authorizationEndpoint === null)
    throw new AppError('auth_discovery_failed', { host, detail: 'It has no page on which a person could sign in.' });
  if (!metadata.challengeMethods?.includes('S256')) throw new AppError('auth_no_pkce', { host });
  return metadata.authorizationEndpoint;
}

/** Whether an address is the answer to this request and to no other: at its redirect, with its state. */
export function isAnswerTo(request: Pick<AskedRequest, 'redirect' | 'state'>, address: URL): boolean {
  const states = address.searchParams.getAll('state');
  const { redirect } = request;
  const isThere = address.protocol === redirect.protocol && address.host === redirect.host && address.pathname === redirect.pathname;
  return isThere && states.length === 1 && isEqual(states[0] ?? '', request.state);
}

/**
 * The code of an answer whose state was checked. Throws auth_response_issuer before it looks at anything else (RFC 9207, 2.4),
 * auth_denied, auth_scope_refused, auth_redirect_refused, auth_refused.
 */
export function codeOf(address: URL, request: AskedRequest, metadata: ServerMetadata): string {
  const { searchParams } = address;
  const host = shownHost(metadata.authorizationEndpoint ?? metadata.tokenEndpoint);
  const names = searchParams.getAll('iss');
  if (names.length === 0 ? metadata.namesItselfInAnswers : names.some((name) => name !== metadata.ownName))
    throw new AppError('auth_response_issuer', { host });
  const error = searchParams.get('error');
  if (error !== null) throw refusal(error, searchParams.get('error_description'), host, request);
  const codes = searchParams.getAll('code');
  const [code = ''] = codes;
  if (codes.length === 1 && code !== '') return code;
  throw new AppError('auth_answer_invalid', { host, detail: 'The browser came back without a code.' });
}

function refusal(error: string, description: string | null, host: string, { scopes, redirect }: AskedRequest): AppError {
  const details = { host, error: shownLine(error) };
  const detail = shownLine(description) || details.error;
  if (error === 'access_denied') return new AppError('auth_denied', details, { technical: detail });
  if (error === 'invalid_scope') return new AppError('auth_scope_refused', { ...details, scopes: scopes.join(' ') }, { technical: detail });
  if (/redirect/i.test(`${error} ${description ?? ''}`))
    return new AppError('auth_redirect_refused', { ...details, redirect: redirect.href });
  return new AppError('auth_refused', { ...details, detail });
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
