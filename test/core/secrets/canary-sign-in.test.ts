import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import { browse } from '../../fixtures/auth-server/browser.ts';
import type { AuthServerOptions, KnownClient } from '../../fixtures/auth-server/options.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { type Person, TestApp } from '../auth/end-to-end-app.ts';
import { Canaries } from './fixtures/canaries.ts';
import { echoes } from './fixtures/echoes.mjs';

/** Fields of requests to the sign-in server that are secret. */
const SECRET_FIELDS = ['code', 'code_verifier', 'refresh_token', 'client_secret', 'client_assertion', 'token', 'state'];

let canaries: Canaries;
/** Everything that a page was told, replies and events. */
let told: string[];
let server: AuthServer;
let rig: TestApp;
/** What the sign-in server gave. */
let given: string[];

beforeEach(() => {
  canaries = new Canaries();
  told = [];
  given = [];
});
afterEach(async () => {
  await rig.stop();
  await server.stop();
});

async function start(options: Partial<AuthServerOptions> = {}, person: Person = browse): Promise<void> {
  server = await AuthServer.start({
    idToken: true,
    userinfo: true,
    challengeScope: 'openid profile',
    scopes: ['openid', 'profile'],
    ...options,
    editTokens: (answer) => {
      given.push(...Object.entries(answer).flatMap(([name, value]) => (/_token$/.test(name) ? [String(value)] : [])));
      return options.editTokens?.(answer) ?? answer;
    },
  });
  rig = await TestApp.start(person);
  rig.app.bridge.subscribe((batch) => told.push(JSON.stringify(batch)));
}

async function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  const reply = await rig.app.bridge.handle(method, input);
  told.push(`${method}: ${JSON.stringify(reply)}`);
  if (!reply.ok) throw AppError.fromData(reply.error);
  return reply.value as Output<M>;
}

async function add(auth: object = { kind: 'oauth' }): Promise<string> {
  const input = { name: 'Protected', transport: { kind: 'remote', url: server.mcp, auth } };
  return (await ask('servers.create', input as Input<'servers.create'>)).id;
}

async function lookAtAll(id: string): Promise<void> {
  for (const method of ['servers.log', 'servers.network', 'servers.doctor'] as const) await ask(method, { id });
  await ask('servers.traffic', { id, after: 0 });
  await ask('tools.summaries', {});
  await ask('calls.list', {});
  await ask('app.snapshot', {});
}

/** A call whose result is what the server got: the person's own, which nothing else may repeat. */
async function callHeaders(id: string): Promise<string> {
  const callId = `headers ${Math.random()}`;
  return JSON.stringify(await rig.app.bridge.handle('tools.call', { callId, serverId: id, name: 'headers', args: {} }));
}

/** All that was secret between Patchbay and the servers, found out from what they got and gave. */
async function expectSilence(): Promise<void> {
  await rig.app.shutdown();
  for (const token of new Set(given)) canaries.watch('token', token);
  for (const { form, place } of server.requests) {
    // What the browser is sent with is public but for what it brings back.
    if (place === 'authorize') continue;
    for (const name of SECRET_FIELDS) for (const value of form.getAll(name)) canaries.watch(name, value);
  }
  expect(given.length + server.seen('token').length).toBeGreaterThan(0);
  expect(told.flatMap((each) => canaries.leaks(each).map((leak) => `${each.slice(0, 40)} ${leak}`)).slice(0, 8)).toEqual([]);
  expect(canaries.leaksInFiles(rig.folder).slice(0, 8)).toEqual([]);
}

describe('a person', () => {
  test.each(['none', 'required'] as const)('signs in, is renewed, has a second account, and signs out (DPoP: %s)', async (dpop) => {
    await start({ dpop });
    const id = await add();
    expect(await ask('auth.signIn', { serverId: id })).toMatchObject({ status: 'done' });
    expect(await callHeaders(id)).toContain(given[0]);
    await lookAtAll(id);
    server.store.expireAccess();
    await callHeaders(id);
    expect(server.grants('refresh_token').map(({ status }) => status)).toEqual([200]);
    await ask('auth.signIn', { serverId: id, account: 'new' });
    const { accounts } = await ask('app.snapshot', {});
    for (const { id: accountId } of accounts) await ask('auth.rename', { accountId, name: 'Somebody' });
    await lookAtAll(id);
    server.forget('tokens');
    await callHeaders(id);
    await lookAtAll(id);
    for (const { id: accountId } of accounts) await ask('auth.signOut', { accountId, remove: false });
    await expectSilence();
  });

  test.each(['client_secret_basic', 'client_secret_post'] as const)('has a client registered by hand (%s)', async (method) => {
    const secret = canaries.plant('client secret');
    const client: KnownClient = { id: 'by-hand', secret, method, redirectUris: ['http://127.0.0.1/oauth/callback'] };
    await start({
      registration: false,
      clients: [client],
      editMetadata: (document) => ({ ...document, token_endpoint_auth_methods_supported: [method] }),
    });
    const id = await add({ kind: 'oauth', clientId: 'by-hand', clientSecret: { $new: secret } });
    expect(await ask('auth.signIn', { serverId: id })).toMatchObject({ status: 'done' });
    client.secret = 'another';
    server.store.expireAccess();
    await callHeaders(id);
    await ask('auth.signIn', { serverId: id });
    await lookAtAll(id);
    await expectSilence();
  });

  test('has a client that registered itself with a secret', async () => {
    const secret = canaries.plant('registered secret');
    const access = canaries.plant('registration access');
    await start({
      editRegistration: (answer) => ({
        ...answer,
        client_secret: secret,
        registration_access_token: access,
        token_endpoint_auth_method: 'client_secret_basic',
      }),
    });
    const id = await add();
    await ask('auth.signIn', { serverId: id });
    await lookAtAll(id);
    await expectSilence();
  });

  test('meets a server that tells everything it got in its refusals', async () => {
    await start({
      editTokens: () => {
        const { form } = server.seen('token').at(-1) ?? {};
        const said = echoes([...(form?.values() ?? [])]).join(' ');
        return { error: 'invalid_request', error_description: said, error_uri: `https://example.com/?said=${encodeURIComponent(said)}` };
      },
    });
    const id = await add();
    expect(await ask('auth.signIn', { serverId: id })).toMatchObject({ status: 'failed' });
    await lookAtAll(id);
    await expectSilence();
  });

  test('brings the answer by hand, wrong and right', async () => {
    const answers: ((url: URL) => void)[] = [];
    await start({}, async (address) => {
      // The browser is elsewhere: nothing comes back by itself.
      const response = await fetch(address, { redirect: 'manual' });
      answers.shift()?.(new URL(response.headers.get('location') ?? ''));
      return { visited: [], status: 200, page: '' };
    });
    const id = await add();
    const finish = async () => {
      const answered = new Promise<URL>((resolve) => answers.push(resolve));
      const signIn = ask('auth.signIn', { serverId: id });
      const answer = await answered;
      canaries.watch('answer', answer.searchParams.get('code') ?? '');
      await ask('auth.finish', { serverId: id, url: `no address ${answer.searchParams.get('code')}` }).catch(() => undefined);
      await ask('auth.finish', { serverId: id, url: foreign(new URL(answer)) }).catch(() => undefined);
      await ask('auth.finish', { serverId: id, url: answer.href });
      return (await signIn).status;
    };
    const foreign = (answer: URL) => {
      answer.searchParams.set('state', canaries.plant('foreign state'));
      return answer.href;
    };
    expect(await finish()).toBe('done');
    await lookAtAll(id);
    await expectSilence();
  });
});

describe('a program', () => {
  test('has a secret, at a server that takes it and then does not', async () => {
    const secret = canaries.plant('client secret');
    const client: KnownClient = { id: 'robot', secret, method: 'client_secret_basic', redirectUris: [], mayUseItsOwn: true };
    await start({ clients: [client], challengeScope: null });
    const id = await add({ kind: 'clientCredentials', clientId: 'robot', credential: { $new: secret } });
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
    expect(await callHeaders(id)).toContain(given[0]);
    client.secret = 'another';
    server.store.expireAccess();
    await callHeaders(id);
    await lookAtAll(id);
    await expectSilence();
  });

  test('has a key', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const line of pem.split('\n').slice(1, -2)) canaries.watch('private key', line);
    await start({
      clients: [{ id: 'robot', secret: null, method: 'private_key_jwt', redirectUris: [], mayUseItsOwn: true, publicKey }],
      challengeScope: null,
    });
    const id = await add({ kind: 'clientCredentials', clientId: 'robot', method: 'privateKey', credential: { $new: pem } });
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
    await callHeaders(id);
    await lookAtAll(id);
    const broken = await add({
      kind: 'clientCredentials',
      clientId: 'robot',
      method: 'privateKey',
      credential: { $new: pem.replace('MIG', 'XXX') },
    });
    await ask('servers.connect', { id: broken });
    await lookAtAll(broken);
    await expectSilence();
  });
});
