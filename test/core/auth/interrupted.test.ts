import { afterEach, expect, test } from 'vitest';
import type { AppPorts } from '../../../electron/core/app.ts';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { TestApp } from './end-to-end-app.ts';
import { codeOf } from './refusals.ts';

const PASSPHRASE = 'correct horse battery staple';

let server: AuthServer;
let app: TestApp;
afterEach(async () => {
  await app.stop();
  await server.stop();
});

async function signedIn(ports: Partial<AppPorts> = {}): Promise<string> {
  server = await AuthServer.start();
  app = await TestApp.start(undefined, ports);
  if (ports.keychains?.length === 0) await app.ask('vault.protect', { by: 'passphrase', passphrase: PASSPHRASE });
  const id = await app.add(server.mcp);
  await app.signedIn(id);
  return id;
}

/** Has a call wait for a token, which the sign-in server is about to give; the one before is used up then. */
async function renewing(id: string): Promise<void> {
  server.options.delay = { token: 500 };
  server.store.expireAccess();
  app.echo(id, 'hello').catch(() => {});
  await expect.poll(() => server.grants('refresh_token').length, { timeout: 10_000 }).toBe(1);
}

async function definitionOf(id: string): Promise<ServerDefinition> {
  return (await app.ask('app.snapshot', {})).servers.find((each) => each.id === id)!;
}

const renewals = () => server.grants('refresh_token').map(({ status }) => status);

test('Patchbay that ends while a token is renewed keeps what the server gives', async () => {
  const keychains = [memoryKeyWrapper()];
  const id = await signedIn({ keychains });
  await renewing(id);
  await app.stop(true);
  expect(renewals()).toEqual([200]);
  app = await TestApp.start(undefined, { keychains, dataFolder: app.folder });
  expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
  expect(renewals()).toEqual([200]);
});

test('Patchbay ends all the same where the sign-in server does not answer', async () => {
  const id = await signedIn();
  server.options.disturb = { token: 'silent' };
  await renewing(id);
  await app.stop(true);
  expect(renewals()).toEqual([0]);
});

test('what is forgotten while a token is renewed does not come back with the new one', async () => {
  const id = await signedIn();
  await renewing(id);
  await app.ask('vault.forget', { serverId: id });
  expect(renewals()).toEqual([200]);
  expect(await app.secrets()).toBe(0);
  expect(await app.accounts()).toEqual([]);
});

test('a server that is removed while a token is renewed, and taken back, has the new one', async () => {
  const id = await signedIn();
  const definition = await definitionOf(id);
  await renewing(id);
  await app.ask('servers.remove', { id });
  expect(renewals()).toEqual([200]);
  expect(await app.secrets()).toBe(0);
  await app.ask('servers.restore', { server: definition, beforeId: null });
  expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
  expect(renewals()).toEqual([200]);
});

test('accounts that could not be taken back while the secrets were locked are there for another try', async () => {
  const id = await signedIn({ keychains: [] });
  const definition = await definitionOf(id);
  await app.ask('servers.remove', { id });
  await app.ask('vault.lock', {});
  expect(await codeOf(app.ask('servers.restore', { server: definition, beforeId: null }))).toBe('vault_locked');
  await app.ask('vault.unlock', { passphrase: PASSPHRASE });
  await app.ask('servers.restore', { server: definition, beforeId: null });
  expect((await app.ask('servers.connect', { id })).kind).toBe('connected');
  expect(app.opened).toHaveLength(1);
});
