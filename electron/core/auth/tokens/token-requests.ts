import type { PlainRemote } from '../../../../shared/contract/model.ts';
import { AppError } from '../../../../shared/errors.ts';
import { prove } from '../clients/client-proof.ts';
import type { TokenPorts } from '../flow-ports.ts';
import type { Grant } from '../grant.ts';
import { AuthHttp } from '../http/auth-http.ts';
import { askForTokens } from './token-endpoint.ts';

/** What requests with a grant need beside it: how the server's certificates are checked. */
export type GrantPorts = TokenPorts & { readonly tls: PlainRemote['tls'] };

/**
 * New tokens for a grant (RFC 6749, 6); the refresh token stays where none is returned. Throws what `askForTokens` throws:
 * `details.error` is `invalid_grant` when somebody has to sign in again; sign_in_needed when it cannot be renewed at all.
 */
export async function renewGrant(grant: Grant, ports: GrantPorts): Promise<Grant> {
  const { refreshToken, client, resource, scopes } = grant;
  if (refreshToken === null) throw new AppError('sign_in_needed');
  ports.addSecret(refreshToken);
  return withHttp(grant, ports, async (http) => {
    const tokens = await askForTokens(
      http,
      {
        endpoint: new URL(grant.tokenEndpoint),
        params: { grant_type: 'refresh_token', refresh_token: refreshToken },
        proof: { client, key: null, algorithms: null },
        resource,
        scopes,
        dpopKey: grant.dpopKey,
      },
      ports,
    );
    const { idToken: _, ...kept } = tokens;
    return { ...grant, ...kept, refreshToken: tokens.refreshToken ?? refreshToken };
  });
}

/**
 * Has the tokens of a grant ended by the server (RFC 7009); false where it does not offer that. Throws auth_refused and what
 * AuthHttp throws.
 */
export async function revokeGrant(grant: Grant, ports: GrantPorts): Promise<boolean> {
  const { revocationEndpoint, refreshToken, accessToken } = grant;
  if (revocationEndpoint === null) return false;
  const url = new URL(revocationEndpoint);
  return withHttp(grant, ports, async (http) => {
    const tokens = { ...(refreshToken === null ? {} : { refresh_token: refreshToken }), access_token: accessToken };
    for (const [hint, token] of Object.entries(tokens)) {
      ports.addSecret(token);
      const params = new URLSearchParams({ token, token_type_hint: hint });
      const headers = prove({ client: grant.client, key: null, algorithms: null }, params, ports);
      const { status, json } = await http.postForm(url, params, headers);
      const error = typeof json === 'object' && json !== null && 'error' in json ? json.error : '';
      // Access tokens may be of a kind that cannot be revoked.
      if (status > 299 && error !== 'unsupported_token_type')
        throw new AppError('auth_refused', { host: url.host, detail: `HTTP ${status}`, error: String(error).slice(0, 100) });
    }
    return true;
  });
}

async function withHttp<T>(grant: Grant, ports: GrantPorts, work: (http: AuthHttp) => Promise<T>): Promise<T> {
  const http = await AuthHttp.open({ server: new URL(grant.server), tls: ports.tls }, ports);
  try {
    return await work(http);
  } finally {
    http.close();
  }
}
