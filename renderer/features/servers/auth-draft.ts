import { DEFAULT_AUTH } from '../../../shared/contract/constants.ts';
import type { RemoteInput } from '../../../shared/contract/model.ts';
import { EMPTY_SECRET, type EnteredText, enteredText, hasValue, type SecretDraft, secretDraft } from './secret-draft.ts';

type Auth = RemoteInput['auth'];
type OAuth = Extract<Auth, { kind: 'oauth' }>;
type Assertion = Extract<Auth, { kind: 'assertion' }>;
type ClientCredentials = Extract<Auth, { kind: 'clientCredentials' }>;

/** `headers`: what the server needs stands among its headers; to the core that is `none`. */
export type AuthChoice = Auth['kind'] | 'headers';

/** How a server is told who asks, as it is being entered: every kind keeps what is its own, so that switching loses nothing. */
export interface AuthDraft {
  readonly choice: AuthChoice;
  /** The person chose it, or it was saved or recognised: no suggestion changes it. */
  readonly isDecided: boolean;
  /** What `bearer`, `header` and `query` send, each in its own way. */
  readonly secret: SecretDraft;
  readonly header: { readonly name: string; readonly prefix: string };
  readonly query: { readonly name: string };
  readonly oauth: Pick<OAuth, 'clientId' | 'scopes' | 'redirect' | 'lenientIssuer'> & { readonly clientSecret: SecretDraft };
  readonly client: Pick<ClientCredentials, 'clientId' | 'method' | 'algorithm' | 'scopes'> & {
    readonly secret: SecretDraft;
    readonly privateKey: SecretDraft;
  };
  readonly assertion: Pick<Assertion, 'clientId' | 'provider' | 'scopes'> & {
    readonly token: SecretDraft;
    readonly clientSecret: SecretDraft;
  };
}

export const EMPTY_AUTH: AuthDraft = {
  choice: 'oauth',
  isDecided: false,
  secret: EMPTY_SECRET,
  header: { name: 'X-API-Key', prefix: '' },
  query: { name: 'api_key' },
  oauth: { clientId: '', clientSecret: EMPTY_SECRET, scopes: '', redirect: DEFAULT_AUTH.redirect, lenientIssuer: false },
  client: { clientId: '', method: 'secret', secret: EMPTY_SECRET, privateKey: EMPTY_SECRET, algorithm: '', scopes: '' },
  assertion: {
    clientId: '',
    token: EMPTY_SECRET,
    clientSecret: EMPTY_SECRET,
    provider: { tokenEndpoint: '', clientId: '' },
    scopes: '',
  },
};

/** `${env:NAME}`: taken from this computer's environment at each start. */
const VARIABLE = /\$\{env:[^{}]+\}/;

/** What was entered as a secret is one, whatever it looks like. */
function secretText(secret: SecretDraft): EnteredText {
  return enteredText({ ...secret, inVault: !VARIABLE.test(secret.value) }, '');
}

interface AuthOrigin {
  /** Whether the server's headers say who asks. */
  readonly hasKeyHeaders: boolean;
  readonly isSaved: boolean;
}

/** Saved or recognised authentication, to be edited. */
export function authDraft(auth: Auth, { hasKeyHeaders, isSaved }: AuthOrigin, before: AuthDraft): AuthDraft {
  // A recognised server without any authentication of its own has the default.
  const common = { ...before, isDecided: isSaved || hasKeyHeaders || auth.kind !== 'oauth' };
  switch (auth.kind) {
    case 'none':
      return { ...common, choice: hasKeyHeaders ? 'headers' : 'none' };
    case 'bearer':
      return { ...common, choice: 'bearer', secret: secretDraft(auth.token, null) };
    case 'header':
      return { ...common, choice: 'header', header: { name: auth.name, prefix: auth.prefix }, secret: secretDraft(auth.value, null) };
    case 'query':
      return { ...common, choice: 'query', query: { name: auth.name }, secret: secretDraft(auth.value, null) };
    case 'oauth': {
      const { clientId, clientSecret, scopes, redirect, lenientIssuer } = auth;
      const secret = optionalDraft(clientSecret);
      return { ...common, choice: 'oauth', oauth: { clientId, clientSecret: secret, scopes, redirect, lenientIssuer } };
    }
    case 'clientCredentials': {
      const { clientId, method, algorithm, scopes, credential } = auth;
      const kept = method === 'secret' ? { secret: secretDraft(credential, null) } : { privateKey: secretDraft(credential, null) };
      return { ...common, choice: 'clientCredentials', client: { ...before.client, clientId, method, algorithm, scopes, ...kept } };
    }
    case 'assertion': {
      const { clientId, clientSecret, assertion: token, provider, scopes } = auth;
      const own = { clientId, token: secretDraft(token, null), clientSecret: optionalDraft(clientSecret), provider, scopes };
      return { ...common, choice: 'assertion', assertion: own };
    }
    default:
      return auth satisfies never;
  }
}

function optionalDraft(secret: OAuth['clientSecret']): SecretDraft {
  return secret === null ? EMPTY_SECRET : secretDraft(secret, null);
}

function optionalText(secret: SecretDraft): EnteredText | null {
  const text = secretText(secret);
  return text === '' ? null : text;
}

/** What goes to the core. */
export function authFrom({ choice, secret, header, query, oauth, client, assertion }: AuthDraft): Auth {
  switch (choice) {
    case 'none':
    case 'headers':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: secretText(secret) };
    case 'header':
      return { kind: 'header', name: header.name.trim(), prefix: header.prefix, value: secretText(secret) };
    case 'query':
      return { kind: 'query', name: query.name.trim(), value: secretText(secret) };
    case 'oauth':
      return {
        kind: 'oauth',
        clientId: oauth.clientId.trim(),
        clientSecret: optionalText(oauth.clientSecret),
        scopes: oauth.scopes.trim(),
        redirect: oauth.redirect,
        lenientIssuer: oauth.lenientIssuer,
      };
    case 'clientCredentials':
      return {
        kind: 'clientCredentials',
        clientId: client.clientId.trim(),
        method: client.method,
        credential: secretText(client.method === 'secret' ? client.secret : client.privateKey),
        algorithm: client.method === 'secret' ? '' : client.algorithm,
        scopes: client.scopes.trim(),
      };
    case 'assertion':
      return {
        kind: 'assertion',
        clientId: assertion.clientId.trim(),
        clientSecret: optionalText(assertion.clientSecret),
        assertion: secretText(assertion.token),
        provider: { tokenEndpoint: assertion.provider.tokenEndpoint.trim(), clientId: assertion.provider.clientId.trim() },
        scopes: assertion.scopes.trim(),
      };
    default:
      return choice satisfies never;
  }
}

export type AuthError = 'auth.keyMissing' | 'auth.clientIdMissing' | 'auth.credentialMissing' | 'auth.tokenMissing';

/** What the chosen kind lacks: messages' ids by field path. */
export function authErrors({ choice, secret, client, assertion }: AuthDraft): Record<string, AuthError> {
  const errors: Record<string, AuthError> = {};
  if (choice === 'bearer' && !hasValue(secret)) errors['transport.auth.token'] = 'auth.keyMissing';
  if ((choice === 'header' || choice === 'query') && !hasValue(secret)) errors['transport.auth.value'] = 'auth.keyMissing';
  if (choice === 'clientCredentials') {
    if (client.clientId.trim() === '') errors['transport.auth.clientId'] = 'auth.clientIdMissing';
    if (!hasValue(client.method === 'secret' ? client.secret : client.privateKey))
      errors['transport.auth.credential'] = 'auth.credentialMissing';
  }
  if (choice === 'assertion') {
    if (assertion.clientId.trim() === '') errors['transport.auth.clientId'] = 'auth.clientIdMissing';
    if (!hasValue(assertion.token)) errors['transport.auth.assertion'] = 'auth.tokenMissing';
  }
  return errors;
}
