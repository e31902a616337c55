import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { KEY_BYTES } from '../../electron/core/vault/cipher.ts';
import { openVault } from '../../electron/core/vault/file-vault.ts';
import { keyring } from '../../electron/headless/keyring.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Runs a command with a real keyring of its own, where the machine has none. */
const WITH_KEYRING = join(ROOT, '..', 'shared', 'tools', 'with-keyring');
const isInside = process.env.PATCHBAY_TEST_KEYRING === '1';
const missing = existsSync(WITH_KEYRING) ? null : 'there is no with-keyring beside the repository';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-keyring-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const vault = (keychain = keyring()) => openVault({ file: join(folder, 'vault.json'), keychains: [keychain] });

const real = () => {
  test('keeps the key: the next process opens the vault, the file alone does not', async () => {
    const own = vault();
    await own.write({ a: 'canary' });
    expect(own.info).toMatchObject({ status: 'open', protection: 'keyring', backend: 'Secret Service', noKeychain: null });
    expect(await vault().read('a')).toBe('canary');
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('canary');
  });

  test('does not open what another one keeps', async () => {
    const chain = keyring();
    const text = await chain.wrap(Buffer.alloc(KEY_BYTES, 7));
    expect((await chain.unwrap(text))?.key).toEqual(Buffer.alloc(KEY_BYTES, 7));
    expect(await chain.unwrap(text.replace(/^vault-./, 'vault-0').replace(/-0/, '-f'))).toBeNull();
    expect(await chain.unwrap(`${text.slice(0, -8)}AAAAAAA=`)).toBeNull();
    expect(await chain.unwrap('probe:AAAA')).toBeNull();
  });
};

const usual = () => {
  test.skipIf(missing !== null)(`real, in Node${missing === null ? '' : `: skipped, ${missing}`}`, { timeout: 120_000 }, () => {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const { status, stdout, stderr } = spawnSync(
      WITH_KEYRING,
      [process.execPath, vitest, 'run', '--reporter=json', 'test/headless/keyring.test.ts'],
      { cwd: ROOT, encoding: 'utf8', timeout: 110_000, env: { ...process.env, PATCHBAY_TEST_KEYRING: '1' } },
    );
    const report = /\{"numTotalTestSuites".*/s.exec(stdout)?.[0];
    expect(report, `${stdout}\n${stderr}`).toBeDefined();
    expect({ status, passed: JSON.parse(report!).numPassedTests }, `${stdout}\n${stderr}`).toEqual({ status: 0, passed: 2 });
  });

  test('whose module is not there is none, and that is said', async () => {
    const own = vault(keyring({ load: () => Promise.reject(new Error('Cannot find module')) }));
    await own.open();
    expect(own.info).toMatchObject({ status: 'unset', noKeychain: expect.stringContaining('@napi-rs/keyring') });
  });

  test.runIf(process.platform === 'linux')('where no secret service answers is none; the kernel’s keyring does not stand in', async () => {
    vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await keyring().available()).toContain('secret service');
  });

  test('that never answers is none after a while', async () => {
    class AsyncEntry {
      getPassword = () => new Promise<string | null>(() => {});
    }
    const silent = keyring({ platform: 'linux', lookMs: 20, load: async () => ({ AsyncEntry }) as unknown as never });
    expect(await silent.available()).toContain('secret service');
  });

  test('that answers but keeps nothing leaves the choice to the person', async () => {
    class AsyncEntry {
      getPassword = async () => null;
      setPassword = () => Promise.reject(new Error('no result found'));
    }
    const own = vault(keyring({ platform: 'linux', load: async () => ({ AsyncEntry }) as unknown as never }));
    await expect(own.write({ a: 'canary' })).rejects.toMatchObject({ code: 'vault_unset' });
    expect(own.info).toMatchObject({ status: 'unset', noKeychain: expect.stringContaining('secret service') });
    expect(readdirSync(folder)).toEqual([]);
    await own.protect({ by: 'session' });
    await own.write({ a: '1' });
    expect(await own.read('a')).toBe('1');
  });
};

if (isInside) describe('a real keyring', real);
else describe('the keychain', usual);
