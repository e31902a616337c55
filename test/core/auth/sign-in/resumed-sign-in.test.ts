import { afterEach, expect, test } from 'vitest';
import type { AppPorts } from '../../../../electron/core/app.ts';
import { memoryKeyWrapper } from '../../../../electron/core/vault/key-wrapper.ts';
import { browse } from '../../../fixtures/auth-server/browser.ts';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { TestApp } from '../end-to-end-app.ts';
import { codeOf } from '../refusals.ts';

const REDIRECT = 'patchbay://oauth/callback';
const CLIENT = { id: 'by-hand', secret: null, method: 'none' as const, redirectUris: [REDIRECT] };

const ended: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(ended.splice(0).map((end) => end())));

/** A sign-in whose person is in the browser when the app ends; resolves with where that browser ends up. */
async function interrupted(ports: Partial<AppPorts>): Promise<{ server: AuthServer; id: string; folder: string; answer: URL }> {
  const server = await AuthServer.start({ clients: [CLIENT] });
  ended.push(() => server.stop());
  let opened = (_: string) => {};
  const address = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const app = await TestApp.start(async (url) => {
    opened(url);
    return { visited: [url], status: 200, page: '' };
  }, ports);
  const id = await app.add(server.mcp, { auth: { kind: 'oauth', clientId: CLIENT.id, redirect: 'app' } });
  const signIn = app.signIn(id);
  const { visited } = await browse(await address);
  await app.stop(true);
  expect(await signIn).toMatchObject({ status: 'cancelled' });
  return { server, id, folder: app.folder, answer: new URL(visited.at(-1) ?? '') };
}

async function next(folder: string, ports: Partial<AppPorts>): Promise<TestApp> {
  const app = await TestApp.start(undefined, { ...ports, dataFolder: folder });
  ended.push(() => app.stop());
  return app;
}

const stateOf = async (app: TestApp, id: string) => (await app.ask('app.snapshot', {})).states[id]?.kind;

test('the answer of the browser finds the app started anew: it goes on, once', async () => {
  const ports = { keychains: [memoryKeyWrapper()] };
  const { server, id, folder, answer } = await interrupted(ports);
  const app = await next(folder, ports);
  expect(answer.href).toContain(REDIRECT);
  expect(await app.app.resumeSignIn(new URL(`${REDIRECT}?code=c&state=another`))).toBe(false);
  expect(await app.app.resumeSignIn(answer)).toBe(true);
  await expect.poll(() => stateOf(app, id)).toBe('connected');
  expect(await app.echo(id, 'hi')).toContain('hi');
  expect((await app.ask('app.snapshot', {})).signIns[id]).toMatchObject({ status: 'done' });
  expect(await app.app.resumeSignIn(answer)).toBe(false);
  expect(server.grants('authorization_code')).toHaveLength(1);
  expect(app.files()).not.toContain(answer.searchParams.get('state'));
});

test('an answer after its time, of another issuer, or to a sign-in that was cancelled is no answer', async () => {
  const ports = { keychains: [memoryKeyWrapper()] };
  const late = await interrupted(ports);
  const tooLate = await next(late.folder, { ...ports, now: () => Date.now() + 11 * 60_000 });
  expect(await tooLate.app.resumeSignIn(late.answer)).toBe(false);

  const mixed = await interrupted(ports);
  const app = await next(mixed.folder, ports);
  const answer = new URL(mixed.answer);
  answer.searchParams.set('iss', 'https://elsewhere.example');
  expect(await app.app.resumeSignIn(answer)).toBe(true);
  await expect.poll(async () => (await app.ask('app.snapshot', {})).signIns[mixed.id]?.error?.code).toBe('auth_response_issuer');
  expect(await app.accounts()).toEqual([]);
  expect(mixed.server.grants('authorization_code')).toEqual([]);

  const given = await AuthServer.start({ clients: [CLIENT] });
  ended.push(() => given.stop());
  const id = await app.add(given.mcp, { auth: { kind: 'oauth', clientId: CLIENT.id, redirect: 'app' } });
  const signIn = app.signIn(id);
  await expect.poll(() => app.opened.length).toBe(1);
  const { visited } = (await app.journeys[0])!;
  await app.ask('auth.cancel', { serverId: id });
  expect(await signIn).toMatchObject({ status: 'cancelled' });
  expect(await app.app.resumeSignIn(new URL(visited.at(-1) ?? ''))).toBe(false);
});

test('an answer is none any more once its server is another one, also at the same sign-in server', async () => {
  const ports = { keychains: [memoryKeyWrapper()] };
  const { server, id, folder, answer } = await interrupted(ports);
  const other = await AuthServer.start({
    editResourceMetadata: (document) => ({ ...document, authorization_servers: [server.issuer] }),
  });
  ended.push(() => other.stop());
  server.options.requiresResource = false;
  const app = await next(folder, ports);
  const auth = { kind: 'oauth' as const, clientId: CLIENT.id, redirect: 'app' as const };
  await app.ask('servers.update', { id, server: { name: 'moved', transport: { kind: 'remote', url: other.mcp, auth } } });
  expect(await app.app.resumeSignIn(answer)).toBe(false);
  expect(server.grants('authorization_code')).toEqual([]);
  expect(await app.accounts()).toEqual([]);
});

test('where the vault is locked, it goes on once that is open', async () => {
  const passphrase = 'four words of nothing';
  const ports = { keychains: [memoryKeyWrapper()] };
  const { id, folder, answer } = await interrupted(ports);
  const between = await TestApp.start(undefined, { ...ports, dataFolder: folder });
  await between.ask('vault.protect', { by: 'passphrase', passphrase });
  await between.stop(true);
  const app = await next(folder, { keychains: [] });
  expect(await codeOf(app.app.resumeSignIn(answer))).toBe('vault_locked');
  // Any page can send links.
  expect(await codeOf(app.app.resumeSignIn(new URL(`${REDIRECT}?code=c&state=another`)))).toBe('vault_locked');
  await app.ask('vault.unlock', { passphrase });
  await expect.poll(() => stateOf(app, id)).toBe('connected');
});
