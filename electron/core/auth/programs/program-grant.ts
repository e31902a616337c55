import { scopesToAsk } from '../browser/authorization-request.ts';
import type { ClientProof } from '../clients/client-proof.ts';
import { refusalFacts } from '../discovery/challenge.ts';
import { type Discovered, discover } from '../discovery/discovery.ts';
import type { AuthTarget, TokenPorts } from '../flow-ports.ts';
import type { Grant } from '../grant.ts';
import { AuthHttp } from '../http/auth-http.ts';
import { addressOf } from '../server-origin.ts';
import { newDpopKey } from '../tokens/dpop.ts';
import { askForTokens } from '../tokens/token-endpoint.ts';

/** What the token endpoint is asked with. */
export interface ProgramRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly proof: ClientProof;
}

/**
 * Access without a person and a browser: finds the sign-in server and asks it for tokens. Throws what `discover`, `requestFor` and
 * `askForTokens` throw.
 */
export async function programGrant(
  target: AuthTarget & { readonly auth: { readonly scopes: string } },
  ports: TokenPorts,
  requestFor: (found: Discovered) => ProgramRequest | Promise<ProgramRequest>,
): Promise<Grant> {
  const { server, auth, challenge, boundIssuer } = target;
  const http = await AuthHttp.open(target, ports);
  try {
    const found = await discover({ server, challenge, boundIssuer, lenientIssuer: false }, http);
    const { metadata, resource } = found;
    const { scopes: challenged } = refusalFacts(challenge);
    // There is nobody to be offline: what is asked for is the program's own.
    const scopes = scopesToAsk(auth.scopes, challenged, target.scopes, found).filter((scope) => scope !== 'offline_access');
    const dpopKey = found.dpop ? await newDpopKey() : null;
    const { params: own, proof } = await requestFor(found);
    const params = { ...own, ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) };
    const tokens = await askForTokens(http, { endpoint: metadata.tokenEndpoint, params, proof, resource, scopes, dpopKey }, ports);
    const { idToken: _, ...kept } = tokens;
    return {
      ...kept,
      issuer: metadata.issuer,
      resource,
      server: addressOf(http.policy.server),
      client: proof.client,
      tokenEndpoint: metadata.tokenEndpoint.href,
      revocationEndpoint: metadata.revocationEndpoint?.href ?? null,
      dpopKey: tokens.tokenType === 'DPoP' ? dpopKey : null,
    };
  } finally {
    http.close();
  }
}
