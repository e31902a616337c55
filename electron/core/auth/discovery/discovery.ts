import { LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/client';
import { AppError } from '../../../../shared/errors.ts';
import type { AuthTarget } from '../flow-ports.ts';
import { type AuthAnswer, type AuthHttp, invalidAnswer } from '../http/auth-http.ts';
import { shownHost } from '../http/shown-text.ts';
import { refusalFacts } from './challenge.ts';
import { type ProtectedResource, protectedResource, resourceAddresses, resourceNameOf } from './protected-resource.ts';
import { metadataAddresses, metadataOf, type ServerMetadata, sameIssuer, undescribed } from './server-metadata.ts';

/** Everything that has to be known before somebody can sign in. */
export interface Discovered {
  readonly metadata: ServerMetadata;
  /** What tokens are asked for (RFC 8707). */
  readonly resource: string;
  /** Scopes that the server says it needs; empty: it does not say. */
  readonly resourceScopes: readonly string[];
  /** Whether tokens have to be bound to a key (RFC 9449). */
  readonly dpop: boolean;
}

type DiscoveryTarget = Pick<AuthTarget, 'server' | 'challenge' | 'boundIssuer'> & { readonly lenientIssuer: boolean };

const HEADERS = { 'mcp-protocol-version': LATEST_PROTOCOL_VERSION };
/** Whatever else could be found is not worth going on. */
const FINAL: readonly string[] = [
  'auth_insecure',
  'auth_private_address',
  'auth_unreachable',
  'tls_failed',
  'proxy_failed',
  'ca_unreadable',
];

/**
 * Finds out where and how to sign in (RFC 9728, RFC 8414, OpenID Connect Discovery; MCP Authorization, also of 2025-03-26).
 * Throws auth_discovery_failed, auth_resource_mismatch, auth_issuer_mismatch, auth_issuer_changed, and what AuthHttp throws.
 */
export async function discover(target: DiscoveryTarget, http: AuthHttp): Promise<Discovered> {
  const { server } = http.policy;
  const facts = refusalFacts(target.challenge);
  const resource = await findResource(server, facts.resourceMetadata, http);
  const issuer = chooseIssuer(resource, target.boundIssuer);
  const metadata = issuer === null ? await ofServerItself(server, target, http) : await ofIssuer(issuer, target, http);
  if (target.boundIssuer !== null && !sameIssuer(target.boundIssuer, metadata.issuer))
    throw new AppError('auth_issuer_changed', { found: metadata.issuer, expected: target.boundIssuer });
  await checkEndpoints(metadata, http);
  return {
    metadata,
    resource: resource?.name ?? resourceNameOf(server),
    resourceScopes: resource?.scopes ?? [],
    dpop: facts.dpop || resource?.dpop === true,
  };
}

/** null: the server does not describe itself. */
async function findResource(server: URL, named: string | null, http: AuthHttp): Promise<ProtectedResource | null> {
  if (named !== null && !URL.canParse(named)) throw invalidAnswer(server, 'The place of its description is no address.');
  const told = named === null ? null : await http.get(new URL(named), HEADERS);
  if (told !== null && isThere(told)) return protectedResource(told, server);
  const { found } = await firstOf(resourceAddresses(server), http);
  return found === null ? null : protectedResource(found, server);
}

function chooseIssuer(resource: ProtectedResource | null, bound: string | null): string | null {
  const issuers = resource?.issuers ?? [];
  return issuers.find((issuer) => bound !== null && sameIssuer(issuer, bound)) ?? issuers[0] ?? null;
}

async function ofIssuer(issuer: string, { lenientIssuer }: DiscoveryTarget, http: AuthHttp): Promise<ServerMetadata> {
  const url = new URL(issuer);
  http.policy.checkForm(url);
  const { found, failure } = await firstOf(metadataAddresses(url), http);
  if (found !== null) return metadataOf(found, issuer, lenientIssuer);
  const detail = 'It has no description of its sign-in (RFC 8414) at the usual places.';
  throw failure ?? new AppError('auth_discovery_failed', { host: shownHost(url), detail });
}

/** The server is its own sign-in server, as before there were descriptions of resources (2025-03-26). */
async function ofServerItself(server: URL, { lenientIssuer }: DiscoveryTarget, http: AuthHttp): Promise<ServerMetadata> {
  const { found, failure } = await firstOf(metadataAddresses(new URL(server.origin)), http);
  if (found !== null) return metadataOf(found, server.origin, lenientIssuer);
  if (failure === null) return undescribed(server.origin);
  const detail = failure instanceof AppError ? failure.toData().hint : '';
  throw new AppError('auth_discovery_failed', { host: shownHost(server), detail }, { cause: failure });
}

/** The first document that is there; where none is, why the first one was not, if that was not simply that it is not there. */
async function firstOf(addresses: readonly URL[], http: AuthHttp): Promise<{ found: AuthAnswer | null; failure: unknown }> {
  let failure: unknown = null;
  for (const address of addresses) {
    try {
      const answer = await http.get(address, HEADERS);
      if (isThere(answer)) return { found: answer, failure: null };
    } catch (error) {
      if (!(error instanceof AppError) || FINAL.includes(error.code)) throw error;
      failure ??= error;
    }
  }
  return { found: null, failure };
}

/** Whether an answer is a document, rather than that there is none. Throws auth_answer_invalid. */
function isThere(answer: AuthAnswer): boolean {
  const { status, url, isHtml } = answer;
  if (status >= 400 && status < 500) return false;
  if (status !== 200) throw invalidAnswer(url, `It answered HTTP ${status}.`);
  if (isHtml) throw invalidAnswer(url, 'It sent a web page where data (JSON) belongs.');
  return true;
}

async function checkEndpoints(metadata: ServerMetadata, { policy }: AuthHttp): Promise<void> {
  const { authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint, userinfoEndpoint } = metadata;
  for (const url of [tokenEndpoint, registrationEndpoint, revocationEndpoint, userinfoEndpoint]) if (url) policy.checkForm(url);
  if (authorizationEndpoint) await policy.checkForBrowser(authorizationEndpoint);
}
