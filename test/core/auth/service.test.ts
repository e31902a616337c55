import { describe, expect, test } from 'vitest';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import type { Input } from '../../../shared/contract/methods.ts';
import { consent } from '../../fixtures/auth-server/browser.ts';
import type { AuthServer } from '../../fixtures/auth-server/start.ts';
import { authServer } from './auth-server.ts';
import { type Person, TestApp, testApp } from './end-to-end-app.ts';
import { codeOf } from './refusals.ts';

/** Somebody who leaves the page open. */
const nobody: Person = async (address) => ({ visited: [address], status: 200, page: '' });

const withTokens = (server: AuthServer) => server.requests.filter(({ headers }) => headers.authorization !== undefined);
const stateOf = (app: TestApp, id: string) => app.app.connections.state(id);

async function definitionOf(app: TestApp, id: string): Promise<Input<'servers.update'>['server']> {
  const { servers: saved } = await app.ask('app.snapshot', {});
  const found = saved.find((each) => each.id === id)!;
  return { name: found.name, transport: found.transport };
}

async function moveTo(app: TestApp, id: string, url: string): Promise<void> {
  const server = await definitionOf(app, id);
  await app.ask('servers.update', { id, server: { ...server, transport: { kind: 'remote', url } } });
}

describe('a key that the person entered', () => {
  type Remote = Parameters<TestApp['add']>[1];
  const cases: [string, Remote, string][] = [
    ['bearer', { auth: { kind: 'bearer', token: 'wrong-token' } }, 'a bearer token'],
    ['header', { auth: { kind: 'header', name: 'X-Figma-Token', value: 'wrong-token' } }, 'the header “X-Figma-Token”'],
    ['query', { auth: { kind: 'query', name: 'api_key', value: 'wrong-token' } }, 'the query parameter “api_key”'],
    ['own Authorization', { headers: { authorization: 'Bearer wrong-token' } }, 'the header “authorization”'],
    ['own header, without sign-in', { headers: { 'X-Api-Key': 'wrong-token' }, auth: { kind: 'none' } }, 'the header “X-Api-Key”'],
  ];
  test.each(cases)('and that is refused is named: %s', async (_, rest, field) => {
    const server = await authServer();
    const app = await testApp();
    const id = await app.add(server.mcp, rest);
    const state = await app.ask('servers.connect', { id });
    expect(state).toMatchObject({ kind: 'needsAuth', error: { code: 'key_refused', details: { field } } });
    expect(JSON.stringify(state)).not.toContain('wrong-token');
    expect((await app.signIn(id)).error?.code).toBe('invalid_input');
    expect(app.opened).toEqual([]);
  });

  test('in a header of its own is told from a server that asks for sign-in beside it', async () => {
    const headers = { 'X-Api-Key': 'for-a-gateway' };
    const asking = await authServer();
    const app = await testApp();
    const id = await app.add(asking.mcp, { headers });
    expect(await app.ask('servers.connect', { id })).toMatchObject({ error: { code: 'sign_in_needed' } });
    const silent = await authServer({ challengeNamesIt: false });
    const other = await app.add(silent.mcp, { headers });
    expect(await app.ask('servers.connect', { id: other })).toMatchObject({ error: { code: 'key_refused' } });
  });

  test('as Authorization goes before the account', async () => {
    const server = await authServer();
    const app = await testApp();
    const id = await app.add(server.mcp);
    await app.signedIn(id);
    await app.ask('servers.update', {
      id,
      server: {
        ...(await definitionOf(app, id)),
        transport: { kind: 'remote', url: server.mcp, headers: { Authorization: 'Bearer by-hand' } },
      },
    });
    await expect.poll(() => stateOf(app, id)).toMatchObject({ kind: 'needsAuth', error: { code: 'key_refused' } });
    expect(server.seen('mcp').at(-1)?.headers.authorization).toBe('Bearer by-hand');
  });
});

test('a server that is moved to another origin gets nothing of the account, which is back when it returns', async () => {
  const [server, elsewhere] = [await authServer(), await authServer()];
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  const [account] = await app.accounts();
  await moveTo(app, id, elsewhere.mcp);
  await expect.poll(() => stateOf(app, id).kind).toBe('needsAuth');
  expect(withTokens(elsewhere)).toEqual([]);
  expect(await app.accounts()).toEqual([]);
  expect(app.events.findLast(({ event }) => event.type === 'accounts')?.event).toEqual({ type: 'accounts', accounts: [] });
  await moveTo(app, id, server.mcp);
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  expect(await app.accounts()).toEqual([account]);
  expect(app.opened).toHaveLength(1);
});

test('a draft of a saved server uses its account at the same origin only', async () => {
  const [server, elsewhere] = [await authServer(), await authServer()];
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  const draft = async (url: string) =>
    (await app.ask('servers.test', { testId: url, id, server: { name: 'draft', transport: { kind: 'remote', url } } })).state.kind;
  expect(await draft(server.mcp)).toBe('connected');
  expect(await draft(elsewhere.mcp)).toBe('needsAuth');
  expect(withTokens(elsewhere)).toEqual([]);
});

test('accounts go with their server, out of the vault too, and come back when its removal is undone', async () => {
  const server = await authServer();
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  const accounts = await app.accounts();
  const { servers: saved } = await app.ask('app.snapshot', {});
  await app.ask('servers.remove', { id });
  expect(await app.accounts()).toEqual([]);
  expect(await app.secrets()).toBe(0);
  expect(app.files()).not.toContain(accounts[0]!.id);
  await app.ask('servers.restore', { server: saved[0]!, beforeId: null });
  expect(await app.accounts()).toEqual(accounts);
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  expect(app.opened).toHaveLength(1);
});

test('every secret and account of one server can be forgotten; the others stay', async () => {
  const [one, two] = [await authServer(), await authServer()];
  const app = await testApp();
  const [first, second] = [await app.add(one.mcp), await app.add(two.mcp)];
  await app.signedIn(first);
  await app.signedIn(second);
  await app.ask('vault.forget', { serverId: first });
  expect((await app.accounts()).map(({ serverId }) => serverId)).toEqual([second]);
  expect(stateOf(app, first).kind).toBe('disconnected');
  expect(await app.echo(second, 'still here')).toBe('still here');
  await app.ask('vault.forget', { serverId: null });
  expect(await app.accounts()).toEqual([]);
  expect(await app.secrets()).toBe(0);
});

describe('a sign-in', () => {
  test('is joined by a second click, shown as the state of its server, and cancelled', async () => {
    const server = await authServer({ consent: 'page' });
    const app = await testApp(nobody);
    const id = await app.add(server.mcp);
    await app.ask('servers.connect', { id });
    const clicks = [app.signIn(id), app.signIn(id)];
    await expect.poll(async () => (await app.ask('app.snapshot', {})).signIns[id]?.status).toBe('browser');
    expect(stateOf(app, id).kind).toBe('authorizing');
    expect(app.opened).toHaveLength(1);
    await app.ask('auth.openAgain', { serverId: id });
    expect(app.opened[1]).toBe(app.opened[0]);
    expect((await app.ask('auth.address', { serverId: id })).url).toBe(app.opened[0]);
    await app.ask('auth.cancel', { serverId: id });
    expect((await Promise.all(clicks)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(stateOf(app, id)).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
    expect(await codeOf(app.ask('auth.address', { serverId: id }))).toBe('not_found');
    expect(await app.secrets()).toBe(0);
  });

  test.each(['servers.disconnect', 'servers.remove'] as const)('ends with %s', async (method) => {
    const server = await authServer({ consent: 'page' });
    const app = await testApp(nobody);
    const id = await app.add(server.mcp);
    const click = app.signIn(id);
    await expect.poll(() => app.opened.length).toBe(1);
    await app.ask(method, { id });
    expect((await click).status).toBe('cancelled');
    expect(await app.accounts()).toEqual([]);
  });

  test('ends when Patchbay ends', async () => {
    const server = await authServer({ consent: 'page' });
    const app = await testApp(nobody);
    const id = await app.add(server.mcp);
    const click = app.signIn(id);
    await expect.poll(() => app.opened.length).toBe(1);
    await app.app.shutdown();
    expect((await click).status).toBe('cancelled');
  });

  test('whose browser does not open goes on with the address opened by hand', async () => {
    const server = await authServer();
    const app = await testApp(nobody, { openExternal: () => Promise.reject(new Error('no display')) });
    const id = await app.add(server.mcp);
    const click = app.signIn(id);
    await expect
      .poll(async () => (await app.ask('app.snapshot', {})).signIns[id])
      .toMatchObject({
        status: 'browser',
        error: { code: 'auth_browser_failed' },
      });
    const { url } = await app.ask('auth.address', { serverId: id });
    const answer = await fetch(url, { redirect: 'manual' });
    expect(await codeOf(app.ask('auth.finish', { serverId: id, url: 'nonsense' }))).toBe('auth_not_its_end');
    await app.ask('auth.finish', { serverId: id, url: answer.headers.get('location')! });
    expect(await click).toMatchObject({ status: 'done', error: null });
    expect(await app.echo(id, 'by hand')).toBe('by hand');
  });

  test('as somebody else makes another account, and leaves the first as it was', async () => {
    const server = await authServer({ consent: 'page', idToken: true, scopes: ['read'], challengeScope: 'openid' });
    const users = ['u-ada', 'u-grace', 'u-ada'];
    const app = await testApp((address) => consent(address, 'allow', users.shift()!));
    const id = await app.add(server.mcp);
    await app.signedIn(id);
    const [ada] = await app.accounts();
    await app.ask('auth.rename', { accountId: ada!.id, name: 'Mine' });
    await app.signedIn(id, { account: ada!.id });
    expect((await app.accounts()).map(({ name, selected, ended }) => [name, selected, ended])).toMatchObject([
      ['Mine', false, false],
      [expect.any(String), true, false],
    ]);
    await app.signedIn(id, { account: 'new' });
    const accounts = await app.accounts();
    expect(accounts).toHaveLength(2);
    expect(accounts.find(({ selected }) => selected)).toMatchObject({ id: ada!.id, name: 'Mine', named: true });
  });

  test('that the server does not honour says so, instead of beginning again', async () => {
    const server = await authServer();
    server.options.editTokens = (answer) => {
      const token = server.store.tokens.get(String(answer.access_token));
      if (token) token.resource = 'https://other.example/mcp';
      return answer;
    };
    const app = await testApp();
    const id = await app.add(server.mcp);
    expect((await app.signIn(id)).error?.code).toBe('auth_too_often');
    expect(app.opened).toHaveLength(1);
  });

  test('is not begun while the secrets cannot be kept', async () => {
    const server = await authServer();
    const app = await testApp(undefined, { keychains: [] });
    const id = await app.add(server.mcp);
    expect(await codeOf(app.signIn(id))).toBe('vault_unset');
    expect(app.opened).toEqual([]);
    await app.ask('vault.protect', { by: 'session' });
    await app.signedIn(id);
    expect(app.files()).not.toMatch(/access-|refresh-/);
  });
});

test('somebody who signed out is asked again, with the account remembered', async () => {
  const server = await authServer({ era: 'legacy' });
  const app = await testApp();
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  const [account] = await app.accounts();
  await app.ask('auth.signOut', { accountId: account!.id, remove: false });
  expect(stateOf(app, id).kind).toBe('disconnected');
  expect(await app.accounts()).toMatchObject([{ id: account!.id, ended: true, selected: true }]);
  // The session was taken leave of with the token, and nothing asks with it afterwards.
  expect(
    server
      .seen('mcp')
      .filter(({ method }) => method === 'DELETE')
      .map(({ status }) => status),
  ).toEqual([200]);
  expect(server.store.tokens.size).toBe(0);
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'needsAuth' });
  await app.signedIn(id);
  expect(await app.accounts()).toMatchObject([{ id: account!.id, ended: false }]);
});

test('a sign-in server that is out of reach signs nobody out', async () => {
  let later = 0;
  const now = () => Date.now() + later;
  const server = await authServer({ now });
  const app = await testApp(undefined, { now });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  server.options.disturb = { token: 'status500' };
  later = 3_400_000;
  // Due, but still good.
  expect(await app.echo(id, 'still')).toBe('still');
  expect(await app.echo(id, 'again')).toBe('again');
  expect(server.grants('refresh_token')).toHaveLength(1);
  server.options.disturb = { token: 'drop' };
  later = 3_700_000;
  expect(await codeOf(app.echo(id, 'over'))).toBe('auth_unreachable');
  expect(await app.accounts()).toMatchObject([{ ended: false }]);
  server.options.disturb = {};
  expect(await app.echo(id, 'back')).toBe('back');
  expect(app.opened).toHaveLength(1);
});

test('what waits for the secrets connects when they are unlocked', async () => {
  const server = await authServer();
  const app = await testApp(undefined, { keychains: [] });
  await app.ask('vault.protect', { by: 'passphrase', passphrase: 'correct horse' });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  await app.ask('vault.lock', {});
  expect(await codeOf(app.echo(id, 'locked'))).toBe('vault_locked');
  await expect.poll(() => stateOf(app, id)).toMatchObject({ kind: 'failed', error: { code: 'vault_locked' } });
  await app.ask('vault.unlock', { passphrase: 'correct horse' });
  await expect.poll(() => stateOf(app, id).kind).toBe('connected');
  expect(await app.echo(id, 'open')).toBe('open');
});

test('what the command line removed meanwhile is forgotten at the next start', async () => {
  const server = await authServer();
  const keychains = [memoryKeyWrapper()];
  const app = await TestApp.start(undefined, { keychains });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  await app.app.library.remove(id);
  await app.stop(true);
  const next = await testApp(undefined, { keychains, dataFolder: app.folder });
  await expect.poll(() => next.secrets()).toBe(0);
  await expect.poll(() => next.files()).not.toContain('acc_');
});
