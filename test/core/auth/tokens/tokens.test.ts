import { describe, expect, it, onTestFinished } from 'vitest';
import type { Grant } from '../../../../electron/core/auth/grant.ts';
import { signInWithBrowser } from '../../../../electron/core/auth/sign-in/sign-in-flow.ts';
import { renewGrant, revokeGrant } from '../../../../electron/core/auth/tokens/token-requests.ts';
import type { Json } from '../../../fixtures/auth-server/options.ts';
import type { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { authServer, edit } from '../auth-server.ts';
import { Person, grantPorts as ports, serve, targetAt } from '../flow-support.ts';
import { codeOf, refused } from '../refusals.ts';

const signedIn = async (server: AuthServer, person = new Person()): Promise<Grant> =>
  (await signInWithBrowser(targetAt(server.mcp), person)).grant;

describe('the tokens of an answer', () => {
  it.each<[unknown, number]>([
    [60, 60],
    ['60', 60],
    ['60.5', 60],
    [undefined, 3_600],
    [null, 3_600],
    [0, 3_600],
    [-5, 3_600],
    ['soon', 3_600],
    ['1e9', 3_600],
    [1e300, 315_360_000],
    [[60], 3_600],
  ])('with expires_in %j end after %d s', async (expires, seconds) => {
    const server = await authServer({ editTokens: edit({ expires_in: expires }) });
    const person = new Person();
    person.clock = () => 1_000_000;
    expect((await signedIn(server, person)).expiresAt).toBe(1_000_000 + seconds * 1_000);
  });

  it.each<[string, (document: Json) => unknown]>([
    ['of another kind', edit({ token_type: 'mac' })],
    ['of no kind', edit({ token_type: undefined })],
    ['bound to a key though no key was shown', edit({ token_type: 'DPoP' })],
    ['without an access token', edit({ access_token: undefined })],
    ['with an empty access token', edit({ access_token: '' })],
    ['with an access token that would end the header', edit({ access_token: 'a\r\nX-Evil: 1' })],
    ['with an access token that is no text', edit({ access_token: { a: 1 } })],
    ['in a list', (document) => [document]],
    ['in a text', () => 'token'],
  ])('are refused %s', async (_, editTokens) => {
    const server = await authServer({ editTokens });
    const person = new Person();
    expect(await codeOf(signedIn(server, person))).toBe('auth_answer_invalid');
    expect(person.clients.size).toBe(0);
  });

  it('may be told as an error with 200', async () => {
    const server = await authServer({ editTokens: () => ({ error: 'bad_verification_code', error_description: 'The code is wrong' }) });
    const error = await refused(signedIn(server));
    expect([error.code, error.details.error, error.technical]).toEqual(['auth_refused', 'bad_verification_code', 'The code is wrong']);
  });

  it('have the permissions that the answer names, or those asked for', async () => {
    const server = await authServer({ scopes: ['a', 'b'], editTokens: edit({ scope: 'a' }) });
    expect((await signedIn(server)).scopes).toEqual(['a']);
    server.options.editTokens = edit({ scope: undefined });
    expect((await signedIn(server)).scopes).toEqual(['a', 'b']);
  });
});

describe('renewing', () => {
  it('takes the new refresh token, with the resource told', async () => {
    const server = await authServer();
    const before = await signedIn(server);
    const after = await renewGrant(before, ports());
    expect(after.accessToken).not.toBe(before.accessToken);
    expect(after.refreshToken).not.toBe(before.refreshToken);
    expect(after).toMatchObject({ issuer: before.issuer, client: before.client, resource: server.mcp });
    expect(server.grants('refresh_token')[0]?.form.get('resource')).toBe(server.mcp);
    await renewGrant(after, ports());
  });

  it('keeps the refresh token where none is returned', async () => {
    const server = await authServer({ refresh: 'kept' });
    const before = await signedIn(server);
    expect((await renewGrant(before, ports())).refreshToken).toBe(before.refreshToken);
  });

  it('says that it is over with the word of the server', async () => {
    const server = await authServer();
    const grant = await signedIn(server);
    server.forget('tokens');
    expect((await refused(renewGrant(grant, ports()))).toData()).toMatchObject({
      code: 'auth_refused',
      details: { error: 'invalid_grant' },
    });
    server.forget('clients');
    expect((await refused(renewGrant(grant, ports()))).toData()).toMatchObject({
      code: 'auth_client_refused',
      details: { error: 'invalid_client' },
    });
    expect(await codeOf(renewGrant({ ...grant, refreshToken: null }, ports()))).toBe('sign_in_needed');
  });

  it.each([
    ['status500', 'auth_unreachable'],
    ['drop', 'auth_unreachable'],
    ['html', 'auth_answer_invalid'],
    ['elsewhere', 'auth_redirected'],
    ['endlessRedirect', 'auth_redirected'],
  ] as const)('does not call it over where the server fails with %s', async (disturbance, code) => {
    const server = await authServer();
    const grant = await signedIn(server);
    server.options.disturb = { token: disturbance };
    const error = await refused(renewGrant(grant, ports()));
    expect([error.code, error.details.error]).toEqual([code, undefined]);
  });

  it('goes nowhere else than the server may lead', async () => {
    const server = await authServer();
    const grant = await signedIn(server);
    expect(await codeOf(renewGrant({ ...grant, tokenEndpoint: 'http://auth.example/token' }, ports()))).toBe('auth_insecure');
    expect(await codeOf(renewGrant({ ...grant, server: 'https://8.8.8.8/mcp', tokenEndpoint: 'https://10.0.0.1/token' }, ports()))).toBe(
      'auth_private_address',
    );
  });
});

describe('revoking', () => {
  it('ends both tokens, where the server offers it', async () => {
    const server = await authServer();
    const grant = await signedIn(server);
    expect(await revokeGrant(grant, ports())).toBe(true);
    expect(server.seen('revoke').map(({ form }) => form.get('token_type_hint'))).toEqual(['refresh_token', 'access_token']);
    expect((await refused(renewGrant(grant, ports()))).details.error).toBe('invalid_grant');
    expect(await revokeGrant({ ...grant, revocationEndpoint: null }, ports())).toBe(false);
  });
});

describe('tokens bound to a key', () => {
  it.each([false, true])('are got, renewed and marked as such (nonce of the server: %s)', async (dpopNonce) => {
    const server = await authServer({ dpop: 'required', dpopNonce });
    const grant = await signedIn(server);
    expect(grant).toMatchObject({ tokenType: 'DPoP', dpopKey: { kty: 'EC', crv: 'P-256' } });
    const renewed = await renewGrant(grant, ports());
    expect(renewed).toMatchObject({ tokenType: 'DPoP', dpopKey: grant.dpopKey });
    expect(server.seen('token').every(({ headers }) => typeof headers.dpop === 'string')).toBe(true);
  });

  it('are not asked for where the server does not', async () => {
    const server = await authServer({ dpop: 'offered' });
    expect((await signedIn(server)).dpopKey).toBeNull();
    expect(server.seen('token')[0]?.headers.dpop).toBeUndefined();
  });
});

describe('a clock that is wrong', () => {
  it('is named where the server refuses something that holds a time', async () => {
    const server = await authServer({ dpop: 'required', disturb: {} });
    const refusing = await serve((_, response) => {
      response.writeHead(400, { 'content-type': 'application/json', date: new Date(Date.now() - 20 * 60_000).toUTCString() });
      response.end(JSON.stringify({ error: 'invalid_dpop_proof' }));
    });
    onTestFinished(refusing.stop);
    server.options.editMetadata = edit({ token_endpoint: `${refusing.origin}/token` });
    const error = await refused(signedIn(server));
    expect([error.code, error.details.minutes, error.details.error]).toEqual(['auth_clock_skew', 20, 'invalid_dpop_proof']);
  });
});

describe('whose access it is', () => {
  it('is asked for where the ID token does not say, and it was allowed', async () => {
    const server = await authServer({ userinfo: true, scopes: ['openid'] });
    const { identity } = await signInWithBrowser(targetAt(server.mcp), new Person());
    expect(identity).toEqual({ subject: 'u-ada', name: 'ada@example.com' });
    server.options.scopes = ['other'];
    expect((await signInWithBrowser(targetAt(server.mcp), new Person())).identity).toBeNull();
  });

  it.each(['html', 'huge', 'drop', 'status500', 'elsewhere'] as const)('is unknown where asking meets %s', async (disturbance) => {
    const server = await authServer({ userinfo: true, scopes: ['openid'], disturb: { userinfo: disturbance } });
    expect((await signInWithBrowser(targetAt(server.mcp), new Person())).identity).toBeNull();
  });

  const idToken = (claims: Json) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  it.each<[string, (server: AuthServer, clientId: string) => string, unknown]>([
    ['another issuer', (_, aud) => idToken({ iss: 'https://evil.example', aud, sub: 's', email: 'e' }), null],
    ['another client', ({ issuer }) => idToken({ iss: issuer, aud: 'other', sub: 's', email: 'e' }), null],
    ['nonsense', () => 'nonsense', null],
    ['an array', () => `x.${Buffer.from('[1]').toString('base64url')}.x`, null],
    [
      'several clients',
      ({ issuer }, aud) => idToken({ iss: issuer, aud: ['other', aud], sub: 's', name: 'N' }),
      { subject: 's', name: 'N' },
    ],
    [
      'control characters',
      ({ issuer }, aud) => idToken({ iss: issuer, aud, sub: 1, name: 'a\n\u001b[31mb' }),
      { subject: null, name: 'a �[31mb' },
    ],
    [
      'a very long name',
      ({ issuer }, aud) => idToken({ iss: issuer, aud, name: 'n'.repeat(5_000) }),
      { subject: null, name: 'n'.repeat(120) },
    ],
  ])('is taken from an ID token with %s only as far as it makes sense', async (_, token, expected) => {
    const server = await authServer({
      clients: [{ id: 'mine', secret: null, method: 'none', redirectUris: ['http://127.0.0.1/oauth/callback'] }],
    });
    server.options.editTokens = (document) => ({ ...document, id_token: token(server, 'mine') });
    const { identity } = await signInWithBrowser(targetAt(server.mcp, { clientId: 'mine' }), new Person());
    expect(identity).toEqual(expected);
  });
});
