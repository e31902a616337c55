import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { browse } from '../fixtures/auth-server/browser.ts';
import { secretsOf, startScene } from './signing-in.ts';

// Several processes each, on a computer that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const document = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/oauth-client-metadata.json'), 'utf8'));
const errorOf = ({ stdout }: { stdout: string }) => JSON.parse(stdout).error;

describe('an address that asks for sign-in', () => {
  test('ends the command with code 4 where nobody can be asked, and opens nothing', async () => {
    const scene = await startScene();
    const asked = await scene.run('tools', scene.server.mcp, '--json');
    expect({ code: asked.code, error: errorOf(asked) }).toEqual({
      code: 4,
      error: { code: 'sign_in_needed', message: expect.any(String), hint: expect.stringContaining('--login') },
    });
    expect(scene.opened()).toEqual([]);
    expect(scene.server.seen('register')).toEqual([]);
  });

  test('is signed in to with --login, for this command only', async () => {
    const scene = await startScene({}, { passphrase: null });
    const called = await scene.run('call', scene.server.mcp, 'echo', '--args', '{"message":"hi"}', '--login');
    expect(called).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect(scene.opened()).toHaveLength(1);
    for (const secret of secretsOf(scene.server)) expect(scene.saved() + called.stdout + called.stderr).not.toContain(secret);
    expect(existsSync(join(scene.home, 'vault.json'))).toBe(false);
    expect(await scene.run('tools', scene.server.mcp)).toMatchObject({ code: 4 });
  });

  test('is told what the document of the product’s own site says', async () => {
    const scene = await startScene();
    expect(await scene.run('tools', scene.server.mcp, '--login')).toMatchObject({ code: 0 });
    const sent = JSON.parse(scene.server.seen('register')[0]?.body ?? '');
    const { client_id, client_uri, redirect_uris, ...rest } = document;
    const { redirect_uris: sentRedirects, ...sentRest } = sent;
    expect(sentRest).toEqual(rest);
    expect(redirect_uris).toContain(sentRedirects[0]);
    expect(new URL(client_id).origin).toBe(new URL(client_uri).origin);
  });

  test('takes the document for the client where the environment names it', async () => {
    const scene = await startScene({ documents: { [document.client_id]: document } });
    const { code } = await scene.start(['tools', scene.server.mcp, '--login'], {
      env: { PATCHBAY_CLIENT_METADATA_URL: document.client_id },
    }).result;
    expect(code).toBe(0);
    expect(scene.server.seen('register')).toEqual([]);
    expect(scene.server.grants('authorization_code')[0]?.form.get('client_id')).toBe(document.client_id);
    const { code: refused, stdout } = await scene.start(['tools', scene.server.mcp, '--login', '--json'], {
      env: { PATCHBAY_CLIENT_METADATA_URL: 'http://example.com/x' },
    }).result;
    expect({ refused, stdout: JSON.parse(stdout).error }).toMatchObject({
      refused: 2,
      stdout: { code: 'invalid_input', message: expect.stringContaining('PATCHBAY_CLIENT_METADATA_URL') },
    });
  });

  test('takes a client that was registered by hand, its secret from standard input', async () => {
    const client = { id: 'by-hand', secret: 'hush-hush', method: 'client_secret_basic' as const };
    const scene = await startScene({ registration: false, clients: [{ ...client, redirectUris: ['http://127.0.0.1/oauth/callback'] }] });
    const args = ['tools', scene.server.mcp, '--login', '--json'];
    expect(errorOf(await scene.run(...args))).toMatchObject({ code: 'auth_client_needed', hint: expect.stringContaining('--client-id') });
    const known = await scene.start([...args, '--client-id', 'by-hand', '--client-secret-stdin'], { input: 'hush-hush\n' }).result;
    expect(known.code).toBe(0);
    expect(scene.server.grants('authorization_code')[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('by-hand:hush-hush').toString('base64')}`,
    );
    expect(known.stdout + known.stderr + scene.saved()).not.toContain('hush-hush');
    expect(await scene.start([...args, '--client-id', 'by-hand', '--client-secret-stdin'], { input: '' }).result).toMatchObject({
      code: 2,
    });
  });

  test('says where to sign in when no browser opens, and waits for whoever goes there', async () => {
    const scene = await startScene();
    for (const [words, env] of [
      [['--no-browser'], {}],
      [[], { BROWSER: 'no-such-browser' }],
    ] as const) {
      const { child, result } = scene.start(['tools', scene.server.mcp, '--login', ...words], { env });
      const address = await addressOn(child.stderr);
      const journey = await browse(address);
      expect(journey.status).toBe(200);
      expect((await result).code).toBe(0);
    }
    expect(scene.opened()).toEqual([]);
  });

  test('is not waited for after Ctrl+C', async () => {
    const scene = await startScene();
    const { child, result } = scene.start(['tools', scene.server.mcp, '--login', '--no-browser', '--json']);
    await addressOn(child.stderr);
    child.kill('SIGINT');
    const { code, stdout } = await result;
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 130, error: 'cancelled' });
  });

  test('may say no', async () => {
    const scene = await startScene({ consent: 'deny' });
    const denied = await scene.run('tools', scene.server.mcp, '--login', '--json');
    expect({ code: denied.code, error: errorOf(denied).code }).toEqual({ code: 4, error: 'auth_denied' });
    expect(scene.opened()).toHaveLength(1);
  });

  test('gets more permissions for one tool when the person agrees beforehand', async () => {
    const scene = await startScene({ scopes: ['read', 'write'], challengeScope: 'read', toolScopes: { echo: 'write' } });
    const call = ['call', scene.server.mcp, 'echo', '--args', '{"message":"hi"}'];
    expect(await scene.run(...call, '--login')).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect(scene.opened().map((address) => new URL(address).searchParams.get('scope')?.split(' ').sort())).toEqual([
      ['read'],
      ['read', 'write'],
    ]);
  });
});

describe('a saved server', () => {
  test('is signed in to once, used by later commands, and signed out of', async () => {
    const scene = await startScene({ idToken: true, scopes: ['openid'], challengeScope: 'openid' });
    expect(await scene.run('add', 'Fixture', scene.server.mcp)).toMatchObject({ code: 0 });
    expect(await scene.run('accounts')).toMatchObject({ code: 0, stdout: '' });
    expect(await scene.run('tools', 'fixture')).toMatchObject({ code: 4 });
    expect(await scene.run('login', scene.server.mcp)).toMatchObject({ code: 0, stdout: 'Signed in to Fixture as ada@example.com\n' });
    expect(await scene.run('call', 'fixture', 'echo', '--args', '{"message":"hi"}')).toMatchObject({ code: 0, stdout: 'hi\n' });
    expect(scene.opened()).toHaveLength(1);
    const { accounts } = JSON.parse((await scene.run('accounts', '--json')).stdout);
    expect(accounts).toMatchObject([
      { server: 'Fixture', name: 'ada@example.com', selected: true, renewable: true, issuer: scene.server.issuer },
    ]);

    const secrets = secretsOf(scene.server);
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(scene.saved()).not.toContain(secret);

    expect(await scene.run('logout', 'fixture')).toMatchObject({ code: 0, stdout: 'Signed out ada@example.com of Fixture\n' });
    expect(scene.server.seen('revoke').length).toBeGreaterThan(0);
    expect(await scene.run('accounts', 'fixture')).toMatchObject({ code: 0, stdout: '' });
    expect(await scene.run('tools', 'fixture')).toMatchObject({ code: 4 });
    expect(await scene.run('logout', 'fixture')).toMatchObject({ code: 2, stderr: 'Nobody is signed in to "Fixture"\n' });
  });

  test('has several accounts, of which a command may name one', async () => {
    const scene = await startScene({ idToken: true, scopes: ['openid'], challengeScope: 'openid' });
    await scene.run('add', 'Fixture', scene.server.mcp);
    await scene.run('login', 'fixture');
    scene.server.options.users.reverse();
    expect(await scene.run('login', 'fixture', '--account', 'new')).toMatchObject({
      stdout: 'Signed in to Fixture as grace@example.com\n',
    });
    scene.server.options.users.reverse();
    const tokenOf = async (...words: string[]) => {
      expect(await scene.run('tools', 'fixture', ...words)).toMatchObject({ code: 0 });
      return scene.server.seen('mcp').at(-1)?.headers.authorization;
    };
    const [grace, ada, selected] = [
      await tokenOf('--account', 'Grace@Example.com'),
      await tokenOf('--account', 'ada@example.com'),
      await tokenOf(),
    ];
    expect(selected).toBe(grace);
    expect(ada).not.toBe(grace);
    expect(await scene.run('tools', 'fixture', '--account', 'Nobody')).toMatchObject({ code: 2 });
    await scene.run('logout', 'fixture', '--account', 'grace@example.com');
    expect(await tokenOf()).toBe(ada);
  });

  test('is not signed in to where nothing can protect the tokens, and says how that is mended', async () => {
    const scene = await startScene({}, { passphrase: null });
    await scene.run('add', 'Fixture', scene.server.mcp);
    const refused = await scene.run('login', 'fixture', '--json');
    expect({ code: refused.code, error: errorOf(refused) }).toMatchObject({
      code: 4,
      error: { code: 'vault_unset', hint: expect.stringContaining('PATCHBAY_PASSPHRASE_FILE') },
    });
    expect(scene.opened()).toEqual([]);
    expect(scene.server.requests).toEqual([]);
  });

  test('stays locked without its passphrase', async () => {
    const scene = await startScene();
    await scene.run('add', 'Fixture', scene.server.mcp);
    await scene.run('login', 'fixture');
    const locked = await scene.start(['tools', 'fixture', '--json'], { env: { PATCHBAY_PASSPHRASE_FILE: '' } }).result;
    expect({ code: locked.code, error: errorOf(locked).code }).toEqual({ code: 4, error: 'vault_locked' });
    const lost = await scene.start(['tools', 'fixture', '--json'], { env: { PATCHBAY_PASSPHRASE_FILE: '/no/such/file' } }).result;
    expect({ code: lost.code, error: errorOf(lost).code }).toEqual({ code: 2, error: 'passphrase_unreadable' });
    const out = await scene.start(['logout', 'fixture'], { env: { PATCHBAY_PASSPHRASE_FILE: '' } }).result;
    expect(out).toMatchObject({ code: 0, stderr: expect.stringContaining('not taken back') });
    expect(scene.server.seen('revoke')).toEqual([]);
    await scene.run('login', 'fixture');
    expect(await scene.run('logout', 'fixture')).toMatchObject({ code: 0, stderr: '' });
    expect(scene.server.seen('revoke')).not.toEqual([]);
    await scene.run('login', 'fixture');
    expect(await scene.run('remove', 'fixture')).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(scene.home, 'accounts.json'), 'utf8')).accounts).toEqual([]);
    expect(existsSync(join(scene.home, 'vault.json'))).toBe(false);
  });

  test('renews an ended token once, however many commands need it', async () => {
    const scene = await startScene({ lifetimeS: 1 });
    await scene.run('add', 'Fixture', scene.server.mcp);
    await scene.run('login', 'fixture');
    const before = scene.server.grants('refresh_token').length;
    scene.server.options.lifetimeS = 3_600;
    const results = await Promise.all(Array.from({ length: 4 }, () => scene.run('tools', 'fixture')));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(scene.server.grants('refresh_token').length - before).toBe(1);
    expect(scene.opened()).toHaveLength(1);
  });

  test('that runs on this computer, or is none, cannot be signed in to', async () => {
    const scene = await startScene();
    await scene.run('add', 'Local', '--', 'node');
    for (const words of [['login', 'local'], ['login', 'nobody'], ['login', 'https://example.com/mcp'], ['login'], ['logout', 'a', 'b']]) {
      expect({ words, code: (await scene.run(...words)).code }).toEqual({ words, code: 2 });
    }
  });
});

describe('the client of a saved server', () => {
  test('is kept once a sign-in with it has worked, and its secret goes with its id', async () => {
    const client = { id: 'by-hand', secret: 'hush-hush', method: 'client_secret_basic' as const };
    const scene = await startScene({ registration: false, clients: [{ ...client, redirectUris: ['http://127.0.0.1/oauth/callback'] }] });
    const saved = () => readFileSync(join(scene.home, 'servers.json'), 'utf8');
    const login = ['login', 'fixture', '--client-id', 'by-hand'];
    await scene.run('add', 'Fixture', scene.server.mcp);
    const before = saved();
    const refused = await scene.start([...login, '--json', '--client-secret-stdin'], { input: 'wrong' }).result;
    expect({ code: refused.code, error: errorOf(refused).code }).toEqual({ code: 4, error: 'auth_client_refused' });
    expect(saved()).toBe(before);

    expect(await scene.start([...login, '--client-secret-stdin'], { input: 'hush-hush' }).result).toMatchObject({ code: 0 });
    const known = saved();
    expect(JSON.parse(known).servers[0].transport.auth).toMatchObject({
      clientId: 'by-hand',
      clientSecret: { $secret: expect.stringMatching(/^server\/mcp_/) },
    });
    await scene.start([...login, '--client-secret-stdin'], { input: 'wrong' }).result;
    expect(saved()).toBe(known);
    expect(await scene.run(...login)).toMatchObject({ code: 0 });
  });

  test('does not take the place of a key', async () => {
    const scene = await startScene();
    await scene.start(['add', 'Keyed', scene.server.mcp, '--token-stdin'], { input: 's3cret-key' }).result;
    const before = readFileSync(join(scene.home, 'servers.json'), 'utf8');
    expect(await scene.run('login', 'keyed', '--client-id', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^This server is/),
    });
    expect(readFileSync(join(scene.home, 'servers.json'), 'utf8')).toBe(before);
  });
});

describe('a key', () => {
  test('goes into the vault when a server is added, and with each request', async () => {
    const scene = await startScene();
    const added = await scene.start(['add', 'Keyed', scene.server.mcp, '--token-stdin'], { input: 's3cret-key\n' }).result;
    expect(added.code).toBe(0);
    expect(JSON.parse(readFileSync(join(scene.home, 'servers.json'), 'utf8')).servers[0].transport.auth).toEqual({
      kind: 'bearer',
      token: { $secret: expect.stringMatching(/^server\/mcp_/) },
    });
    const used = await scene.run('tools', 'keyed', '--json', '--login');
    expect({ code: used.code, error: errorOf(used).code }).toEqual({ code: 4, error: 'key_refused' });
    expect(scene.server.seen('mcp')[0]?.headers.authorization).toBe('Bearer s3cret-key');
    expect(scene.saved() + added.stdout + added.stderr + used.stdout + used.stderr).not.toContain('s3cret-key');
  });

  test('from standard input goes into the vault, whatever it reads like', async () => {
    const scene = await startScene();
    for (const [name, input] of Object.entries({ Short: '123', Word: 'none', Example: '<your key>' })) {
      expect((await scene.start(['add', name, scene.server.mcp, '--token-stdin'], { input }).result).code).toBe(0);
    }
    const reference = '$' + '{env:MY_KEY}';
    await scene.start(['add', 'Named', scene.server.mcp, '--token-stdin'], { input: reference }).result;
    const { servers } = JSON.parse(readFileSync(join(scene.home, 'servers.json'), 'utf8'));
    expect(servers.map((server: { transport: { auth: { token: unknown } } }) => server.transport.auth.token)).toEqual([
      ...Array(3).fill({ $secret: expect.any(String) }),
      reference,
    ]);
  });

  test('is not saved where nothing can protect it', async () => {
    const scene = await startScene({}, { passphrase: null });
    const args = ['add', 'Keyed', scene.server.mcp, '--json'];
    for (const refused of [
      await scene.start([...args, '--token-stdin'], { input: 's3cret-key' }).result,
      await scene.run(...args, '--header', 'Authorization: Bearer s3cret-key'),
      await scene.run('add', 'Local', '--json', '--env', 'API_KEY=s3cret-key', '--', 'node'),
    ]) {
      expect({ code: refused.code, error: errorOf(refused).code }).toEqual({ code: 4, error: 'vault_unset' });
    }
    expect(scene.saved()).not.toContain('s3cret-key');
    expect(await scene.run('list')).toMatchObject({ stdout: '' });
    const reference = 'API_KEY=$' + '{env:API_KEY}';
    expect(await scene.run('add', 'Local', '--env', reference, '--', 'node')).toMatchObject({ code: 0 });
  });

  test('is sent the way the service takes it, from standard input', async () => {
    const scene = await startScene();
    await scene.start(['tools', scene.server.mcp, '--token-stdin'], { input: 'k3y' }).result;
    expect(scene.server.seen('mcp').at(-1)?.headers.authorization).toBe('Bearer k3y');
  });
});

/** The address that a command shows to sign in at. */
async function addressOn(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  while (stream) {
    const [chunk] = await once(stream, 'data');
    text += String(chunk);
    const found = /^ {2}(http\S+)$/m.exec(text)?.[1];
    if (found) return found;
  }
  throw new Error('There is no output');
}
