import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Input } from '../../../../shared/contract/methods.ts';
import { signJwt } from '../../../fixtures/auth-server/jwt.ts';
import { AuthServer } from '../../../fixtures/auth-server/start.ts';
import { TestApp } from '../end-to-end-app.ts';
import { codeOf } from '../refusals.ts';

const CLIENT = {
  id: 'by-hand',
  secret: 'given-to-one-only',
  method: 'client_secret_basic' as const,
  redirectUris: ['http://127.0.0.1/oauth/callback'],
};
const PUBLIC = { ...CLIENT, id: 'without-secret', secret: null, method: 'none' as const };
const PASSPHRASE = 'correct horse battery staple';

interface Setting {
  app: TestApp;
  id: string;
  server: AuthServer;
  /** Another sign-in server, which would know the client if it were told of it. */
  other: AuthServer;
  /** Has the server name that one from now on. */
  change(): void;
}

type Remote = Extract<Input<'servers.create'>['transport'], { kind: 'remote' }>;
type Auth = NonNullable<Remote['auth']>;

async function setting(auth: Auth, end: (work: () => Promise<void>) => void): Promise<Setting> {
  const clients = [{ ...CLIENT, mayUseItsOwn: true }, PUBLIC, { ...PUBLIC, id: '' }];
  const server = await AuthServer.start({ clients });
  end(() => server.stop());
  const other = await AuthServer.start({ clients });
  end(() => other.stop());
  const app = await TestApp.start(undefined, { keychains: [] });
  end(() => app.stop());
  await app.ask('vault.protect', { by: 'passphrase', passphrase: PASSPHRASE });
  const id = await app.add(server.mcp, { auth });
  const change = () => {
    server.options.editResourceMetadata = (document) => ({ ...document, authorization_servers: [other.issuer] });
  };
  return { app, id, server, other, change };
}

const PERSON: Auth = { kind: 'oauth', clientId: CLIENT.id, clientSecret: { $new: CLIENT.secret } };
const PROGRAM: Auth = { kind: 'clientCredentials', clientId: CLIENT.id, credential: { $new: CLIENT.secret } };

test('the client of a person stays bound to its issuer in a copy of the server', async ({ onTestFinished }) => {
  const { app, id, other, change } = await setting(PERSON, onTestFinished);
  await app.signedIn(id);
  change();
  const copy = await app.ask('servers.duplicate', { id });
  expect(await app.signIn(copy.id)).toMatchObject({ status: 'failed', error: { code: 'auth_issuer_changed' } });
  expect(other.seen('token')).toEqual([]);
});

test('so does that of a program, which nobody is asked about', async ({ onTestFinished }) => {
  const { app, id, other, change } = await setting(PROGRAM, onTestFinished);
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  change();
  const copy = await app.ask('servers.duplicate', { id });
  expect(await app.ask('servers.connect', { id: copy.id })).toMatchObject({ kind: 'failed', error: { code: 'auth_issuer_changed' } });
  expect(other.seen('token')).toEqual([]);
});

test('a token that is exchanged for access stays bound without a client, too', async ({ onTestFinished }) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const auth: Auth = { kind: 'assertion', clientId: '', assertion: { $new: 'later' } };
  const { app, id, server, other, change } = await setting(auth, onTestFinished);
  for (const each of [server, other]) each.options.trusts = [publicKey];
  const assertion = signJwt({ sub: 'robot', aud: server.issuer, resource: server.mcp }, privateKey);
  const transport = { kind: 'remote' as const, url: server.mcp, auth: { ...auth, assertion: { $new: assertion } } };
  await app.ask('servers.update', { id, server: { name: 'robot', transport } });
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  change();
  server.store.expireAccess();
  await app.ask('servers.disconnect', { id });
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'failed', error: { code: 'auth_issuer_changed' } });
  expect(other.seen('token')).toEqual([]);
});

test('where it cannot be bound, there is no copy', async ({ onTestFinished }) => {
  const { app, id } = await setting({ kind: 'oauth', clientId: PUBLIC.id }, onTestFinished);
  await app.signedIn(id);
  await app.ask('vault.lock', {});
  const before = (await app.ask('app.snapshot', {})).servers;
  expect(await codeOf(app.ask('servers.duplicate', { id }))).toBe('vault_locked');
  expect((await app.ask('app.snapshot', {})).servers).toEqual(before);
});

test('a server that is removed and taken back while the secrets are locked has its accounts, and its client stays bound', async ({
  onTestFinished,
}) => {
  const { app, id, other, change } = await setting(PERSON, onTestFinished);
  await app.signedIn(id);
  const server = (await app.ask('app.snapshot', {})).servers.find((each) => each.id === id)!;
  await app.ask('vault.lock', {});
  await app.ask('servers.remove', { id });
  expect(await app.accounts()).toEqual([]);
  await app.ask('servers.restore', { server, beforeId: null });
  await app.ask('vault.unlock', { passphrase: PASSPHRASE });
  expect(await app.accounts()).toHaveLength(1);
  expect(await app.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  change();
  expect(await app.signIn(id)).toMatchObject({ status: 'failed', error: { code: 'auth_issuer_changed' } });
  expect(other.seen('token')).toEqual([]);
});
