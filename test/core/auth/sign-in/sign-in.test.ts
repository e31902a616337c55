import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { signInWithBrowser } from '../../../../electron/core/auth/sign-in/sign-in-flow.ts';
import { AppError } from '../../../../shared/errors.ts';
import { browse } from '../../../fixtures/auth-server/browser.ts';
import type { AuthServerOptions } from '../../../fixtures/auth-server/options.ts';
import { answering, authServer, edit } from '../auth-server.ts';
import { Person, targetAt } from '../flow-support.ts';
import { codeOf, refused } from '../refusals.ts';

describe('signing in with the browser', () => {
  it('finds the sign-in server, registers, comes back with a code, and gets tokens for this server', async () => {
    const server = await authServer({ idToken: true, scopes: ['openid', 'mcp'] });
    const person = new Person();
    const { grant, identity } = await signInWithBrowser(targetAt(server.mcp), person);
    expect(grant).toMatchObject({
      issuer: server.issuer,
      resource: server.mcp,
      server: server.mcp,
      tokenType: 'Bearer',
      scopes: ['openid', 'mcp'],
    });
    expect(grant.refreshToken).not.toBeNull();
    expect(identity).toEqual({ subject: 'u-ada', name: 'ada@example.com' });
    expect(person.clients.get(server.issuer)).toMatchObject({ source: 'registered', redirectUris: [person.facts?.redirect] });
    expect(person.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'discovery done',
      'registration done',
      'authorization done',
      'token done',
    ]);
    expect(person.answered).toBe(1);
    await expect(fetch(person.facts?.redirect ?? '')).rejects.toThrow();
  });

  it('asks with PKCE, a state of its own, the resource, and no more', async () => {
    const server = await authServer();
    const [one, two] = [new Person(), new Person()];
    await signInWithBrowser(targetAt(`${server.mcp}?key=secret`), one);
    await signInWithBrowser(targetAt(server.mcp), two);
    const asked = Object.fromEntries(one.opened[0]?.searchParams ?? []);
    expect(Object.keys(asked).sort()).toEqual(
      ['client_id', 'code_challenge', 'code_challenge_method', 'redirect_uri', 'resource', 'response_type', 'state'].sort(),
    );
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', resource: server.mcp });
    expect(asked.state).toMatch(/^[\w-]{43}$/);
    expect(two.opened[0]?.searchParams.get('state')).not.toBe(asked.state);
    const exchanged = server.grants('authorization_code')[0]?.form;
    expect(exchanged?.get('resource')).toBe(server.mcp);
    expect(exchanged?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  it('keeps the query of the page, and lets it replace nothing', async () => {
    const server = await authServer();
    const page = `${server.addresses.auth}/authorize?tenant=7&redirect_uri=https%3A%2F%2Fevil.example&state=mine&code_challenge_method=plain`;
    server.options.editMetadata = edit({ authorization_endpoint: page });
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp), person);
    const asked = person.opened[0]?.searchParams;
    expect(asked?.get('tenant')).toBe('7');
    expect(asked?.getAll('redirect_uri')).toEqual([person.facts?.redirect]);
    expect(asked?.getAll('code_challenge_method')).toEqual(['S256']);
  });

  it.each<[string, unknown]>([
    ['nothing of PKCE', undefined],
    ['PKCE without S256', ['plain']],
  ])('does not begin with a server that offers %s', async (_, methods) => {
    const server = await authServer({ editMetadata: edit({ code_challenge_methods_supported: methods }) });
    const person = new Person();
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_no_pkce');
    expect(person.opened).toEqual([]);
    expect(server.seen('register')).toEqual([]);
  });

  it('works with a server of 2025-03-26 that describes nothing', async () => {
    const server = await authServer({ together: true, resourceMetadata: 'none', metadata: 'none', iss: false });
    const { grant } = await signInWithBrowser(targetAt(server.mcp), new Person());
    expect(grant.issuer).toBe(new URL(server.mcp).origin);
    expect(grant.resource).toBe(server.mcp);
  });

  it.each<[string, Partial<AuthServerOptions>, string]>([
    ['without iss, which it promised', { editAnswer: answering({ iss: null }) }, 'auth_response_issuer'],
    ['with the iss of another', { editAnswer: answering({ iss: 'https://evil.example' }) }, 'auth_response_issuer'],
    [
      'with an iss that is nearly right',
      { iss: false, editAnswer: (answer) => answering({ iss: `${answer.searchParams.get('x')}/` })(answer) },
      'auth_response_issuer',
    ],
    [
      'with an error and the iss of another',
      { editAnswer: answering({ iss: 'https://evil.example', error: 'access_denied', error_description: 'call 555-EVIL' }) },
      'auth_response_issuer',
    ],
    ['without a code', { editAnswer: answering({ code: null }) }, 'auth_answer_invalid'],
    [
      'with two codes',
      {
        editAnswer: (answer) => {
          answer.searchParams.append('code', 'x');
          return answer;
        },
      },
      'auth_answer_invalid',
    ],
    ['with the code of somebody else', { editAnswer: answering({ code: 'injected' }) }, 'auth_refused'],
    ['with a no', { consent: 'deny' }, 'auth_denied'],
    ['with a no to the scopes', { refuseAuthorization: 'invalid_scope' }, 'auth_scope_refused'],
    ['with a fault of its own', { refuseAuthorization: 'server_error' }, 'auth_refused'],
    [
      'with a no to the redirect',
      { editAnswer: answering({ code: null, error: 'invalid_request', error_description: 'redirect_uri mismatch' }) },
      'auth_redirect_refused',
    ],
  ])('ends when the browser comes back %s', async (_, options, code) => {
    const server = await authServer(options);
    const person = new Person();
    const error = await refused(signInWithBrowser(targetAt(server.mcp), person));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error.toData())).not.toContain('555-EVIL');
    expect(person.clients.size).toBe(0);
    if (code !== 'auth_refused') expect(server.seen('token')).toEqual([]);
    expect(person.steps.some(({ status }) => status === 'failed')).toBe(true);
    await expect(fetch(person.facts?.redirect ?? '')).rejects.toThrow();
  });

  it('goes on waiting when a request comes without its state, and says so when nothing else comes', async () => {
    const foreign = [answering({ state: 'other' }), answering({ state: null }), (answer: URL) => new URL(`${answer.href}&state=x`)];
    const outcomes = foreign.map(async (editAnswer) => {
      const server = await authServer({ editAnswer });
      const person = new Person();
      person.browserMs = 5_000;
      const code = await codeOf(signInWithBrowser(targetAt(server.mcp), person));
      return [code, server.seen('token').length];
    });
    expect(await Promise.all(outcomes)).toEqual(Array(3).fill(['auth_state_mismatch', 0]));
  });

  it('is not disturbed by an answer of another sign-in', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async (address) => {
      const redirect = new URL(address).searchParams.get('redirect_uri');
      expect((await fetch(`${redirect}?code=evil&state=foreign&iss=${server.issuer}`)).status).toBe(400);
      expect((await fetch(`${redirect}?error=access_denied&state=foreign`)).status).toBe(400);
      await browse(address);
    };
    const { grant } = await signInWithBrowser(targetAt(server.mcp), person);
    expect(grant.accessToken).not.toBe('');
    expect(server.seen('token')).toHaveLength(1);
  });

  it('ends when nobody comes back', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async () => {};
    person.browserMs = 200;
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_timeout');
    await expect(fetch(person.facts?.redirect ?? '')).rejects.toThrow();
  });

  it('ends when the person cancels, with the listener closed', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async () => person.cancel(new AppError('cancelled'));
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('cancelled');
    await expect(fetch(person.facts?.redirect ?? '')).rejects.toThrow();
  });

  it('goes on where no browser opens, with the address pasted by the person', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async (address) => {
      const response = await fetch(address, { redirect: 'manual' });
      person.paste(new URL(response.headers.get('location') ?? ''));
      throw new AppError('auth_browser_failed');
    };
    expect((await signInWithBrowser(targetAt(server.mcp), person)).grant.issuer).toBe(server.issuer);
  });

  it('refuses a pasted address of another sign-in', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async () => person.paste(new URL('http://127.0.0.1:33418/oauth/callback?code=evil&state=evil'));
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_state_mismatch');
  });

  it('comes back by a link of the app where that was chosen, whatever links come before', async () => {
    const server = await authServer();
    const person = new Person();
    person.browse = async (address) => {
      person.link(new URL('patchbay://oauth/callback?code=evil&state=evil'));
      person.link(new URL('patchbay://other/callback?code=evil'));
      const { visited } = await browse(address);
      person.link(new URL(visited.at(-1) ?? ''));
    };
    const { grant } = await signInWithBrowser(targetAt(server.mcp, { redirect: 'app' }), person);
    expect(person.facts?.redirect).toBe('patchbay://oauth/callback');
    expect(grant.client.redirectUris).toEqual(['patchbay://oauth/callback']);
  });

  it('that cannot be kept for a link ends, and nothing goes on waiting for one', async () => {
    const server = await authServer();
    const person = new Person();
    person.browserMs = 20;
    person.keepPending = () => Promise.reject(new AppError('vault_locked'));
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp, { redirect: 'app' }), person))).toBe('vault_locked');
    expect(person.opened).toEqual([]);
    // Longer than the person has: what still waited would fail now, with nobody to take it.
    await delay(60);
  });
});

describe('the permissions that are asked for', () => {
  it.each<[string, Partial<AuthServerOptions>, { scopes?: string; extra?: string[]; challenge?: string }, string | null]>([
    ['none', {}, {}, null],
    ['those of the challenge', { scopes: ['a', 'b'] }, { challenge: 'Bearer scope="c d"' }, 'c d'],
    ['those of the description', { scopes: ['a', 'b'] }, {}, 'a b'],
    ['those of the definition', { scopes: ['a', 'b'] }, { scopes: ' x  y ', challenge: 'Bearer scope="c"' }, 'x y'],
    [
      'those that are there, too',
      { scopes: ['a', 'b'] },
      { challenge: 'Bearer error="insufficient_scope", scope="c"', extra: ['a', 'c'] },
      'c a',
    ],
    [
      'those that are missing, beside those of the definition',
      {},
      { scopes: 'x', challenge: 'Bearer error="insufficient_scope", scope="c"' },
      'x c',
    ],
    [
      'lasting access where it is offered',
      { scopes: ['a'], editMetadata: edit({ scopes_supported: ['a', 'offline_access'] }) },
      {},
      'a offline_access',
    ],
    ['not lasting access alone', { editMetadata: edit({ scopes_supported: ['offline_access'] }) }, {}, null],
  ])('are %s', async (_, options, { scopes = '', extra = [], challenge = '' }, expected) => {
    const server = await authServer(options);
    const person = new Person();
    await signInWithBrowser(targetAt(server.mcp, { scopes }, { scopes: extra, challenge }), person);
    const asked = person.opened[0]?.searchParams;
    expect(asked?.get('scope')).toBe(expected);
    expect(asked?.get('prompt')).toBe(expected?.includes('offline_access') ? 'consent' : null);
    expect(person.facts?.scopes).toEqual(expected === null ? [] : expected.split(' '));
  });
});

describe('the record of a sign-in', () => {
  it('shows every exchange without its secrets', async () => {
    const server = await authServer({
      idToken: true,
      scopes: ['openid', 'email'],
      editTokens: edit({ extra: { deep_token: 'hidden-by-name' } }),
      editRegistration: edit({ client_secret: 'registered-secret', token_endpoint_auth_method: 'client_secret_basic' }),
    });
    const person = new Person();
    const { grant } = await signInWithBrowser(targetAt(server.mcp), person);
    const shown = JSON.stringify(person.steps);
    const exchanged = server.grants('authorization_code')[0]?.form;
    const secrets = [
      grant.accessToken,
      grant.refreshToken,
      exchanged?.get('code'),
      exchanged?.get('code_verifier'),
      person.opened[0]?.searchParams.get('state'),
      'registered-secret',
      'hidden-by-name',
      Buffer.from(`${grant.client.clientId}:registered-secret`).toString('base64'),
    ];
    for (const secret of secrets) {
      expect(secret).toBeTruthy();
      expect(shown).not.toContain(secret);
    }
    expect(person.secrets).toEqual(expect.arrayContaining([grant.accessToken, grant.refreshToken, 'registered-secret']));
    expect(person.steps.map(({ exchanges }) => exchanges.map(({ method, status }) => `${method} ${status}`))).toEqual([
      ['GET 200', 'GET 200'],
      ['POST 201'],
      ['GET null', 'GET null'],
      ['POST 200'],
    ]);
    expect(shown).toContain('grant_type=authorization_code');
    expect(shown).toContain('code_challenge_methods_supported');
  });

  it('says how far a sign-in came that failed', async () => {
    const server = await authServer({ disturb: { token: 'html' } });
    const person = new Person();
    expect(await codeOf(signInWithBrowser(targetAt(server.mcp), person))).toBe('auth_answer_invalid');
    expect(person.steps.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'failed']);
    expect(person.steps[3]?.exchanges).toHaveLength(1);
  });
});
