import { type ClientProof, methodFor } from '../clients/client-proof.ts';
import type { ServerMetadata } from '../discovery/server-metadata.ts';
import type { CredentialsTarget, TokenPorts } from '../flow-ports.ts';
import type { Grant } from '../grant.ts';
import { programGrant } from './program-grant.ts';

/**
 * A program's own access, without a person (RFC 6749, 4.4; RFC 7523; MCP extension oauth-client-credentials). Throws what
 * `programGrant` throws, and invalid_input for a key that cannot be used.
 */
export async function clientCredentialsGrant(target: CredentialsTarget, ports: TokenPorts): Promise<Grant> {
  ports.addSecret(target.auth.credential);
  return programGrant(target, ports, ({ metadata }) => ({
    params: { grant_type: 'client_credentials' },
    proof: proofFor(target, metadata),
  }));
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
