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
  /** Of the platform that the program runs on */
  valid_jwt?: string;
  idp_client_id?: string;
  idp_id_token?: string;
  idp_token_endpoint?: string;
}

export function readContext(env: NodeJS.ProcessEnv): Context {
  return JSON.parse(env.MCP_CONFORMANCE_CONTEXT ?? '{}') as Context;
}

/** The credentials as they are entered in the server's settings. */
export function authOf(context: Context): AuthInput {
  const { name, client_id: clientId, client_secret: secret, private_key_pem: key } = context;
  if (clientId === undefined) return { kind: 'oauth' };
  const assertion = context.valid_jwt ?? context.idp_id_token;
  if (assertion !== undefined) {
    const provider = { tokenEndpoint: context.idp_token_endpoint ?? '', clientId: context.idp_client_id ?? '' };
    return { kind: 'assertion', clientId, clientSecret: entered(secret), assertion: { $new: assertion }, provider };
  }
  if (key !== undefined) {
    const algorithm = context.signing_algorithm ?? '';
    return { kind: 'clientCredentials', clientId, method: 'privateKey', credential: { $new: key }, algorithm };
  }
  if (name?.includes('client-credentials')) return { kind: 'clientCredentials', clientId, credential: { $new: secret ?? '' } };
  return { kind: 'oauth', clientId, clientSecret: entered(secret) };
}

const entered = (secret: string | undefined) => (secret === undefined ? null : { $new: secret });
