import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { consent } from '../../fixtures/auth-server/browser.ts';
import { signJwt } from '../../fixtures/auth-server/jwt.ts';
import type { AuthServerOptions, KnownClient } from '../../fixtures/auth-server/options.ts';
import { authServer } from './auth-server.ts';
import { testApp } from './end-to-end-app.ts';

const pkce = /^[A-Za-z0-9\-._~]{43,128}$/;

describe('one click and one page are enough at a server', () => {
  const cases: [string, Partial<AuthServerOptions>][] = [
    ['of both eras', {}],
    ['of the older era, with sessions', { era: 'legacy' }],
    ['of the newer era', { era: 'modern' }],
    ['that describes itself at its root', { resourceMetadata: 'root', challengeNamesIt: false }],
    ['that describes itself below its path and does not say so', { challengeNamesIt: false }],
    ['that describes itself anywhere', { resourceMetadata: 'elsewhere' }],
    ['whose issuer has a path', { issuerPath: '/tenant/one' }],
    ['whose issuer speaks OpenID Connect', { metadata: 'oidc', issuerPath: '/tenant' }],
    ['whose issuer speaks OpenID Connect, before its path', { metadata: 'oidcBefore', issuerPath: '/tenant' }],
    ['of 2025-03-26 with metadata', { together: true, resourceMetadata: 'none', iss: false }],
    ['of 2025-03-26 without any', { together: true, resourceMetadata: 'none', metadata: 'none', iss: false }],
    ['that does not know RFC 9207', { iss: false }],
    ['that gives no refresh token', { refresh: 'none' }],
    ['that names no end of its tokens', { editTokens: ({ expires_in: _, ...rest }) => rest }],
    ['that writes the kind of its tokens small', { editTokens: (answer) => ({ ...answer, token_type: 'bearer' }) }],
    [
      'that gives registered apps a secret',
      {
        editRegistration: (answer) => ({ ...answer, client_secret: 's', token_endpoint_auth_method: 'client_secret_basic' }),
      },
    ],
    [
      'that wants such a secret in the form',
      {
        editRegistration: (answer) => ({ ...answer, client_secret: 's e+c/r&et', token_endpoint_auth_method: 'client_secret_post' }),
      },
    ],
    ['that takes localhost only', { refuseRegistration: refusing('127.0.0.1') }],
    ['that offers DPoP', { dpop: 'offered' }],
    ['that requires DPoP', { dpop: 'required' }],
    ['that requires DPoP with a nonce', { dpop: 'required', dpopNonce: true }],
  ];

  test.each(cases)('%s', async (_, options) => {
    const server = await authServer(options);
    const app = await testApp();
    const id = await app.add(server.mcp);
    expect((await app.ask('servers.connect', { id })).kind).toBe('needsAuth');
    await app.signedIn(id);
    expect(await app.echo(id, 'hello')).toBe('hello');
    expect(app.opened).toHaveLength(1);
    const asked = new URL(app.opened[0]!).searchParams;
    expect(asked.get('resource')).toBe(server.mcp);
    expect(asked.get('code_challenge_method')).toBe('S256');
    const [exchange, ...more] = server.grants('authorization_code').filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    expect(exchange?.form.get('resource')).toBe(server.mcp);
    expect(exchange?.form.get('code_verifier')).toMatch(pkce);
    expect(await app.accounts()).toHaveLength(1);
  });
});

/** A server that does not register redirect addresses of this host. */
function refusing(host: string): AuthServerOptions['refuseRegistration'] {
  return ({ redirect_uris }) =>
    (redirect_uris as string[]).some((uri) => new URL(uri).hostname === host)
      ? { status: 400, error: 'invalid_redirect_uri', description: `${host} is not allowed` }
      : null;
}

describe('a client that was registered by hand', () => {
  const client = (rest: Partial<KnownClient>): KnownClient => ({
    ...{ id: 'by-hand', secret: null, method: 'none', redirectUris: ['http://127.0.0.1/oauth/callback'] },
    ...rest,
  });
  test.each([
    ['public', client({}), ['none']],
    ['with a secret (basic)', client({ secret: 'p&s s:1%', method: 'client_secret_basic' }), ['client_secret_basic']],
    ['with a secret (post)', client({ secret: 'p&s s:1%', method: 'client_secret_post' }), ['client_secret_post']],
  ])('%s', async (_, known, methods) => {
    const server = await authServer({
      registration: false,
      clients: [known],
      editMetadata: (document) => ({ ...document, token_endpoint_auth_methods_supported: methods }),
    });
    const app = await testApp();
    const clientSecret = known.secret === null ? null : { $new: known.secret };
    const id = await app.add(server.mcp, { auth: { kind: 'oauth', clientId: known.id, clientSecret } });
    await app.signedIn(id);
    expect(await app.echo(id, 'hello')).toBe('hello');
    expect(server.seen('register')).toEqual([]);
    if (known.secret !== null) expect(app.files()).not.toContain(known.secret);
  });
});

test('a server that knows client documents is given the address of ours instead of a registration', async () => {
  const address = 'https://patchbay.example/client.json';
  const server = await authServer({ documents: { [address]: { redirect_uris: ['http://127.0.0.1/oauth/callback'] } } });
  const app = await testApp();
  await app.ask('settings.update', { clientMetadataUrl: address });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  expect(server.seen('register')).toEqual([]);
  expect(new URL(app.opened[0]!).searchParams.get('client_id')).toBe(address);
});

test('registration says that this is a native app with one redirect address', async () => {
  const server = await authServer();
  const app = await testApp();
  await app.signedIn(await app.add(server.mcp));
  const [registration] = server.seen('register');
  expect(JSON.parse(registration!.body)).toMatchObject({
    application_type: 'native',
    redirect_uris: [expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/)],
    token_endpoint_auth_method: 'none',
  });
});

test('what a server offers for long access is asked for, and the scopes of its challenge', async () => {
  const server = await authServer({ scopes: ['read', 'write'], challengeScope: 'read', requiredScopes: ['read'], offlineAccess: true });
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  expect(new URL(app.opened[0]!).searchParams.get('scope')?.split(' ').sort()).toEqual(['offline_access', 'read']);
  expect((await app.accounts())[0]).toMatchObject({ renewable: true, selected: true });
});

test('a tool that needs more permissions says so; with them it runs, and those before stay', async () => {
  const server = await authServer({
    scopes: ['read', 'write'],
    challengeScope: 'read',
    requiredScopes: ['read'],
    toolScopes: { echo: 'write' },
  });
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  await expect(app.echo(id, 'hello')).rejects.toMatchObject({ code: 'scope_needed', details: { scopes: 'write' } });
  // Nobody was asked without the person's word.
  expect(app.opened).toHaveLength(1);
  await app.signedIn(id, { scopes: ['write'] });
  expect(await app.echo(id, 'hello')).toBe('hello');
  expect(new URL(app.opened[1]!).searchParams.get('scope')?.split(' ').sort()).toEqual(['read', 'write']);
  expect(await app.accounts()).toHaveLength(1);
});

test('two people have an account each, by their names, and the chosen one is used', async () => {
  const server = await authServer({ consent: 'page', idToken: true, userinfo: true, scopes: ['read'], challengeScope: 'openid profile' });
  const users = ['u-ada', 'u-grace'];
  const app = await testApp((address) => consent(address, 'allow', users.shift()!));
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  await app.signedIn(id, { account: 'new' });
  const accounts = await app.accounts();
  expect(accounts.map(({ name, selected }) => [name, selected])).toEqual([
    ['ada@example.com', false],
    ['grace@example.com', true],
  ]);
  const userOf = () => {
    const [, token = ''] = server.seen('mcp').at(-1)!.headers.authorization!.split(' ');
    return server.store.tokens.get(token)?.userId;
  };
  await app.echo(id, 'as Grace');
  expect(userOf()).toBe('u-grace');
  await app.ask('auth.select', { accountId: accounts[0]!.id });
  // The connection is made anew.
  await expect.poll(() => app.echo(id, 'as Ada').catch(() => null)).toBe('as Ada');
  expect(userOf()).toBe('u-ada');
});

test('signing out revokes the tokens, and nothing of them is left', async () => {
  const server = await authServer();
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  const [account] = await app.accounts();
  await app.ask('auth.signOut', { accountId: account!.id, remove: true });
  expect(server.seen('revoke').length).toBeGreaterThan(0);
  expect(server.store.tokens.size).toBe(0);
  expect(await app.accounts()).toEqual([]);
  expect((await app.ask('servers.connect', { id })).kind).toBe('needsAuth');
});

test('a client that the server forgot is registered anew by the next sign-in', async () => {
  const server = await authServer();
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  server.forget('clients');
  server.forget('tokens');
  await app.ask('servers.disconnect', { id });
  expect((await app.ask('servers.connect', { id })).kind).toBe('needsAuth');
  await app.signedIn(id);
  expect(await app.echo(id, 'hello')).toBe('hello');
  expect(server.seen('register')).toHaveLength(2);
  expect(await app.accounts()).toHaveLength(1);
});

describe('a program has access of its own', () => {
  test.each(['client_secret_basic', 'client_secret_post'] as const)('with a secret (%s)', async (method) => {
    const server = await authServer({
      clients: [{ id: 'robot', secret: 'a:b c', method, redirectUris: [], mayUseItsOwn: true }],
      editMetadata: (document) => ({ ...document, token_endpoint_auth_methods_supported: [method] }),
    });
    const app = await testApp();
    const id = await app.add(server.mcp, { auth: { kind: 'clientCredentials', clientId: 'robot', credential: { $new: 'a:b c' } } });
    expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
    expect(await app.echo(id, 'beep')).toBe('beep');
    expect(app.opened).toEqual([]);
    expect(server.grants('client_credentials')).toHaveLength(1);
  });

  test('with a key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const server = await authServer({
      clients: [{ id: 'robot', secret: null, method: 'private_key_jwt', redirectUris: [], mayUseItsOwn: true, publicKey }],
    });
    const app = await testApp();
    const credential = { $new: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
    const id = await app.add(server.mcp, { auth: { kind: 'clientCredentials', clientId: 'robot', method: 'privateKey', credential } });
    expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
    expect(app.files()).not.toContain('PRIVATE KEY');
  });
});

describe('a token that somebody else gave is exchanged for access', () => {
  const robot: KnownClient = { id: 'robot', secret: 'r0bot', method: 'client_secret_basic', redirectUris: [] };
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

  test('as it is, for a program', async () => {
    const server = await authServer({ registration: false, trusts: [publicKey], clients: [{ ...robot, secret: null, method: 'none' }] });
    const app = await testApp();
    const token = signJwt({ aud: server.issuer, sub: 'u-ada' }, privateKey);
    const id = await app.add(server.mcp, { auth: { kind: 'assertion', clientId: 'robot', assertion: { $new: token } } });
    expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
    expect(await app.echo(id, 'beep')).toBe('beep');
    expect(app.files()).not.toContain(token);
  });

  /** Signs in with the ID token of an organisation, by way of its identity provider. */
  async function throughProvider(options: Partial<AuthServerOptions> = {}) {
    const provider = await authServer({ trusts: [publicKey], ...options });
    const server = await authServer({ registration: false, trusts: [provider.store.keys.publicKey], clients: [robot] });
    const app = await testApp();
    const idToken = signJwt({ aud: 'at-provider', sub: 'u-ada' }, privateKey);
    const auth = {
      ...{ kind: 'assertion' as const, clientId: 'robot', clientSecret: { $new: 'r0bot' }, assertion: { $new: idToken } },
      provider: { tokenEndpoint: `${provider.issuer}/token`, clientId: 'at-provider' },
    };
    const id = await app.add(server.mcp, { auth });
    return { app, id, idToken, provider, server, state: await app.ask('servers.connect', { id }) };
  }

  test('by the identity provider first, for a person of an organisation', async () => {
    const { app, id, idToken, provider, server, state } = await throughProvider();
    expect(state.kind).toBe('connected');
    expect(await app.echo(id, 'hello')).toBe('hello');
    const [asked] = provider.seen('token');
    expect(Object.fromEntries(asked!.form)).toMatchObject({ audience: server.issuer, resource: server.mcp, subject_token: idToken });
    // The sign-in server sees only what is meant for it.
    expect(
      server
        .seen('token')
        .map(({ body }) => body)
        .join(),
    ).not.toContain(idToken);
  });

  test.each<[string, Partial<AuthServerOptions>, string]>([
    ['refuses', { trusts: [] }, 'auth_refused'],
    ['gives another kind of token', { editTokens: (answer) => ({ ...answer, issued_token_type: 'access' }) }, 'auth_answer_invalid'],
    ['gives none', { editTokens: ({ access_token: _, ...rest }) => rest }, 'auth_answer_invalid'],
    ['answers with a web page', { disturb: { token: 'html' } }, 'auth_answer_invalid'],
    ['sends on to another place', { disturb: { token: 'elsewhere' } }, 'auth_redirected'],
  ])('an identity provider that %s ends it', async (_, options, code) => {
    const { server, state } = await throughProvider(options);
    expect(state).toMatchObject({ error: { code } });
    expect(server.seen('token')).toEqual([]);
  });
});
