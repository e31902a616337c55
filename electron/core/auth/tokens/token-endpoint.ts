import { type ClientProof, prove } from '../clients/client-proof.ts';
import { scopesIn } from '../discovery/challenge.ts';
import type { TokenPorts } from '../flow-ports.ts';
import type { Grant } from '../grant.ts';
import { type AuthAnswer, type AuthHttp, invalidAnswer, objectOf } from '../http/auth-http.ts';
import { DpopProofs } from './dpop-proofs.ts';
import { tokenError } from './token-error.ts';

/** Where the server does not say, in s; what it says is believed up to ten years. */
const USUAL_LIFETIME_S = 3_600;
const LONGEST_LIFETIME_S = 10 * 365 * 24 * 3_600;
const LONGEST_TOKEN = 100_000;

export interface TokenRequest {
  readonly endpoint: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly proof: ClientProof;
  /** RFC 8707, 2.2 */
  readonly resource: string;
  /** Scopes that are granted when the answer does not say (RFC 6749, 5.1). */
  readonly scopes: readonly string[];
  /** Binds the tokens to a key (RFC 9449, 5); null: bearer tokens */
  readonly dpopKey: Grant['dpopKey'];
}

export interface Tokens {
  readonly tokenType: 'Bearer' | 'DPoP';
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly scopes: string[];
  readonly obtainedAt: number;
  readonly expiresAt: number;
}

/**
 * Asks for tokens (RFC 6749, 5). Throws auth_refused, auth_client_refused, auth_scope_refused, auth_redirect_refused,
 * auth_clock_skew, each with `details.error` of the server, and what AuthHttp throws.
 */
export async function askForTokens(http: AuthHttp, request: TokenRequest, ports: TokenPorts): Promise<Tokens> {
  const answer = await send(http, request, ports);
  if (answer.status < 200 || answer.status > 299 || errorOf(answer) !== null) throw tokenError(answer, request, ports.now());
  return tokensOf(answer, request, ports);
}

async function send(http: AuthHttp, request: TokenRequest, ports: TokenPorts): Promise<AuthAnswer> {
  const { endpoint, dpopKey } = request;
  const proofs = new DpopProofs(ports);
  for (let tries = 1; ; tries += 1) {
    const params = new URLSearchParams({ ...request.params, resource: request.resource });
    const headers = prove(request.proof, params, ports);
    if (dpopKey !== null) headers.dpop = proofs.proof(dpopKey, { method: 'POST', url: endpoint });
    const answer = await http.postForm(endpoint, params, headers);
    if (tries > 1 || dpopKey === null || errorOf(answer) !== 'use_dpop_nonce') return answer;
    proofs.remember(endpoint, answer.headers.get('dpop-nonce'));
  }
}

/** Some servers tell an error with 200. */
function errorOf({ json }: AuthAnswer): string | null {
  const error = typeof json === 'object' && json !== null && 'error' in json && !('access_token' in json) ? json.error : null;
  return typeof error === 'string' ? error : null;
}

function tokensOf(answer: AuthAnswer, { scopes, dpopKey }: TokenRequest, ports: TokenPorts): Tokens {
  const fields = objectOf(answer);
  const { url } = answer;
  const accessToken = tokenIn(fields.access_token);
  if (accessToken === null) throw invalidAnswer(url, 'Its answer has no access token that could be used.');
  ports.addSecret(accessToken);
  const refreshToken = tokenIn(fields.refresh_token);
  const idToken = tokenIn(fields.id_token);
  for (const token of [refreshToken, idToken]) if (token !== null) ports.addSecret(token);
  const kind = typeof fields.token_type === 'string' ? fields.token_type.toLowerCase() : '';
  if (kind !== 'bearer' && !(kind === 'dpop' && dpopKey !== null))
    throw invalidAnswer(url, 'Its tokens are of a kind that was not asked for.');
  const obtainedAt = ports.now();
  return {
    tokenType: kind === 'dpop' ? 'DPoP' : 'Bearer',
    accessToken,
    refreshToken,
    idToken,
    scopes: typeof fields.scope === 'string' && fields.scope.trim() !== '' ? scopesIn(fields.scope) : [...scopes],
    obtainedAt,
    expiresAt: obtainedAt + lifetime(fields.expires_in) * 1_000,
  };
}

/** A token that can stand in a header (RFC 6750, 2.1, and what servers give beyond it). */
export function tokenIn(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LONGEST_TOKEN && /^[\x21-\x7e]+$/.test(value) ? value : null;
}

function lifetime(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return USUAL_LIFETIME_S;
  return Math.min(Math.floor(seconds), LONGEST_LIFETIME_S);
}
