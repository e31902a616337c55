import { describe, expect, it } from 'vitest';
import { signInWithBrowser } from '../../../../electron/core/auth/sign-in/sign-in-flow.ts';
import type { AppError } from '../../../../shared/errors.ts';
import type { Json, KnownClient } from '../../../fixtures/auth-server/options.ts';
import type { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { authServer, edit } from '../auth-server.ts';
import { Person, targetAt } from '../flow-support.ts';
import { codeOf } from '../refusals.ts';

const REDIRECTS = ['http://127.0.0.1/oauth/callback'];
const client = (more: Partial<KnownClient> = {}): KnownClient => ({
  id: 'mine',
  secret: null,
  method: 'none',
  redirectUris: REDIRECTS,
  ...more,
});
const bodyOf = (server: AuthServer, at = 0) => JSON.parse(server.seen('register')[at]?.body ?? '{}') as Json;

describe('the client', () => {
  it('is registered as an app of this computer, with the redirect that is used and no other', async () => {
    const server = await authServer({ scopes: ['a', 'b'] });
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    expect(bodyOf(server)).toEqual({
      client_name: 'Patchbay',
      application_type: 'native',
      redirect_uris: [person.facts?.redirect],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'a b',
    });
  });

  it('entered by the person is used as it is', async () => {
    const server = await authServer({ clients: [client()] });
    const person = new Person();
    const { grant } = await signInWithBrowser(targetAt(server.mcp, { clientId: ' mine ' }), person);
    expect(grant.client).toMatchObject({ clientId: 'mine', source: 'entered', method: 'none' });
    expect(server.seen('register')).toEqual([]);
    expect(person.clients.size).toBe(0);
  });

  it.each([
    ['client_secret_basic', ['client_secret_basic', 'client_secret_post']],
    ['client_secret_basic', undefined],
    ['client_secret_post', ['client_secret_post', 'none']],
  ] as const)('with a secret shows it by %s to a server that takes %s', async (method, supported) => {
    const secret = 'sécret: 100% & more+';
    const server = await authServer({
      clients: [client({ id: 'mine:1', secret, method })],
      editMetadata: edit({ token_endpoint_auth_methods_supported: supported }),
    });
    const { grant } = await signInWithBrowser(targetAt(server.mcp, { clientId: 'mine:1', clientSecret: secret }), new Person());
    expect(grant.client).toMatchObject({ method, clientSecret: secret });
    expect(server.grants('authorization_code')[0]?.form.has('client_secret')).toBe(method === 'client_secret_post');
  });

  it('entered by the person, and used elsewhere before, is sent nowhere', async () => {
    const server = await authServer({ clients: [client({ secret: 'x', method: 'client_secret_basic' })] });
    const person = new Person();
    const target = targetAt(server.mcp, { clientId: 'mine', clientSecret: 'x' }, { boundIssuer: 'https://other.example' });
    expect(await codeOf(signInWithBrowser(target, person))).toBe('auth_issuer_changed');
    expect(person.opened).toEqual([]);
    expect(await codeOf(signInWithBrowser({ ...target, boundIssuer: server.issuer }, new Person()))).toBeUndefined();
  });

  it('is its document where the server takes documents', async () => {
    const address = 'https://patchbay.example/client.json';
    const server = await authServer({ documents: { [address]: { client_id: address, redirect_uris: REDIRECTS } } });
    const { grant } = await signInWithBrowser(targetAt(server.mcp, {}, { clientMetadataUrl: address }), new Person());
    expect(grant.client).toMatchObject({ clientId: address, source: 'document', method: 'none' });
    const other = await authServer();
    await signInWithBrowser(targetAt(other.mcp, {}, { clientMetadataUrl: address }), new Person());
    expect(other.seen('register')).toHaveLength(1);
  });

  it('that is known is used again, with the same redirect', async () => {
    const server = await authServer();
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    const again = new Person();
    for (const [issuer, known] of person.clients) again.clients.set(issuer, known);
    await signInWithBrowser(targetAt(server.mcp), again);
    expect(server.seen('register')).toHaveLength(1);
    expect(again.facts?.redirect).toBe(person.facts?.redirect);
  });

  it.each<[string, Json]>([
    ['of another issuer', { issuer: 'https://other.example' }],
    ['whose secret has ended', { clientSecret: 's', method: 'client_secret_post', secretEndsAt: 1 }],
    ['whose redirect cannot be had', { redirectUris: ['patchbay://oauth/callback'] }],
  ])('that is known, but %s, is registered anew', async (_, change) => {
    const server = await authServer();
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    const [known] = person.clients.values();
    const again = new Person();
    again.clients.set(server.issuer, { ...known!, ...change });
    await signInWithBrowser(targetAt(server.mcp), again);
    expect(server.seen('register')).toHaveLength(2);
  });

  it('that the server has forgotten between browser and token is registered anew, once', async () => {
    const server = await authServer();
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    const first = person.clients.get(server.issuer)?.clientId;
    server.options.editAnswer = (answer) => {
      if (server.seen('authorize').length === 2) server.forget('clients');
      return answer;
    };
    const { grant } = await signInWithBrowser(targetAt(server.mcp), person);
    expect(grant.client.clientId).not.toBe(first);
    expect(person.clients.get(server.issuer)?.clientId).toBe(grant.client.clientId);
    expect(person.opened).toHaveLength(3);
    expect(person.steps.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('that is refused right after it was registered is not registered again', async () => {
    const server = await authServer();
    server.options.editAnswer = (answer) => {
      server.forget('clients');
      return answer;
    };
    const person = new Person();
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_client_refused');
    expect(person.opened).toHaveLength(1);
    expect(person.clients.size).toBe(0);
  });

  it('that the server has forgotten, with which nobody came back, is forgotten here, too', async () => {
    const server = await authServer();
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    server.forget('clients');
    person.browserMs = 200;
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_timeout');
    expect(person.clients.size).toBe(0);
    person.browserMs = undefined;
    await signInWithBrowser(targetAt(server.mcp), person);
  });

  it.each([
    ['invalid_redirect_uri', 'no'],
    ['invalid_client_metadata', 'Redirect URI must be localhost'],
  ])('is registered with localhost where the server refuses the other name with %s', async (error, description) => {
    const server = await authServer({
      refuseRegistration: ({ redirect_uris }) => (String(redirect_uris).includes('127.0.0.1') ? { status: 400, error, description } : null),
    });
    const person = new Person();
    const { grant } = await signInWithBrowser(targetAt(server.mcp), person);
    expect(person.facts?.redirect).toMatch(/^http:\/\/localhost:\d+\/oauth\/callback$/);
    await signInWithBrowser(targetAt(server.mcp), person);
    expect(server.seen('register')).toHaveLength(2);
    expect(grant.client.redirectUris).toEqual([person.facts?.redirect]);
  });

  it('is not registered with another redirect than the one that was chosen', async () => {
    const server = await authServer({ refuseRegistration: () => ({ status: 400, error: 'invalid_redirect_uri', description: 'no' }) });
    for (const redirect of ['loopback', 'localhost', 'app'] as const)
      expect(await codeOf(signInWithBrowser(targetAt(server.mcp, { redirect }), new Person()))).toBe('auth_registration_refused');
    expect(server.seen('register').map((_, at) => String(bodyOf(server, at).redirect_uris).replace(/:\d+/, ''))).toEqual([
      'http://127.0.0.1/oauth/callback',
      'http://localhost/oauth/callback',
      'patchbay://oauth/callback',
    ]);
  });

  it('that the server does not register has to be entered, and what to register by hand is said', async () => {
    const server = await authServer({ registration: false });
    const failure = (await signInWithBrowser(targetAt(server.mcp), new Person()).catch((error: AppError) => error)) as AppError;
    expect(failure.code).toBe('auth_client_needed');
    // The port that is tried first, whichever was free: what is registered by hand stays right.
    expect(failure.toData().hint).toContain('http://127.0.0.1:33418/oauth/callback');
  });

  it('that the server refuses to register is told with its words', async () => {
    const server = await authServer({
      refuseRegistration: () => ({ status: 403, error: 'access_denied', description: 'Only <b>partners</b>\u001b[31m' }),
    });
    const failure = (await signInWithBrowser(targetAt(server.mcp), new Person()).catch((error: AppError) => error)) as AppError;
    expect(failure.code).toBe('auth_registration_refused');
    expect(failure.message).toContain('Only <b>partners</b>�[31m');
  });

  it('gets a secret where the server gives one though it was not asked', async () => {
    const server = await authServer({
      editRegistration: edit({
        client_secret: 'given',
        token_endpoint_auth_method: 'client_secret_post',
        client_secret_expires_at: 4_000_000_000,
      }),
    });
    const { grant } = await signInWithBrowser(targetAt(server.mcp), new Person());
    expect(grant.client).toMatchObject({ clientSecret: 'given', method: 'client_secret_post', secretEndsAt: 4_000_000_000_000 });
  });

  it.each<[string, (document: Json) => unknown]>([
    ['no id', edit({ client_id: undefined })],
    ['an empty id', edit({ client_id: '' })],
    ['a list', () => []],
  ])('is none where the registration answers with %s', async (_, editRegistration) => {
    const server = await authServer({
      editRegistration: (document) => ({
        ...(editRegistration(document) as Json),
        client_id: (editRegistration(document) as Json).client_id,
      }),
    });
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), new Person()))).toBe('auth_answer_invalid');
  });
});
