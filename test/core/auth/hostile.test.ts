import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import { browse } from '../../fixtures/auth-server/browser.ts';
import type { AuthServerOptions, Json } from '../../fixtures/auth-server/options.ts';
import type { AuthServer } from '../../fixtures/auth-server/start.ts';
import { answering, authServer, edit } from './auth-server.ts';
import { type TestApp, testApp } from './end-to-end-app.ts';

const without = (name: string) => (document: Json) => Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));

const adding = (name: string, value: string) => (answer: URL) => {
  answer.searchParams.append(name, value);
  return answer;
};

type Case = [what: string, options: Partial<AuthServerOptions>, code: ErrorCode];

/** Tries to sign in and expects the code, and that nothing is left of the try. */
async function refused(server: AuthServer, code: ErrorCode): Promise<TestApp> {
  const app = await testApp();
  const id = await app.add(server.mcp);
  const signIn = await app.signIn(id);
  expect(signIn.error?.code, JSON.stringify(signIn.error)).toBe(code);
  expect(signIn.status).toBe('failed');
  expect(signIn.error?.message).not.toMatch(/\{\w+\}|undefined|\[object/);
  expect(await app.accounts()).toEqual([]);
  expect(await app.secrets()).toBe(0);
  expect(app.app.connections.state(id).kind).not.toBe('connected');
  return app;
}

describe('what a server says of its sign-in is refused, and the browser stays closed, when', () => {
  const cases: Case[] = [
    ['its metadata lacks PKCE', { editMetadata: without('code_challenge_methods_supported') }, 'auth_no_pkce'],
    ['its metadata offers plain PKCE only', { editMetadata: edit({ code_challenge_methods_supported: ['plain'] }) }, 'auth_no_pkce'],
    ['the issuer names itself otherwise', { editMetadata: edit({ issuer: 'https://honest.example' }) }, 'auth_issuer_mismatch'],
    ['the issuer does not name itself', { editMetadata: without('issuer') }, 'auth_answer_invalid'],
    [
      'it is a sign-in for another server',
      { editResourceMetadata: edit({ resource: 'https://bank.example/mcp' }) },
      'auth_resource_mismatch',
    ],
    [
      'it is a sign-in for another path',
      { editResourceMetadata: (d) => ({ ...d, resource: `${d.resource}/other` }) },
      'auth_resource_mismatch',
    ],
    ['it is a sign-in for no text', { editResourceMetadata: edit({ resource: 7 }) }, 'auth_resource_mismatch'],
    ['the person would be sent to a file', { editMetadata: edit({ authorization_endpoint: 'file:///etc/passwd' }) }, 'auth_insecure'],
    ['the person would be sent to a script', { editMetadata: edit({ authorization_endpoint: 'javascript:alert(1)//' }) }, 'auth_insecure'],
    ['the person would be sent to another app', { editMetadata: edit({ authorization_endpoint: 'calculator:run?x=1' }) }, 'auth_insecure'],
    [
      'the person would be sent over http',
      { editMetadata: edit({ authorization_endpoint: 'http://login.example/authorize' }) },
      'auth_insecure',
    ],
    ['tokens would come from a file', { editMetadata: edit({ token_endpoint: 'file:///etc/passwd' }) }, 'auth_insecure'],
    ['tokens would come over http', { editMetadata: edit({ token_endpoint: 'http://login.example/token' }) }, 'auth_insecure'],
    [
      'an endpoint carries a password',
      { editMetadata: edit({ token_endpoint: 'https://me:secret@login.example/token' }) },
      'auth_answer_invalid',
    ],
    ['an endpoint is no address', { editMetadata: edit({ token_endpoint: ['x'] }) }, 'auth_answer_invalid'],
    ['the sign-in server is a file', { editResourceMetadata: edit({ authorization_servers: ['file:///etc/passwd'] }) }, 'auth_insecure'],
    [
      'the sign-in server is over http',
      { editResourceMetadata: edit({ authorization_servers: ['http://login.example'] }) },
      'auth_insecure',
    ],
    ['the sign-in server is no address', { editResourceMetadata: edit({ authorization_servers: [{}] }) }, 'auth_answer_invalid'],
    ['metadata is a web page', { disturb: { metadata: 'html' } }, 'auth_answer_invalid'],
    ['metadata is half of a document', { disturb: { metadata: 'text' } }, 'auth_answer_invalid'],
    ['metadata is a list', { editMetadata: () => [] }, 'auth_answer_invalid'],
    ['metadata is out of order', { disturb: { metadata: 'status500' } }, 'auth_answer_invalid'],
    ['metadata has no end', { disturb: { metadata: 'huge' } }, 'auth_answer_invalid'],
    ['metadata redirects for ever', { disturb: { metadata: 'endlessRedirect' } }, 'auth_redirected'],
    ['metadata is elsewhere', { disturb: { metadata: 'elsewhere' } }, 'auth_redirected'],
    ['metadata breaks off', { disturb: { metadata: 'drop' } }, 'auth_unreachable'],
    ['it does not let apps register', { registration: false }, 'auth_client_needed'],
    [
      'it refuses every registration',
      { refuseRegistration: () => ({ status: 400, error: 'invalid_client_metadata', description: 'not you' }) },
      'auth_registration_refused',
    ],
    ['registration answers with a web page', { disturb: { register: 'html' } }, 'auth_answer_invalid'],
    ['registration is redirected', { disturb: { register: 'elsewhere' } }, 'auth_redirected'],
    ['registration gives no client', { editRegistration: () => ({}) }, 'auth_answer_invalid'],
  ];

  test.each(cases)('%s', async (_, options, code) => {
    const server = await authServer(options);
    const app = await refused(server, code);
    expect(app.opened).toEqual([]);
    expect(server.seen('token')).toEqual([]);
  });
});

describe('what the browser brings back is refused, and the code never used, when', () => {
  const cases: Case[] = [
    ['the person says no', { consent: 'deny' }, 'auth_denied'],
    ['the scope is refused', { refuseAuthorization: 'invalid_scope' }, 'auth_scope_refused'],
    ['it is refused for another reason', { refuseAuthorization: 'temporarily_unavailable' }, 'auth_refused'],
    ['it lacks the issuer that was promised', { editAnswer: answering({ iss: null }) }, 'auth_response_issuer'],
    ['it comes from another issuer', { editAnswer: answering({ iss: 'https://honest.example' }) }, 'auth_response_issuer'],
    [
      'it names an issuer unasked, and another one',
      { iss: false, editAnswer: answering({ iss: 'https://a.example' }) },
      'auth_response_issuer',
    ],
    ['it names two issuers', { editAnswer: adding('iss', 'https://a.example') }, 'auth_response_issuer'],
    ['it has no code', { editAnswer: answering({ code: null }) }, 'auth_answer_invalid'],
    ['it has two codes', { editAnswer: adding('code', 'other') }, 'auth_answer_invalid'],
  ];

  test.each(cases)('%s', async (_, options, code) => {
    const server = await authServer(options);
    await refused(server, code);
    expect(server.seen('token')).toEqual([]);
  });

  test.each([
    ['has another state', answering({ state: 'foreign' })],
    ['has no state', answering({ state: null })],
    ['has two states', adding('state', 'other')],
    ['is for another path', (answer: URL) => Object.assign(answer, { pathname: '/else' })],
  ])('it %s: the sign-in goes on waiting for the real one', async (_, editAnswer) => {
    const server = await authServer({ editAnswer });
    const app = await testApp();
    const id = await app.add(server.mcp);
    const signIn = app.signIn(id);
    await expect.poll(() => app.journeys.length).toBe(1);
    expect((await app.journeys[0]!).status).toBeGreaterThanOrEqual(400);
    expect((await app.ask('app.snapshot', {})).signIns[id]?.status).toBe('browser');
    server.options.editAnswer = (answer) => answer;
    await browse(app.opened[0]!);
    expect((await signIn).status).toBe('done');
    expect(server.grants('authorization_code')).toHaveLength(1);
  });

  test('it is the answer of an earlier sign-in', async () => {
    const server = await authServer();
    const app = await testApp();
    const id = await app.add(server.mcp);
    await app.signedIn(id);
    const old = (await app.journeys[0]!).visited.at(-1)!;
    server.options.consent = 'page';
    const again = app.signIn(id, { account: 'new' });
    await expect.poll(() => app.opened.length).toBe(2);
    await app.ask('auth.finish', { serverId: id, url: old }).catch(() => {});
    expect((await browse(old)).status).toBeGreaterThanOrEqual(400);
    await app.ask('auth.cancel', { serverId: id });
    expect(['auth_state_mismatch', undefined]).toContain((await again).error?.code);
    expect((await again).status).not.toBe('done');
    expect(server.grants('authorization_code')).toHaveLength(1);
    expect(await app.accounts()).toHaveLength(1);
  });
});

describe('tokens are refused, and nothing is kept, when', () => {
  const cases: Case[] = [
    ['they come as a web page', { disturb: { token: 'html' } }, 'auth_answer_invalid'],
    ['they come as half of a document', { disturb: { token: 'text' } }, 'auth_answer_invalid'],
    ['their answer has no end', { disturb: { token: 'huge' } }, 'auth_answer_invalid'],
    ['the code would be sent elsewhere', { disturb: { token: 'elsewhere' } }, 'auth_redirected'],
    ['the code would go around for ever', { disturb: { token: 'endlessRedirect' } }, 'auth_redirected'],
    ['the answer breaks off', { disturb: { token: 'drop' } }, 'auth_unreachable'],
    ['there is none', { editTokens: without('access_token') }, 'auth_answer_invalid'],
    ['it is no text', { editTokens: edit({ access_token: 7 }) }, 'auth_answer_invalid'],
    ['it would be another header', { editTokens: edit({ access_token: 'a\r\nCookie: b' }) }, 'auth_answer_invalid'],
    ['they are of an unknown kind', { editTokens: edit({ token_type: 'mac' }) }, 'auth_answer_invalid'],
  ];

  test.each(cases)('%s', async (_, options, code) => {
    const server = await authServer(options);
    const app = await refused(server, code);
    expect(app.files()).not.toMatch(/access-|refresh-/);
  });

  test('the code is one that somebody else was given', async () => {
    const server = await authServer();
    server.options.editAnswer = (answer) => {
      const own = server.store.codes.get(answer.searchParams.get('code') ?? '')!;
      server.store.codes.set('stolen', { ...own, challenge: 'of-another-sign-in', userId: 'u-grace' });
      answer.searchParams.set('code', 'stolen');
      return answer;
    };
    await refused(server, 'auth_refused');
  });

  test('they are for another server, and the server does not take them', async () => {
    const server = await authServer();
    server.options.editTokens = (answer) => {
      const token = server.store.tokens.get(String(answer.access_token))!;
      token.resource = 'https://bank.example/mcp';
      return answer;
    };
    const app = await testApp();
    const id = await app.add(server.mcp);
    const signIn = await app.signIn(id);
    expect(signIn.error?.code).toBe('auth_too_often');
    expect(app.app.connections.state(id)).toMatchObject({ kind: 'needsAuth' });
    // Neither is it asked for again and again.
    expect(app.opened.length).toBeLessThanOrEqual(2);
  });
});

/** RFC 9700, 4.4: the attacker's server has the code of the honest one sent to itself. */
test('a mix-up of two sign-in servers is noticed, and the code stays with its own', async () => {
  const honest = await authServer({ clients: [{ id: 'shared', secret: null, method: 'none', redirectUris: [] }] });
  const attacker = await authServer({
    editMetadata: edit({ authorization_endpoint: `${honest.issuer}/authorize` }),
    editRegistration: (answer) => {
      honest.options.clients[0]!.redirectUris = answer.redirect_uris as string[];
      return { ...answer, client_id: 'shared' };
    },
  });
  const app = await refused(attacker, 'auth_response_issuer');
  expect((await app.journeys[0]!).visited[0]).toContain(honest.issuer);
  expect(attacker.seen('token')).toEqual([]);
});

test('a server that is silent for ever can be cancelled at once', async () => {
  const server = await authServer({ disturb: { metadata: 'silent' } });
  const app = await testApp();
  const id = await app.add(server.mcp);
  const signIn = app.signIn(id);
  await expect.poll(() => server.seen('metadata').length).toBe(1);
  await app.ask('auth.cancel', { serverId: id });
  expect((await signIn).status).toBe('cancelled');
  expect(await app.accounts()).toEqual([]);
  expect(await app.secrets()).toBe(0);
});
