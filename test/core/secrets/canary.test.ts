import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type App, createApp } from '../../../electron/core/app.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { storedServer } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { freePort, type RunningServer, startFixture } from '../../fixtures/start-server.ts';
import { Canaries, commandLines, filesBelow } from './fixtures/canaries.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const ECHO_STDIO = join(FIXTURES, 'echo-stdio.mjs');

let folder: string;
let data: string;
let app: App;
let canaries: Canaries;
let passphrase: string;
/** Everything that a page was told, replies and events. */
let told: string[];
let http: RunningServer;

const start = () => createApp({ dataFolder: data, shell: 'cli', version: '0.0.0-test', openExternal: async () => {} });

beforeAll(async () => {
  http = await startFixture('../../core/secrets/fixtures/echo-http.mjs');
});
afterAll(() => http.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-canary-'));
  data = join(folder, 'data');
  canaries = new Canaries();
  told = [];
  passphrase = canaries.plant('passphrase');
  await open();
  await ask('vault.protect', { by: 'passphrase', passphrase });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await app.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  app = await start();
  app.bridge.subscribe((batch) => told.push(JSON.stringify(batch)));
}

async function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  const reply = await app.bridge.handle(method, input);
  told.push(`${method}: ${JSON.stringify(reply)}`);
  if (!reply.ok) throw AppError.fromData(reply.error);
  return reply.value as Output<M>;
}

/** What is asked for without caring about the answer: it is told all the same. */
async function tryTo<M extends MethodName>(method: M, input: Input<M>): Promise<void> {
  await ask(method, input).catch(() => undefined);
}

/** Nothing that is told, kept or given to other processes holds a secret. */
function expectSilence(): void {
  expect(told.flatMap((each) => canaries.leaks(each).map((leak) => `${each.slice(0, 40)} ${leak}`)).slice(0, 8)).toEqual([]);
  expect(canaries.leaksInFiles(data).slice(0, 8)).toEqual([]);
}

type ServerInput = Input<'servers.create'>;
const $new = (text: string) => ({ $new: text });

function local(env: Record<string, string>, ...args: string[]): ServerInput {
  const entered = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, $new(value)]));
  const ECHO = Object.keys(env).join(',');
  return { name: 'Local', transport: { kind: 'stdio', command: process.execPath, args: [ECHO_STDIO, ...args], env: { ...entered, ECHO } } };
}

function remote(path: string, rest: object = {}): ServerInput {
  const url = path.includes('://') ? path : http.url.replace('/mcp', path);
  return { name: `Remote ${path}`, transport: { kind: 'remote', url, ...rest } };
}

/** One server for each way in which a key travels. */
function everyKey(): [name: string, rest: object][] {
  const bearer = canaries.plant('bearer');
  return [
    ['header', { headers: { 'X-Anything': $new(canaries.plant('header')) }, auth: { kind: 'none' } }],
    ['query', { query: { page: $new(canaries.plant('query')) }, auth: { kind: 'none' } }],
    ['bearer', { auth: { kind: 'bearer', token: $new(bearer) } }],
    ['basic', { headers: { Authorization: $new(`Basic ${btoa(`ada:${canaries.plant('basic')}`)}`) }, auth: { kind: 'none' } }],
    ['header key', { auth: { kind: 'header', name: 'X-Key', prefix: 'Key ', value: $new(canaries.plant('header key')) } }],
    ['query key', { auth: { kind: 'query', name: 'k', value: $new(canaries.plant('query key')) } }],
  ];
}

/** Everything that can be asked about a server, and every tool of it. */
async function lookAtAll(id: string): Promise<void> {
  const catalog = (await ask('tools.summaries', {}))[id];
  for (const { name } of catalog?.tools ?? []) {
    await ask('tools.get', { serverId: id, name });
    if (name !== 'tell') await tryTo('tools.call', { callId: `${id} ${name}`, serverId: id, name, args: {} });
    await tryTo('calls.result', { callId: `${id} ${name}` });
  }
  await tryTo('tools.refresh', { serverId: id });
  for (const method of ['servers.log', 'servers.process', 'servers.network', 'servers.doctor'] as const) await tryTo(method, { id });
  const { entries } = await ask('servers.traffic', { id, after: 0 });
  expect(entries.length + (await ask('servers.log', { id })).length).toBeGreaterThan(0);
  await ask('calls.list', {});
  await ask('app.snapshot', {});
}

const logged = async (id: string) => (await ask('servers.log', { id })).map(({ text }) => text).join('\n');

describe('what a server is given and tells again', () => {
  test('a local one that works', async () => {
    const env = {
      TOKEN: canaries.plant('token'),
      PLAIN: canaries.plant('variable'),
      LINES: canaries.plant('lines', (core) => `first\n${core}\nlast`),
    };
    const { id } = await ask('servers.create', local(env));
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected', instructions: expect.stringContaining('•••') });
    // It told them: what follows is worth something.
    await expect.poll(() => logged(id)).toContain('started with •••');
    await lookAtAll(id);
    const { tree } = await ask('servers.process', { id });
    if (process.platform === 'linux') expect(tree.map(({ command }) => command).join('\n')).toContain('--password •••');
    await tryTo('tools.call', { callId: 'leave', serverId: id, name: 'leave', args: {} });
    await lookAtAll(id);
    await ask('servers.disconnect', { id });
    await app.shutdown();
    expect(filesBelow(data).map((file) => file.slice(data.length + 1).split(/[\\/]/)[0])).toEqual(
      expect.arrayContaining(['cache', 'logs']),
    );
    expectSilence();
  });

  test('a local one that ends at once', async () => {
    const { id } = await ask('servers.create', local({ TOKEN: canaries.plant('token') }, 'fails'));
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'failed', error: { technical: expect.stringContaining('•••') } });
    await lookAtAll(id);
    await app.shutdown();
    expectSilence();
  });

  test.each(['/mcp', '/sse', 'websocket'])('a remote one that works, at %s', async (path) => {
    for (const [, rest] of everyKey()) {
      const mode = path === '/sse' ? 'sse' : 'auto';
      const { id } = await ask('servers.create', remote(path === 'websocket' ? http.url.replace('http', 'ws') : path, { mode, ...rest }));
      expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected', instructions: expect.stringContaining('•••') });
      await lookAtAll(id);
    }
    await app.shutdown();
    expectSilence();
  });

  test.each(['/401', '/403', '/500', '/400', '/html', '/garbage', '/redirect', '/nowhere'])(
    'a remote one that fails at %s',
    async (path) => {
      for (const [, rest] of everyKey()) {
        const { id } = await ask('servers.create', remote(path, rest));
        expect(['failed', 'needsAuth']).toContain((await ask('servers.connect', { id })).kind);
        await lookAtAll(id);
      }
      await app.shutdown();
      expectSilence();
    },
  );

  test('a local one whose command is none', async () => {
    vi.stubEnv(
      'CANARY_TOKEN',
      canaries.plant('variable of this computer', (core) => core),
    );
    const command = `$\{env:CANARY_TOKEN}`;
    const { id } = await ask('servers.create', {
      name: 'Nothing',
      transport: { kind: 'stdio', command, env: { A: $new(canaries.plant('unused')) } },
    });
    expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'failed', error: { code: 'command_not_found' } });
    expect(JSON.stringify(await ask('servers.doctor', { id }))).toContain('•••');
    await tryTo('servers.process', { id });
    await app.shutdown();
    expectSilence();
  });

  test('one that is not there', async () => {
    const gone = `http://127.0.0.1:${await freePort()}/mcp`;
    for (const [, rest] of everyKey()) {
      const { id } = await ask('servers.create', remote(gone, rest));
      await ask('servers.connect', { id });
      await lookAtAll(id);
    }
    await app.shutdown();
    expectSilence();
  });

  test('a result is the person’s own and is shown; nothing keeps it', async () => {
    const secret = canaries.plant('token');
    const { id } = await ask('servers.create', local({ TOKEN: secret }));
    await ask('servers.connect', { id });
    const reply = await app.bridge.handle('tools.call', { callId: 'tell', serverId: id, name: 'tell', args: {} });
    expect(canaries.leaks(JSON.stringify(reply))).not.toEqual([]);
    await lookAtAll(id);
    await app.shutdown();
    expectSilence();
  });
});

describe('what a person does with servers', () => {
  test('saving, copying, changing, trying, removing and bringing back', async () => {
    const first = await ask('servers.create', local({ TOKEN: canaries.plant('first') }));
    const copy = await ask('servers.duplicate', { id: first.id });
    await ask('servers.update', { id: copy.id, server: { ...local({ TOKEN: canaries.plant('second') }), name: 'Copy' } });
    const draft = { ...local({ TOKEN: canaries.plant('draft') }, 'fails') };
    await ask('servers.test', { testId: 'a', server: draft, id: first.id });
    for (const [name, rest] of everyKey()) await ask('servers.test', { testId: name, server: remote('/500', rest) });
    await ask('servers.remove', { id: first.id });
    await ask('servers.restore', { server: first, beforeId: null });
    expect(await ask('servers.connect', { id: first.id })).toMatchObject({ kind: 'connected' });
    await tryTo('servers.create', remote('/mcp', { headers: { 'X-Key': $new(`${canaries.plant('refused')}\nmore`) } }));
    const wrong = { kind: 'bearer', token: { $new: [canaries.plant('wrong shape')] } };
    await tryTo('servers.create', remote('/mcp', { auth: wrong }));
    await tryTo('servers.create', { name: 'x', transport: { kind: canaries.plant('wrong kind') } } as never);
    await ask('app.snapshot', {});
    await app.shutdown();
    expectSilence();
  });

  test('clients of sign-in servers and their keys', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const key = canaries.plant('private key', (core) => `${privateKey}\n${core}`);
    const ways = [
      { kind: 'oauth', clientId: 'me', clientSecret: $new(canaries.plant('client secret')) },
      { kind: 'clientCredentials', clientId: 'me', credential: $new(canaries.plant('credential')) },
      { kind: 'clientCredentials', clientId: 'me', method: 'privateKey', credential: $new(key) },
      {
        kind: 'assertion',
        clientId: 'me',
        clientSecret: $new(canaries.plant('secret beside')),
        assertion: $new(canaries.plant('assertion')),
      },
    ];
    for (const auth of ways) {
      const { id } = await ask('servers.create', remote('/401', { auth }));
      await ask('servers.connect', { id });
      await lookAtAll(id);
    }
    await app.shutdown();
    expectSilence();
  });

  test('values in servers.json, once they were moved into the vault', async () => {
    const env = { TOKEN: canaries.plant('plain variable') };
    const url = `${http.url}?token=${encodeURIComponent(canaries.plant('plain query'))}`;
    const headers = { 'X-Api-Key': canaries.plant('plain header') };
    const stored = (transport: object) => app.library.create(storedServer.parse({ name: 'Plain', transport }));
    const created = [
      await stored({ kind: 'stdio', command: process.execPath, args: [ECHO_STDIO], env: { ...env, ECHO: 'TOKEN' } }),
      await stored({ kind: 'remote', url, headers }),
    ];
    expect(canaries.leaksInFiles(data)).not.toEqual([]);
    expect(await ask('vault.secure', {})).toMatchObject({ unprotected: 0, secrets: 3 });
    // What was told of the values before they were moved is not what is looked for.
    const { seq } = await ask('app.snapshot', {});
    await expect.poll(() => told.some((each) => each.includes(`"seq":${seq},"event"`)), { timeout: 20_000 }).toBe(true);
    told = [];
    for (const { id } of created) {
      expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
      await lookAtAll(id);
    }
    await app.shutdown();
    expectSilence();
  });
});

test('what is done with the vault', async () => {
  const { id } = await ask('servers.create', local({ TOKEN: canaries.plant('token') }));
  await ask('vault.lock', {});
  await tryTo('vault.unlock', { passphrase: canaries.plant('wrong passphrase') });
  expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'failed', error: { code: 'vault_locked' } });
  await lookAtAll(id);
  await ask('vault.unlock', { passphrase });
  await tryTo('vault.changePassphrase', { current: canaries.plant('wrong current'), next: canaries.plant('refused next') });
  await ask('vault.changePassphrase', { current: passphrase, next: canaries.plant('next passphrase') });
  await tryTo('vault.protect', { by: 'keychain' });
  await ask('servers.restart', { id });
  await lookAtAll(id);
  await ask('vault.forget', { serverId: id });
  expect(await ask('servers.restart', { id })).toMatchObject({ kind: 'failed', error: { code: 'secret_missing' } });
  await ask('vault.forget', { serverId: null });
  await app.shutdown();
  expectSilence();
});

describe('what other apps keep', () => {
  test('is found, tried and taken over without being told', async () => {
    vi.stubEnv('HOME', folder);
    vi.stubEnv('XDG_CONFIG_HOME', join(folder, '.config'));
    mkdirSync(join(folder, '.cursor'));
    const servers = {
      local: { command: process.execPath, args: [ECHO_STDIO], env: { TOKEN: canaries.plant('file variable'), ECHO: 'TOKEN' } },
      remote: {
        url: `${http.url}?api_key=${canaries.plant('file query', (core) => core)}`,
        headers: { Authorization: `Bearer ${canaries.plant('file bearer')}` },
      },
      broken: { command: '', env: { TOKEN: canaries.plant('broken') } },
    };
    writeFileSync(join(folder, '.cursor', 'mcp.json'), JSON.stringify({ mcpServers: servers }));
    const [source] = await ask('import.scan', {});
    expect(source?.servers).toHaveLength(2);
    for (const server of source?.servers ?? []) {
      expect((await ask('servers.test', { testId: server.name, server })).state).toMatchObject({ kind: 'connected' });
      const { id } = await ask('servers.create', server);
      expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
      await lookAtAll(id);
    }
    writeFileSync(join(folder, '.cursor', 'mcp.json'), `{"mcpServers": {"a": {"env": {"TOKEN": "${canaries.plant('damaged')}"} "x"}}`);
    await ask('import.scan', {});
    await app.shutdown();
    expectSilence();
  });

  test('what is pasted comes back to the page only, and never in a remark', async () => {
    const token = canaries.plant('pasted');
    for (const text of [
      `TOKEN='${token}' npx server --api-key ${canaries.plant('argument')} --weird`,
      JSON.stringify({
        a: { command: 'x', env: { TOKEN: token }, apiKey: token, oauth: { secret: token } },
        b: { url: '', headers: { a: token } },
      }),
      `{"a": {"command": "x", "env": {"TOKEN": "${token}" `,
    ]) {
      const reply = await app.bridge.handle('servers.parse', { text });
      told.push(JSON.stringify(reply.ok ? (reply.value as Output<'servers.parse'>).warnings : reply.error));
    }
    expectSilence();
  });
});

test('no other process is given a secret among its arguments', async () => {
  const { id } = await ask('servers.create', local({ TOKEN: canaries.plant('token') }));
  await ask('servers.connect', { id });
  for (const [, rest] of everyKey()) await ask('servers.connect', { id: (await ask('servers.create', remote('/mcp', rest))).id });
  // What the server itself starts with it is its own affair.
  const lines = commandLines()
    .split('\n')
    .filter((line) => !line.includes('--password'));
  expect(lines.flatMap((line) => canaries.leaks(line))).toEqual([]);
});

test('a canary is found in every form, wherever it is', () => {
  const secret = canaries.plant('x');
  mkdirSync(join(data, 'logs'), { recursive: true });
  const forms = [secret, encodeURIComponent(secret), Buffer.from(`u:${secret}`).toString('base64'), Buffer.from(secret).toString('hex')];
  forms.forEach((form, n) => {
    writeFileSync(join(data, 'logs', `${n}.log`), `before ${form} after`);
    expect(canaries.leaks(`before ${form} after`)).not.toEqual([]);
  });
  expect(canaries.leaksInFiles(data)).toHaveLength(forms.length);
  expect(readFileSync(join(data, 'logs', '0.log'), 'utf8')).toContain(secret);
});
