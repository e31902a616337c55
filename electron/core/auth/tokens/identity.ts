import type { ServerMetadata } from '../discovery/server-metadata.ts';
import type { Identity } from '../grant.ts';
import type { AuthHttp } from '../http/auth-http.ts';
import { shownLine } from '../http/shown-text.ts';
import type { Tokens } from './token-endpoint.ts';

type Claims = Readonly<Record<string, unknown>>;

/** What names an account best, first: a person can have several of the same name. */
const NAMES = ['email', 'preferred_username', 'nickname', 'name', 'login'] as const;

/**
 * Whose access it is, from the ID token or from userinfo (OpenID Connect Core, 2 and 5.3). The ID token comes from the token
 * endpoint itself and is not checked further: nothing but a name to show is taken from it. Never throws for what the server does.
 */
export async function identityOf(http: AuthHttp, metadata: ServerMetadata, clientId: string, tokens: Tokens): Promise<Identity | null> {
  const told = tokens.idToken === null ? null : idClaims(tokens.idToken, metadata, clientId);
  if (told !== null && nameIn(told) !== null) return identity(told);
  const asked = await userinfo(http, metadata, tokens);
  const isSame = told === null || asked === null || asked.sub === told.sub;
  return (isSame ? identity(asked) : null) ?? identity(told);
}

function idClaims(token: string, { ownName }: ServerMetadata, clientId: string): Claims | null {
  const claims = objectIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const audience: readonly unknown[] = claims === null ? [] : Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return claims?.iss === ownName && audience.includes(clientId) ? claims : null;
}

async function userinfo(http: AuthHttp, { userinfoEndpoint }: ServerMetadata, tokens: Tokens): Promise<Claims | null> {
  // A token that is bound to a key would need a proof; a name is not worth it.
  if (userinfoEndpoint === null || tokens.tokenType !== 'Bearer' || !tokens.scopes.includes('openid')) return null;
  const answer = await http.get(userinfoEndpoint, { authorization: `Bearer ${tokens.accessToken}` }).catch(() => null);
  return answer?.status === 200 && isObject(answer.json) ? answer.json : null;
}

function identity(claims: Claims | null): Identity | null {
  if (claims === null) return null;
  const subject = shownLine(claims.sub) || null;
  const name = nameIn(claims);
  return subject === null && name === null ? null : { subject, name };
}

function nameIn(claims: Claims): string | null {
  const found = NAMES.map((name) => shownLine(claims[name])).find((value) => value !== '');
  return found === undefined ? null : found.slice(0, 120);
}

function objectIn(text: string): Claims | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
