import { AppError } from '../../../../shared/errors.ts';
import { byHand } from '../browser/callback-listener.ts';
import type { ServerMetadata } from '../discovery/server-metadata.ts';
import type { OAuthClient } from '../grant.ts';
import { type AuthAnswer, type AuthHttp, invalidAnswer, objectOf } from '../http/auth-http.ts';
import { shownHost, shownLine } from '../http/shown-text.ts';
import { methodFor } from './client-proof.ts';

const METHODS: readonly OAuthClient['method'][] = ['none', 'client_secret_basic', 'client_secret_post'];
const LONGEST = 10_000;

/**
 * Registers Patchbay with one redirect address (RFC 7591; OpenID Connect Registration for `application_type`). Throws
 * auth_client_needed where that is not offered, auth_registration_refused with `details.error`, auth_answer_invalid.
 */
export async function registerClient(
  http: AuthHttp,
  metadata: ServerMetadata,
  redirect: URL,
  scopes: readonly string[],
  addSecret: (value: string) => void,
): Promise<OAuthClient> {
  const { registrationEndpoint, tokenAuthMethods } = metadata;
  if (registrationEndpoint === null) throw clientNeeded(metadata, redirect);
  const wanted = METHODS.find((method) => tokenAuthMethods === null || tokenAuthMethods.includes(method)) ?? 'none';
  const answer = await http.postJson(registrationEndpoint, {
    client_name: 'Patchbay',
    application_type: 'native',
    redirect_uris: [redirect.href],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: wanted,
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
  // Endpoints that were only supposed need not be there.
  if (!metadata.described && [404, 405].includes(answer.status)) throw clientNeeded(metadata, redirect);
  if (answer.status < 200 || answer.status > 299) throw refused(answer, redirect);
  return clientOf(answer, metadata, redirect, wanted, addSecret);
}

/** Whether the server would have another redirect address. */
export function isAboutRedirect(error: unknown): boolean {
  if (!(error instanceof AppError) || error.code !== 'auth_registration_refused') return false;
  const { error: code, detail } = error.details;
  return code === 'invalid_redirect_uri' || (code === 'invalid_client_metadata' && /redirect/i.test(String(detail)));
}

function clientNeeded(metadata: ServerMetadata, redirect: URL): AppError {
  const host = shownHost(metadata.authorizationEndpoint ?? metadata.tokenEndpoint);
  return new AppError('auth_client_needed', { host, redirect: byHand(redirect).href });
}

function refused({ url, status, json }: AuthAnswer, redirect: URL): AppError {
  const fields = typeof json === 'object' && json !== null ? json : {};
  const error = 'error' in fields ? shownLine(fields.error) : '';
  const said = 'error_description' in fields ? shownLine(fields.error_description) : '';
  const detail = said || error || `HTTP ${status}`;
  return new AppError('auth_registration_refused', { host: shownHost(url), detail, error, redirect: byHand(redirect).href });
}

function clientOf(
  answer: AuthAnswer,
  { issuer, tokenAuthMethods }: ServerMetadata,
  redirect: URL,
  wanted: OAuthClient['method'],
  addSecret: (value: string) => void,
): OAuthClient {
  const fields = objectOf(answer);
  const { client_id: id, client_secret: secret, client_secret_expires_at: ends, token_endpoint_auth_method: told } = fields;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST) throw invalidAnswer(answer.url, 'It registered Patchbay without an id.');
  const clientSecret = typeof secret === 'string' && secret !== '' && secret.length <= LONGEST ? secret : null;
  if (clientSecret !== null) addSecret(clientSecret);
  const method =
    METHODS.find((each) => each === told) ??
    (clientSecret === null ? 'none' : wanted === 'none' ? methodFor(true, tokenAuthMethods) : wanted);
  return {
    issuer,
    clientId: id,
    clientSecret,
    method: clientSecret === null ? 'none' : method,
    source: 'registered',
    redirectUris: [redirect.href],
    secretEndsAt: clientSecret !== null && typeof ends === 'number' && ends > 0 ? ends * 1_000 : null,
  };
}
