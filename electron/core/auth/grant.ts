import { z } from 'zod';

/** A client as one authorization server knows it; never sent to another (RFC 9207, 4; MCP Authorization). */
export const oauthClient = z.object({
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: z.string().nullable(),
  /** How it shows who it is at the token endpoint (RFC 7591, 2). */
  method: z.enum(['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt']),
  /** Entered by the person, described by a document at its id (CIMD), or registered by Patchbay (RFC 7591). */
  source: z.enum(['entered', 'document', 'registered']),
  redirectUris: z.array(z.string()),
  /** ms since the epoch; null: never */
  secretEndsAt: z.number().nullable(),
});

/** Tokens with all it takes to use, renew and revoke them. Lives in the vault only. */
export const grant = z.object({
  issuer: z.string(),
  /** What the tokens are for (RFC 8707); they are sent to the origin of `server` only. */
  resource: z.string(),
  server: z.string(),
  client: oauthClient,
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  tokenType: z.enum(['Bearer', 'DPoP']),
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  scopes: z.array(z.string()),
  /** ms since the epoch */
  obtainedAt: z.number(),
  expiresAt: z.number(),
  /** Private key of DPoP (RFC 9449) as JWK; null for bearer tokens. */
  dpopKey: z.record(z.string(), z.unknown()).nullable(),
});

/** Whose access it is, as the ID token or userinfo tell it. */
export interface Identity {
  /** Stable name of the person at the issuer, or null. */
  readonly subject: string | null;
  /** To be shown; null: unknown */
  readonly name: string | null;
}

export type OAuthClient = z.infer<typeof oauthClient>;
export type Grant = z.infer<typeof grant>;
