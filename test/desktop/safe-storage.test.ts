import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { displayProblem, findElectron } from '../../build/electron-runtime.mjs';
import { findOnPath } from '../../build/find-on-path.mjs';
import { KEY_BYTES } from '../../electron/core/vault/cipher.ts';
import { safeStorageKeychain } from '../../electron/desktop/safe-storage.ts';
import { code as vaultApp } from './fixtures/vault-app.ts?bundled';

const ROOT = join(import.meta.dirname, '..', '..');
const WITH_KEYRING = join(ROOT, '..', 'shared', 'tools', 'with-keyring');
const KEY = Buffer.alloc(KEY_BYTES, 7);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-safe-storage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Only an Electron that is here already: the end-to-end tests download one. */
async function electronHere(): Promise<string | undefined> {
  const isHere = process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined || existsSync(join(ROOT, 'node_modules', 'electron', 'path.txt'));
  return isHere ? (await findElectron()).binary : undefined;
}

const binary = await electronHere();
const display = displayProblem() === null ? [] : [findOnPath(['xvfb-run']), '-a'];
const missing =
  binary === undefined
    ? 'there is no Electron'
    : display[0] === null
      ? 'there is no display'
      : existsSync(WITH_KEYRING)
        ? null
        : 'there is no with-keyring beside the repository';

/** Runs test/desktop/fixtures/vault-app.ts in Electron; resolves with what it found. */
function runApp(wrapper: readonly string[], store: string): Record<string, unknown> {
  const app = join(folder, 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'vault-app', main: 'main.cjs' }));
  writeFileSync(join(app, 'main.cjs'), vaultApp);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const command = [...wrapper, ...display, binary ?? '', ...sandbox, `--password-store=${store}`, app].filter((word) => word !== null);
  const { stdout, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, PATCHBAY_TEST_FOLDER: folder, ELECTRON_RUN_AS_NODE: undefined },
  });
  const answer = /^vault-app (.*)$/m.exec(stdout)?.[1];
  if (answer === undefined) throw new Error(`The app said nothing:\n${stdout}\n${stderr}`);
  return JSON.parse(answer) as Record<string, unknown>;
}

describe(`a real Electron${missing === null ? '' : `: skipped, ${missing}`}`, () => {
  test.skipIf(missing !== null)('with a keyring opens its vault again, and gives nothing away', { timeout: 120_000 }, () => {
    const found = runApp([WITH_KEYRING], 'gnome-libsecret');
    expect(found).toMatchObject({
      first: { status: 'open', protection: 'system', backend: 'gnome_libsecret', noKeychain: null },
      again: 'canary',
    });
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).not.toContain('canary');
  });

  test.skipIf(missing !== null)('without one keeps nothing with Chromium’s own key', { timeout: 120_000 }, () => {
    const found = runApp([], 'basic');
    expect(found).toMatchObject({
      failure: 'vault_unset',
      first: { status: 'unset', noKeychain: expect.stringContaining('protects nothing') },
    });
    expect(existsSync(join(folder, 'vault.json'))).toBe(false);
  });
});

/** Electron's safeStorage with a reversible code in place of encryption, in one of its two forms. */
function storage(form: 'sync' | 'async', options: { prefix?: string; stale?: boolean; failure?: string } = {}): SafeStorage {
  const { prefix = 'v11', stale = false, failure } = options;
  const encrypt = (text: string) => Buffer.from(prefix + text);
  const decrypt = (bytes: Buffer) => {
    if (failure) throw new Error(failure);
    return bytes.subarray(3).toString();
  };
  const both = { getSelectedStorageBackend: () => 'gnome_libsecret' };
  const methods =
    form === 'sync'
      ? { isEncryptionAvailable: () => true, encryptString: encrypt, decryptString: decrypt }
      : {
          isAsyncEncryptionAvailable: async () => true,
          encryptStringAsync: async (text: string) => encrypt(text),
          decryptStringAsync: async (bytes: Buffer) => ({ result: decrypt(bytes), shouldReEncrypt: stale }),
        };
  return { ...both, ...methods } as unknown as SafeStorage;
}

const keychain = (of: SafeStorage, platform: NodeJS.Platform = 'linux') => safeStorageKeychain(of, { platform, ready: Promise.resolve() });

describe('safeStorage', () => {
  test.each(['sync', 'async'] as const)('is used in the form that this Electron has (%s)', async (form) => {
    const own = keychain(storage(form));
    expect(await own.available()).toBeNull();
    expect(await own.unwrap(await own.wrap(KEY))).toEqual({ key: KEY, stale: false });
  });

  test('whose key everybody has counts as none, on Linux only', async () => {
    const weak = storage('async', { prefix: 'v10' });
    expect(await keychain(weak).available()).toContain('protects nothing');
    expect(await keychain(weak, 'darwin').available()).toBeNull();
  });

  test('does not open a key that was wrapped with the key everybody has', async () => {
    const crafted = await keychain(storage('async', { prefix: 'v10' }), 'darwin').wrap(KEY);
    expect(await keychain(storage('async')).unwrap(crafted)).toBeNull();
  });

  test('tells that it wants the key wrapped anew', async () => {
    const own = keychain(storage('async', { stale: true }));
    expect(await own.unwrap(await own.wrap(KEY))).toEqual({ key: KEY, stale: true });
  });

  test('that is unavailable for a moment is no other computer’s', async () => {
    const text = await keychain(storage('async')).wrap(KEY);
    const away = keychain(storage('async', { failure: 'Keychain is temporarily unavailable' }));
    await expect(away.unwrap(text)).rejects.toMatchObject({ code: 'keychain_failed' });
    expect(await keychain(storage('async', { failure: 'Error while decrypting the ciphertext' })).unwrap(text)).toBeNull();
  });

  test('is not waited for without end', async () => {
    const never = safeStorageKeychain(storage('async'), { platform: 'linux', ready: new Promise(() => {}), personMs: 20 });
    expect(await never.available()).toContain('keychain');
    await expect(never.wrap(KEY)).rejects.toMatchObject({ code: 'keychain_failed' });
  });
});
