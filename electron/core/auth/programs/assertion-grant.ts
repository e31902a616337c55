import { AppError } from '../../../../shared/errors.ts';
import { type ClientProof, methodFor } from '../clients/client-proof.ts';
import type { Discovered } from '../discovery/discovery.ts';
import type { AssertionTarget, TokenPorts } from '../flow-ports.ts';
import type { Grant } from '../grant.ts';
import { AuthHttp, invalidAnswer, objectOf } from '../http/auth-http.ts';
import { type TokenRequest, tokenIn } from '../tokens/token-endpoint.ts';
import { tokenError } from '../tokens/token-error.ts';
import { programGrant } from './program-grant.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ID_JAG = 'urn:ietf:params:oauth:token-type:id-jag';

/**
 * Access for a token that somebody else gave: of the platform that a program runs on (RFC 7523, 2.1; SEP-1933), or the ID token of an
 * organisation, exchanged by its identity provider first (RFC 8693; MCP extension enterprise-managed-authorization). Throws what
 * `programGrant` throws, and invalid_input for a provider that is no address. Asked once: a refusal is not tried in another way.
 */
export async function assertionGrant(target: AssertionTarget, ports: TokenPorts): Promise<Grant> {
  const { assertion, provider } = target.auth;
  ports.addSecret(assertion);
  return programGrant(target, ports, async (found) => {
    const proof = proofFor(target, found);
    const own = provider.tokenEndpoint.trim() === '' ? assertion : await exchanged(target, found, proof, ports);
    return { params: { grant_type: JWT_BEARER, assertion: own }, proof };
  });
}

function proofFor({ auth }: AssertionTarget, { metadata }: Discovered): ClientProof {
  const method = methodFor(auth.clientSecret !== null, metadata.tokenAuthMethods);
  const { issuer } = metadata;
  const entered = { clientId: auth.clientId.trim(), clientSecret: auth.clientSecret, source: 'entered' as const };
  return { client: { issuer, ...entered, method, redirectUris: [], secretEndsAt: null }, key: null, algorithms: null };
}

/** What the identity provider gives for the ID token, meant for this sign-in server alone. */
async function exchanged(
  { auth, tls }: AssertionTarget,
  { metadata, resource }: Discovered,
  proof: ClientProof,
  ports: TokenPorts,
): Promise<string> {
  const url = providerAddress(auth.provider.tokenEndpoint);
  // Entered by the person, as the server's address is: judged by itself.
  const http = await AuthHttp.open({ server: url, tls: { ...tls, acceptInvalid: false } }, ports);
  const params = {
    grant_type: TOKEN_EXCHANGE,
    requested_token_type: ID_JAG,
    audience: metadata.issuer,
    resource,
    subject_token: auth.assertion,
    subject_token_type: ID_TOKEN,
    client_id: auth.provider.clientId.trim(),
  };
  try {
    const answer = await http.postForm(url, new URLSearchParams(params));
    const request: TokenRequest = { endpoint: url, params, proof, resource, scopes: [], dpopKey: null };
    if (answer.status < 200 || answer.status > 299) throw tokenError(answer, request, ports.now());
    const { access_token, issued_token_type } = objectOf(answer);
    const token = tokenIn(access_token);
    if (token === null || issued_token_type !== ID_JAG) throw invalidAnswer(url, 'It gave no token for the sign-in server (ID-JAG).');
    ports.addSecret(token);
    return token;
  } finally {
    http.close();
  }
}

function providerAddress(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new AppError('invalid_input', {
    issues: [{ path: 'transport.auth.provider.tokenEndpoint', message: 'Enter a whole address that begins with https://' }],
  });
}
