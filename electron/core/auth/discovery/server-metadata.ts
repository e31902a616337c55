import { AppError } from '../../../../shared/errors.ts';
import { type AuthAnswer, invalidAnswer, objectOf } from '../http/auth-http.ts';
import { shownHost, shownLine } from '../http/shown-text.ts';
import { scopesIn } from './challenge.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is known of an authorization server (RFC 8414, 2; OpenID Connect Discovery, 3). */
export interface ServerMetadata {
  /** The issuer that was asked; credentials are bound to it. */
  readonly issuer: string;
  /** How it names itself in its answers: the same, unless the person takes it as it is (`lenientIssuer`). */
  readonly ownName: string;
  /** false: it has no metadata, and the endpoints are those of MCP 2025-03-26. */
  readonly described: boolean;
  readonly authorizationEndpoint: URL | null;
  readonly tokenEndpoint: URL;
  readonly registrationEndpoint: URL | null;
  readonly revocationEndpoint: URL | null;
  readonly userinfoEndpoint: URL | null;
  readonly scopesSupported: readonly string[];
  /** null: not said */
  readonly tokenAuthMethods: readonly string[] | null;
  readonly tokenAuthAlgorithms: readonly string[] | null;
  readonly challengeMethods: readonly string[] | null;
  readonly dpopAlgorithms: readonly string[] | null;
  /** RFC 9207, 3 */
  readonly namesItselfInAnswers: boolean;
  /** Client ID Metadata Documents */
  readonly takesDocuments: boolean;
}

/** The metadata that an answer holds. Throws auth_answer_invalid, auth_issuer_mismatch. */
export function metadataOf(answer: AuthAnswer, asked: string, lenientIssuer: boolean): ServerMetadata {
  const fields = objectOf(answer);
  const { issuer } = fields;
  if (typeof issuer !== 'string') throw invalidAnswer(answer.url, 'Its description does not say who it is (issuer).');
  const isSame = sameIssuer(issuer, asked);
  if (!isSame && !lenientIssuer) {
    throw new AppError('auth_issuer_mismatch', { found: shownLine(issuer), expected: shownLine(asked), host: shownHost(answer.url) });
  }
  const endpoint = (name: string) => endpointOf(fields, name, answer.url);
  const tokenEndpoint = endpoint('token_endpoint');
  if (tokenEndpoint === null) throw invalidAnswer(answer.url, 'Its description does not say where tokens are given (token_endpoint).');
  return {
    // Another's name in a document of its own must not lead to what is kept for that other.
    issuer: isSame ? issuer : asked,
    ownName: issuer,
    described: true,
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint,
    registrationEndpoint: endpoint('registration_endpoint'),
    revocationEndpoint: endpoint('revocation_endpoint'),
    userinfoEndpoint: endpoint('userinfo_endpoint'),
    scopesSupported: scopesOf(fields),
    tokenAuthMethods: listOf(fields, 'token_endpoint_auth_methods_supported'),
    tokenAuthAlgorithms: listOf(fields, 'token_endpoint_auth_signing_alg_values_supported'),
    challengeMethods: listOf(fields, 'code_challenge_methods_supported'),
    dpopAlgorithms: listOf(fields, 'dpop_signing_alg_values_supported'),
    namesItselfInAnswers: fields.authorization_response_iss_parameter_supported === true,
    takesDocuments: fields.client_id_metadata_document_supported === true,
  };
}

/** A server without metadata: its endpoints have fixed places (MCP Authorization 2025-03-26, 2.3.3), and PKCE is required of it. */
export function undescribed(origin: string): ServerMetadata {
  return {
    issuer: origin,
    ownName: origin,
    described: false,
    authorizationEndpoint: new URL('/authorize', origin),
    tokenEndpoint: new URL('/token', origin),
    registrationEndpoint: new URL('/register', origin),
    revocationEndpoint: null,
    userinfoEndpoint: null,
    scopesSupported: [],
    tokenAuthMethods: null,
    tokenAuthAlgorithms: null,
    challengeMethods: ['S256'],
    dpopAlgorithms: null,
    namesItselfInAnswers: false,
    takesDocuments: false,
  };
}

/** Where an issuer describes itself, in the order of MCP Authorization (Authorization Server Metadata Discovery). */
export function metadataAddresses(issuer: URL): URL[] {
  const path = issuer.pathname.replace(/\/+$/, '');
  const at = (place: string) => new URL(place, issuer.origin);
  const inserted = [at(`/.well-known/oauth-authorization-server${path}`), at(`/.well-known/openid-configuration${path}`)];
  return path === '' ? inserted : [...inserted, at(`${path}/.well-known/openid-configuration`)];
}

/** Scopes of `scopes_supported`. */
export function scopesOf(fields: Fields): string[] {
  return scopesIn((listOf(fields, 'scopes_supported') ?? []).join(' '));
}

/** Equal, but for a slash at the end, with which the same metadata is found (RFC 8414, 3.1). */
export function sameIssuer(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '');
}

function listOf(fields: Fields, name: string): string[] | null {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, 500) : null;
}

function endpointOf(fields: Fields, name: string, source: URL): URL | null {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && value.length <= 8_000 && URL.canParse(value)) {
    const url = new URL(value);
    if (url.username === '' && url.password === '') return url;
  }
  throw invalidAnswer(source, `Its description has no usable address as ${name}.`);
}
