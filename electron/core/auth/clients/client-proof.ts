import type { TokenPorts } from '../flow-ports.ts';
import type { OAuthClient } from '../grant.ts';
import { clientAssertion, type SigningKey } from './private-key-jwt.ts';

/** A client with all it takes to show who it is. */
export interface ClientProof {
  readonly client: OAuthClient;
  /** Of `private_key_jwt`; otherwise null. */
  readonly key: SigningKey | null;
  /** JWS algorithms that the server takes; null: not said. */
  readonly algorithms: readonly string[] | null;
}

type Method = OAuthClient['method'];

/** How a client with or without a secret shows who it is; a server that does not say takes `client_secret_basic` (RFC 8414, 2). */
export function methodFor(hasSecret: boolean, supported: readonly string[] | null): Method {
  if (!hasSecret) return 'none';
  const takes = (method: Method) => supported === null || supported.includes(method);
  return takes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post';
}

/** Adds the proof to a request; returns its headers. `addSecret` is told of what it adds. Throws invalid_input. */
export function prove(
  { client, key, algorithms }: ClientProof,
  params: URLSearchParams,
  ports: Pick<TokenPorts, 'now' | 'randomBytes' | 'addSecret'>,
): Record<string, string> {
  const { clientId, clientSecret } = client;
  if (clientSecret !== null) ports.addSecret(clientSecret);
  switch (client.method) {
    case 'client_secret_basic': {
      const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret ?? '')}`).toString('base64');
      ports.addSecret(basic);
      return { authorization: `Basic ${basic}` };
    }
    case 'client_secret_post':
      params.set('client_id', clientId);
      params.set('client_secret', clientSecret ?? '');
      return {};
    case 'private_key_jwt': {
      const claims = { clientId, audience: client.issuer, now: ports.now(), id: ports.randomBytes(16).toString('base64url') };
      const assertion = clientAssertion(key ?? { key: '', algorithm: '' }, algorithms, claims);
      ports.addSecret(assertion);
      params.set('client_id', clientId);
      params.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      params.set('client_assertion', assertion);
      return {};
    }
    case 'none':
      params.set('client_id', clientId);
      return {};
  }
}

/** RFC 6749, 2.3.1 and appendix B. */
function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
