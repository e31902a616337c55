import { OpenRedirect } from '../browser/open-redirect.ts';
import type { ServerMetadata } from '../discovery/server-metadata.ts';
import type { FlowTarget } from '../flow-ports.ts';
import type { OAuthClient } from '../grant.ts';
import type { AuthHttp } from '../http/auth-http.ts';
import { methodFor } from './client-proof.ts';
import { isAboutRedirect, registerClient } from './client-registration.ts';

/** A client with the redirect that is open for it. */
export interface ChosenClient {
  readonly client: OAuthClient;
  readonly redirect: OpenRedirect;
  /** Whether it was registered for an earlier sign-in; the server may have forgotten it since. */
  readonly known: boolean;
}

interface ChoicePorts {
  now(): number;
  addSecret(value: string): void;
  /** null: none, or not to be used */
  readonly known: OAuthClient | null;
  readonly scopes: readonly string[];
  readonly callbackPorts: readonly number[] | undefined;
}

/**
 * The client to sign in with, in the order of MCP Authorization (Client Registration): entered, described by a document, known,
 * registered now. Throws auth_client_needed, auth_registration_refused, auth_port_busy, auth_answer_invalid, and what AuthHttp
 * throws; then no redirect stays open.
 */
export async function chooseClient(
  target: FlowTarget,
  metadata: ServerMetadata,
  http: AuthHttp,
  ports: ChoicePorts,
): Promise<ChosenClient> {
  const given = enteredClient(target, metadata) ?? documentClient(target, metadata);
  const wanted = target.auth.redirect;
  const open = (kind: 'loopback' | 'localhost' | 'app', preferred: readonly number[] = []) =>
    OpenRedirect.of(kind, preferred, ports.callbackPorts);
  if (given !== null) return { client: given, redirect: await open(wanted === 'auto' ? 'loopback' : wanted), known: false };

  const known = usable(ports.known, metadata, ports.now());
  const usual = wanted === 'auto' ? hostOf(known) : wanted;
  const first = await open(usual, portsOf(known));
  if (known?.redirectUris.includes(first.url.href)) return { client: known, redirect: first, known: true };
  try {
    return { client: await register(http, metadata, first, ports), redirect: first, known: false };
  } catch (error) {
    first.close();
    // Some servers take only one of the two names of this computer (RFC 8252, 8.3, against OpenID Connect Registration, 2).
    if (wanted !== 'auto' || usual === 'localhost' || !isAboutRedirect(error)) throw error;
  }
  const second = await open('localhost');
  try {
    return { client: await register(http, metadata, second, ports), redirect: second, known: false };
  } catch (error) {
    second.close();
    throw error;
  }
}

function register(http: AuthHttp, metadata: ServerMetadata, { url }: OpenRedirect, ports: ChoicePorts): Promise<OAuthClient> {
  return registerClient(http, metadata, url, ports.scopes, (secret) => ports.addSecret(secret));
}

function enteredClient({ auth }: FlowTarget, { issuer, tokenAuthMethods }: ServerMetadata): OAuthClient | null {
  const clientId = auth.clientId.trim();
  if (clientId === '') return null;
  const clientSecret = auth.clientSecret || null;
  const method = methodFor(clientSecret !== null, tokenAuthMethods);
  return { issuer, clientId, clientSecret, method, source: 'entered', redirectUris: [], secretEndsAt: null };
}

function documentClient({ clientMetadataUrl }: FlowTarget, { issuer, takesDocuments }: ServerMetadata): OAuthClient | null {
  if (clientMetadataUrl === null || !takesDocuments) return null;
  const fixed = { clientSecret: null, method: 'none' as const, redirectUris: [], secretEndsAt: null };
  return { issuer, clientId: clientMetadataUrl, source: 'document', ...fixed };
}

function usable(known: OAuthClient | null, { issuer }: ServerMetadata, now: number): OAuthClient | null {
  if (known === null || known.issuer !== issuer || known.source !== 'registered') return null;
  return known.secretEndsAt !== null && known.secretEndsAt <= now ? null : known;
}

function hostOf(known: OAuthClient | null): 'loopback' | 'localhost' {
  return addressesOf(known).some(({ hostname }) => hostname === 'localhost') ? 'localhost' : 'loopback';
}

function portsOf(known: OAuthClient | null): number[] {
  return addressesOf(known)
    .map(({ port }) => Number(port))
    .filter((port) => port > 0);
}

function addressesOf(known: OAuthClient | null): URL[] {
  return (known?.redirectUris ?? []).filter((each) => URL.canParse(each)).map((each) => new URL(each));
}
