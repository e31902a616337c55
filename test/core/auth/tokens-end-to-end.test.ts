import { afterEach, describe, expect, test } from 'vitest';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import type { AuthServerOptions } from '../../fixtures/auth-server/options.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { TestApp } from './end-to-end-app.ts';

const TEN = Array.from({ length: 10 }, (_, n) => `call ${n}`);

let server: AuthServer;
let app: TestApp;
afterEach(async () => {
  await app.stop();
  await server.stop();
});

async function signedIn(options: Partial<AuthServerOptions> = {}): Promise<string> {
  server = await AuthServer.start(options);
  app = await TestApp.start();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  return id;
}

const echoAll = (id: string) => Promise.all(TEN.map((message) => app.echo(id, message)));

describe('ten calls at once with a token that has ended, at a server that gives each refresh token once', () => {
  test.each(['both', 'legacy'] as const)('renew it once, all get their answers, and no browser opens (%s)', async (era) => {
    const id = await signedIn({ era });
    server.store.expireAccess();
    expect(await echoAll(id)).toEqual(TEN);
    expect(server.grants('refresh_token')).toHaveLength(1);
    expect(app.opened).toHaveLength(1);
    expect(server.grants('refresh_token')[0]?.form.get('resource')).toBe(server.mcp);
    server.store.expireAccess();
    expect(await echoAll(id)).toEqual(TEN);
    expect(server.grants('refresh_token').map(({ status }) => status)).toEqual([200, 200]);
  });

  test('and a slow one: whoever comes later waits for the same', async () => {
    const id = await signedIn({ delay: {} });
    server.options.delay.token = 500;
    server.store.expireAccess();
    const first = echoAll(id);
    await expect.poll(() => server.grants('refresh_token').length).toBe(1);
    const second = echoAll(id);
    expect([await first, await second]).toEqual([TEN, TEN]);
    expect(server.grants('refresh_token')).toHaveLength(1);
  });
});

test('a token is renewed five minutes before it ends, and not sooner', async () => {
  let later = 0;
  const now = () => Date.now() + later;
  server = await AuthServer.start({ now });
  app = await TestApp.start(undefined, { now });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  later = 3_290_000;
  await app.echo(id, 'hello');
  expect(server.grants('refresh_token')).toEqual([]);
  later = 3_301_000;
  expect(await echoAll(id)).toEqual(TEN);
  expect(server.grants('refresh_token')).toHaveLength(1);
  expect(server.seen('mcp').filter(({ status, headers }) => status === 401 && headers.authorization)).toEqual([]);
});

test('an access that is over says so once, and the account is remembered', async () => {
  const id = await signedIn();
  server.forget('tokens');
  const failures = await Promise.all(TEN.map((message) => app.echo(id, message).catch((error: unknown) => error)));
  expect(failures).toMatchObject(TEN.map(() => ({ code: 'sign_in_needed' })));
  expect(server.grants('refresh_token')).toHaveLength(1);
  expect(app.opened).toHaveLength(1);
  await expect.poll(() => app.app.connections.state(id).kind).toBe('needsAuth');
  expect(await app.accounts()).toMatchObject([{ ended: true }]);
  await app.signedIn(id);
  expect(await app.echo(id, 'again')).toBe('again');
  expect(await app.accounts()).toMatchObject([{ ended: false }]);
});

test('a server that never accepts what it gave is not asked for ever', async () => {
  const id = await signedIn();
  server.options.requiredScopes = [];
  server.options.editTokens = (answer) => {
    const token = server.store.tokens.get(String(answer.access_token));
    if (token) token.resource = 'https://other.example/mcp';
    return answer;
  };
  server.store.expireAccess();
  await expect(app.echo(id, 'hello')).rejects.toMatchObject({ code: 'sign_in_needed' });
  expect(server.grants('refresh_token')).toHaveLength(1);
});

test('who signed in is signed in tomorrow, after a restart', async () => {
  const keychains = [memoryKeyWrapper()];
  server = await AuthServer.start();
  app = await TestApp.start(undefined, { keychains });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  await app.stop(true);
  server.store.expireAccess();
  const { folder } = app;
  app = await TestApp.start(undefined, { keychains, dataFolder: folder });
  expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
  expect(await app.echo(id, 'good morning')).toBe('good morning');
  expect(server.grants('refresh_token')).toHaveLength(1);
  expect(app.opened).toEqual([]);
  expect(app.files()).not.toMatch(/access-|refresh-/);
});
