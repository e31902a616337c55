import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../electron/core/app.ts';
import { refsOf } from '../../../electron/core/secrets/transport-values.ts';
import { type KeyWrapper, memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import { fixtureCommand } from '../../fixtures/start-server.ts';

const PASSPHRASE = 'correct horse';

let folder: string;
let keychains: KeyWrapper[];
const apps: App[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-secrets-'));
  keychains = [memoryKeyWrapper()];
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.shutdown()));
  rmSync(folder, { recursive: true, force: true });
});

async function start() {
  const app = await createApp({ dataFolder: folder, shell: 'cli', version: '0.0.0-test', openExternal: async () => {}, keychains });
  apps.push(app);
  const ask = async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> => {
    const reply = await app.bridge.handle(method, input);
    if (!reply.ok) throw AppError.fromData(reply.error);
    return reply.value as Output<M>;
  };
  const secrets = async () => (await ask('app.snapshot', {})).vault.secrets;
  return { app, ask, secrets };
}

/** A real server whose tool `process` tells one of its variables. */
function local(env: Record<string, unknown>): Input<'servers.create'> {
  return {
    name: 'Local',
    transport: { kind: 'stdio', ...fixtureCommand('modern-stdio.mjs'), env } as Input<'servers.create'>['transport'],
  };
}

type Ask = Awaited<ReturnType<typeof start>>['ask'];

async function toldBy(ask: Ask, serverId: string, variable: string): Promise<unknown> {
  const { result } = await ask('tools.call', { callId: `${Math.random()}`, serverId, name: 'process', args: { variable } });
  return JSON.parse((result as { content: { text: string }[] }).content[0]!.text).value;
}

const file = (name: string) => join(folder, name);
const onDisk = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'latin1')] : [],
  );

test('a secret reaches the server, also tomorrow, and stands nowhere on the disk', async () => {
  const first = await start();
  const { id } = await first.ask('servers.create', local({ TOKEN: { $new: 'tell-nobody-1' } }));
  expect(await first.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  expect(await toldBy(first.ask, id, 'TOKEN')).toBe('tell-nobody-1');
  await first.app.shutdown();
  const second = await start();
  expect(await second.ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });
  expect(await toldBy(second.ask, id, 'TOKEN')).toBe('tell-nobody-1');
  await second.app.shutdown();
  expect(onDisk().join('\n')).not.toContain('tell-nobody-1');
});

test('a secret that is forgotten is not used any more: its server ends, the others go on', async () => {
  const { app, ask } = await start();
  const { id, transport } = await ask('servers.create', local({ TOKEN: { $new: 'forget-me-1' } }));
  const other = await ask('servers.create', local({ TOKEN: { $new: 'keep-me-1' } }));
  for (const each of [id, other.id]) await ask('servers.connect', { id: each });
  expect((await ask('vault.forget', { serverId: id })).missing).toEqual(refsOf(transport));
  expect(app.connections.state(id)).toMatchObject({ kind: 'disconnected' });
  expect(app.connections.state(other.id)).toMatchObject({ kind: 'connected' });
  expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'failed', error: { code: 'secret_missing' } });
  await ask('vault.forget', { serverId: null });
  expect(app.connections.state(other.id)).toMatchObject({ kind: 'disconnected' });
});

test('a draft is tried with its own secrets and those of the server that it changes', async () => {
  const { ask, secrets } = await start();
  const saved = await ask('servers.create', local({ A: { $new: 'needed-1' } }));
  const env = saved.transport.kind === 'stdio' ? saved.transport.env : {};
  const draft = local({ ...env, B: { $new: 'needed-2' } });
  expect((await ask('servers.test', { testId: 't', server: draft, id: saved.id })).state).toMatchObject({ kind: 'connected' });
  expect(await secrets()).toBe(1);
  await expect(ask('servers.test', { testId: 't', server: draft })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('who was connected when its secrets are moved into the vault is so again', async () => {
  const { app, ask } = await start();
  const { id } = await ask('servers.create', local({ API_KEY: 'plain-key-1' }));
  await ask('servers.connect', { id });
  expect((await ask('app.snapshot', {})).vault.unprotected).toBe(1);
  expect(await ask('vault.secure', {})).toMatchObject({ unprotected: 0, secrets: 1 });
  await expect.poll(() => app.connections.state(id).kind).toBe('connected');
  expect(await toldBy(ask, id, 'API_KEY')).toBe('plain-key-1');
  await app.shutdown();
  expect(onDisk().join('\n')).not.toContain('plain-key-1');
});

test('without anything that protects it no secret is taken, and what was there before works', async () => {
  keychains = [];
  const { ask } = await start();
  const plain = await ask('servers.create', local({ API_KEY: 'plain-key-1' }));
  await expect(ask('servers.create', local({ TOKEN: { $new: 'x-1' } }))).rejects.toMatchObject({ code: 'vault_unset' });
  await expect(ask('vault.secure', {})).rejects.toMatchObject({ code: 'vault_unset' });
  expect((await ask('app.snapshot', {})).servers).toEqual([plain]);
  expect(await ask('servers.connect', { id: plain.id })).toMatchObject({ kind: 'connected' });
});

describe('while the vault is locked', () => {
  test('a server can be changed but for its secrets, removed and brought back', async () => {
    keychains = [];
    const { ask, secrets } = await start();
    await ask('vault.protect', { by: 'passphrase', passphrase: PASSPHRASE });
    const saved = await ask('servers.create', local({ A: { $new: 'needed-1' } }));
    await ask('vault.lock', {});
    const renamed = await ask('servers.update', { id: saved.id, server: { ...saved, name: 'Renamed' } });
    expect(renamed).toMatchObject({ name: 'Renamed', transport: saved.transport });
    await expect(ask('servers.update', { id: saved.id, server: local({ A: { $new: 'other-1' } }) })).rejects.toMatchObject({
      code: 'vault_locked',
    });
    await expect(ask('servers.duplicate', { id: saved.id })).rejects.toMatchObject({ code: 'vault_locked' });
    await ask('servers.remove', { id: saved.id });
    await ask('servers.restore', { server: renamed, beforeId: null });
    await ask('vault.unlock', { passphrase: PASSPHRASE });
    expect(await ask('servers.connect', { id: saved.id })).toMatchObject({ kind: 'connected' });
    expect(await toldBy(ask, saved.id, 'A')).toBe('needed-1');
    expect(await secrets()).toBe(1);
  });

  test('what a removed server leaves is taken out at the next start, without the passphrase', async () => {
    keychains = [];
    const first = await start();
    await first.ask('vault.protect', { by: 'passphrase', passphrase: PASSPHRASE });
    const kept = await first.ask('servers.create', local({ A: { $new: 'kept-1' } }));
    const { id } = await first.ask('servers.create', local({ A: { $new: 'left-1' } }));
    await first.ask('vault.lock', {});
    await first.ask('servers.remove', { id });
    expect(await first.secrets()).toBe(2);
    await first.app.shutdown();
    const second = await start();
    await expect.poll(second.secrets).toBe(1);
    await second.ask('vault.unlock', { passphrase: PASSPHRASE });
    expect(await second.ask('servers.connect', { id: kept.id })).toMatchObject({ kind: 'connected' });
  });
});

describe('what nothing names is taken out at the start, but not', () => {
  /** Two servers with a secret each; then the file is changed as `damage` says. */
  async function restarted(damage: (text: string) => string | null): Promise<Awaited<ReturnType<typeof start>>> {
    const first = await start();
    await first.ask('servers.create', local({ A: { $new: 'first-1' } }));
    await first.ask('servers.create', local({ A: { $new: 'second-1' } }));
    await first.app.shutdown();
    const text = damage(readFileSync(file('servers.json'), 'utf8'));
    if (text === null) rmSync(file('servers.json'));
    else writeFileSync(file('servers.json'), text);
    return start();
  }

  /** Shutting down waits for what is collected. */
  const secretsAfter = async ({ app }: Awaited<ReturnType<typeof start>>) => {
    await app.shutdown();
    const { entries } = JSON.parse(readFileSync(file('vault.json'), 'utf8')) as { entries: object };
    return Object.keys(entries).length;
  };

  const withoutFirst = (text: string) => {
    const data = JSON.parse(text) as { servers: unknown[] };
    return JSON.stringify({ ...data, servers: data.servers.slice(1) });
  };

  test('(it is, of a server that is gone)', async () => {
    expect(await secretsAfter(await restarted(withoutFirst))).toBe(1);
  });

  test.each<[string, (text: string) => string | null]>([
    ['where the file is damaged', (text) => text.slice(0, -40)],
    ['where an entry is damaged', (text) => text.replace('"name": "Local"', '"name": 7')],
    ['where it is of a newer version', (text) => withoutFirst(text).replace('"version":1', '"version":99')],
  ])('%s, at this start and the next one', async (_, damage) => {
    const second = await restarted(damage);
    await second.ask('servers.addSample', {}).catch(() => undefined);
    expect(await secretsAfter(second)).toBe(2);
    expect(await secretsAfter(await start())).toBe(2);
  });

  test('where the file is gone, which may come back', async () => {
    expect(await secretsAfter(await restarted(() => null))).toBe(2);
  });

  test('where another process has the folder', async () => {
    const owner = await restarted((text) => text);
    writeFileSync(file('servers.json'), withoutFirst(readFileSync(file('servers.json'), 'utf8')));
    expect(await secretsAfter(await start())).toBe(2);
    await owner.app.shutdown();
  });
});
