import { DEFAULT_AUTH } from '../../../shared/contract/constants.ts';
import type { RemoteInput } from '../../../shared/contract/model.ts';
import { EMPTY_SECRET, enteredText, type SecretDraft, secretDraft } from './secret-draft.ts';

type Auth = RemoteInput['auth'];
type OAuth = Extract<Auth, { kind: 'oauth' }>;
type ClientCredentials = Extract<Auth, { kind: 'clientCredentials' }>;

/** `headers`: what the server needs stands among its headers; to the core that is `none`. */
export type AuthChoice = Auth['kind'] | 'headers';

/** How a server is told who asks, as it is being entered: every kind keeps what is its own, so that switching loses nothing. */
export interface AuthDraft {
  readonly choice: AuthChoice;
  /** What `bearer`, `header` and `query` send, each in its own way. */
  readonly key: SecretDraft;
  readonly header: { readonly name: string; readonly prefix: string };
  readonly query: { readonly name: string };
  readonly oauth: Pick<OAuth, 'clientId' | 'scopes' | 'redirect' | 'lenientIssuer'> & { readonly clientSecret: SecretDraft };
  readonly client: Pick<ClientCredentials, 'clientId' | 'method' | 'algorithm' | 'scopes'> & {
    readonly secret: SecretDraft;
    readonly privateKey: SecretDraft;
  };
}

export const EMPTY_AUTH: AuthDraft = {
  choice: 'oauth',
  key: EMPTY_SECRET,
  header: { name: 'X-API-Key', prefix: '' },
  query: { name: 'api_key' },
  oauth: { clientId: '', clientSecret: EMPTY_SECRET, scopes: '', redirect: DEFAULT_AUTH.redirect, lenientIssuer: false },
  client: { clientId: '', method: 'secret', secret: EMPTY_SECRET, privateKey: EMPTY_SECRET, algorithm: '', scopes: '' },
};

/** Names that make a value a secret whatever it looks like: it was entered as one. */
const SECRET = 'secret';

/** Saved or recognised authentication, to be edited. `hasKeyHeaders`: whether its headers say who asks. */
export function authDraft(auth: Auth, hasKeyHeaders: boolean, before: AuthDraft): AuthDraft {
  switch (auth.kind) {
    case 'none':
      return { ...before, choice: hasKeyHeaders ? 'headers' : 'none' };
    case 'bearer':
      return { ...before, choice: 'bearer', key: secretDraft(auth.token, null) };
    case 'header':
      return { ...before, choice: 'header', header: { name: auth.name, prefix: auth.prefix }, key: secretDraft(auth.value, null) };
    case 'query':
      return { ...before, choice: 'query', query: { name: auth.name }, key: secretDraft(auth.value, null) };
    case 'oauth': {
      const { clientId, clientSecret, scopes, redirect, lenientIssuer } = auth;
      const secret = clientSecret === null ? EMPTY_SECRET : secretDraft(clientSecret, null);
      return { ...before, choice: 'oauth', oauth: { clientId, scopes, redirect, lenientIssuer, clientSecret: secret } };
    }
    case 'clientCredentials': {
      const { clientId, method, algorithm, scopes, credential } = auth;
      const kept = method === 'secret' ? { secret: secretDraft(credential, null) } : { privateKey: secretDraft(credential, null) };
      return { ...before, choice: 'clientCredentials', client: { ...before.client, clientId, method, algorithm, scopes, ...kept } };
    }
    default:
      return auth satisfies never;
  }
}

/** What goes to the core. */
export function authFrom({ choice, key, header, query, oauth, client }: AuthDraft): Auth {
  switch (choice) {
    case 'none':
    case 'headers':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: enteredText(key, SECRET) };
    case 'header':
      return { kind: 'header', name: header.name.trim(), prefix: header.prefix, value: enteredText(key, SECRET) };
    case 'query':
      return { kind: 'query', name: query.name.trim(), value: enteredText(key, SECRET) };
    case 'oauth': {
      const secret = enteredText(oauth.clientSecret, SECRET);
      return {
        kind: 'oauth',
        clientId: oauth.clientId.trim(),
        clientSecret: secret === '' ? null : secret,
        scopes: oauth.scopes.trim(),
        redirect: oauth.redirect,
        lenientIssuer: oauth.lenientIssuer,
      };
    }
    case 'clientCredentials':
      return {
        kind: 'clientCredentials',
        clientId: client.clientId.trim(),
        method: client.method,
        credential: enteredText(client.method === 'secret' ? client.secret : client.privateKey, SECRET),
        algorithm: client.method === 'secret' ? '' : client.algorithm,
        scopes: client.scopes.trim(),
      };
    default:
      return choice satisfies never;
  }
}
