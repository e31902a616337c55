import type { Input } from '../../shared/contract/methods.ts';

type RemoteInput = Extract<Input<'servers.create'>['transport'], { kind: 'remote' }>;
export type AuthInput = NonNullable<RemoteInput['auth']>;

/** What the suite tells beside the address: credentials that a person would have been given, and calls to make. */
export interface Context {
  name?: string;
  toolCalls?: { name: string; arguments: Record<string, unknown> }[];
  client_id?: string;
  client_secret?: string;
  private_key_pem?: string;
  signing_algorithm?: string;
}

export function readContext(env: NodeJS.ProcessEnv): Context {
  return JSON.parse(env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Context;
}

/** The credentials as they are entered in the server's settings. */
export function authOf({ name, client_id: clientId, client_secret: secret, private_key_pem: key, signing_algorithm }: Context): AuthInput {
  if (clientId === undefined) return { kind: 'oauth' };
  if (key !== undefined)
    return { kind: 'clientCredentials', clientId, method: 'privateKey', credential: { $new: key }, algorithm: signing_algorithm ?? '' };
  if (name?.includes('client-credentials'))
    return { kind: 'clientCredentials', clientId, method: 'secret', credential: { $new: secret ?? '' } };
  return { kind: 'oauth', clientId, clientSecret: secret === undefined ? null : { $new: secret } };
}
