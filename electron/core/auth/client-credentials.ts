import { AppError } from '../../../shared/errors.ts';
import { AuthHttp } from './auth-http.ts';
import { scopesToAsk } from './authorization-request.ts';
import { refusalFacts } from './challenge.ts';
import { type ClientProof, methodFor } from './client-proof.ts';
import { discover } from './discovery.ts';
import { newDpopKey } from './dpop.ts';
import type { CredentialsTarget, TokenPorts } from './flow-ports.ts';
import type { Grant } from './grant.ts';
import type { ServerMetadata } from './server-metadata.ts';
import { askForTokens } from './token-endpoint.ts';

/**
 * A program's own access, without a person (RFC 6749, 4.4; RFC 7523; MCP extension oauth-client-credentials). Throws what `discover`
 * and `askForTokens` throw, auth_issuer_mismatch, and invalid_input for a key that cannot be used.
 */
export async function clientCredentialsGrant(target: CredentialsTarget, ports: TokenPorts): Promise<Grant> {
  const { server, auth, challenge, boundIssuer } = target;
  ports.addSecret(auth.credential);
  const http = await AuthHttp.open(target, ports);
  try {
    const found = await discover({ server, challenge, boundIssuer, lenientIssuer: false }, http);
    const { metadata, resource } = found;
    if (boundIssuer !== null && boundIssuer !== metadata.issuer)
      throw new AppError('auth_issuer_mismatch', { found: metadata.issuer, expected: boundIssuer });
    const { scopes: challenged } = refusalFacts(challenge);
    // There is nobody to be offline: what is asked for is the program's own.
    const scopes = scopesToAsk(auth.scopes, challenged, target.scopes, found).filter((scope) => scope !== 'offline_access');
    const dpopKey = found.dpop ? await newDpopKey() : null;
    const proof = proofFor(target, metadata);
    const params = { grant_type: 'client_credentials', ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) };
    const tokens = await askForTokens(http, { endpoint: metadata.tokenEndpoint, params, proof, resource, scopes, dpopKey }, ports);
    const { idToken: _, ...kept } = tokens;
    return {
      ...kept,
      issuer: metadata.issuer,
      resource,
      server: http.policy.server.origin + http.policy.server.pathname,
      client: proof.client,
      tokenEndpoint: metadata.tokenEndpoint.href,
      revocationEndpoint: metadata.revocationEndpoint?.href ?? null,
      dpopKey: tokens.tokenType === 'DPoP' ? dpopKey : null,
    };
  } finally {
    http.close();
  }
}

function proofFor({ auth }: CredentialsTarget, { issuer, tokenAuthMethods, tokenAuthAlgorithms }: ServerMetadata): ClientProof {
  const signs = auth.method === 'privateKey';
  return {
    client: {
      issuer,
      clientId: auth.clientId.trim(),
      clientSecret: signs ? null : auth.credential,
      method: signs ? 'private_key_jwt' : methodFor(true, tokenAuthMethods),
      source: 'entered',
      redirectUris: [],
      secretEndsAt: null,
    },
    key: signs ? { key: auth.credential, algorithm: auth.algorithm } : null,
    algorithms: tokenAuthAlgorithms,
  };
}
