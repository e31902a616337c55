import { randomBytes } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { KEY_BYTES, seal, unseal } from '../core/vault/cipher.ts';
import type { KeyWrapper } from '../core/vault/key-wrapper.ts';
import { within } from '../core/within.ts';

type Keyring = Pick<typeof import('@napi-rs/keyring'), 'AsyncEntry'>;

interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly load: () => Promise<Keyring>;
  /** How long the keychain may take to say whether it is there, in ms. */
  readonly lookMs: number;
  /** How long a person may take to unlock it when it asks, in ms. */
  readonly personMs: number;
}

const USUAL: Surroundings = {
  platform: process.platform,
  load: () => import('@napi-rs/keyring'),
  lookMs: 5_000,
  personMs: 60_000,
};

const SERVICE = 'Patchbay';
/** Where its own entry is named: `<account>:<sealed key>`. */
const WRAP = /^(vault-[0-9a-f]{16}):(.+)$/;

const NAMES: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS Keychain', win32: 'Windows Credential Manager' };
const MISSING: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'The keychain of macOS did not answer. Open Keychain Access and unlock your login keychain.',
  win32: 'The Credential Manager of Windows did not answer. Sign in to Windows again.',
};
const NO_SECRET_SERVICE =
  'No keychain (secret service) answers on this computer. Install GNOME Keyring or KWallet, then sign in to the desktop again.';
const NO_MODULE = 'The part of Patchbay that speaks with the keychain is missing (@napi-rs/keyring). Install Patchbay again.';

/**
 * The system's keychain as app, browser shell and command line share it. It keeps a key for each wrap; with the file alone, or with the
 * keychain alone, nobody gets anything.
 */
export function keyring(around: Partial<Surroundings> = {}): KeyWrapper {
  const { platform, load, lookMs, personMs } = { ...USUAL, ...around };
  const missing = MISSING[platform] ?? NO_SECRET_SERVICE;
  /** It answered, but would keep nothing: said once, then it is tried again. */
  let refused = false;

  // Never the kernel's keyring, which the next start of the computer empties.
  const entry = async (account: string) => new (await load()).AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
  const failed = (detail: string, cause?: unknown) =>
    new AppError('keychain_failed', { detail }, { technical: String(cause ?? ''), cause });
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await within(personMs, work(), () => {
        throw failed(`No answer came within ${personMs / 1_000} s.`);
      });
    } catch (error) {
      throw error instanceof AppError ? error : failed('It may be locked, or access was denied.', error);
    }
  };

  return {
    kind: 'keyring',
    backend: NAMES[platform] ?? 'Secret Service',
    async available() {
      if (refused) {
        refused = false;
        return missing;
      }
      try {
        await load();
      } catch {
        return NO_MODULE;
      }
      try {
        const answer = entry('probe').then((probe) => probe.getPassword());
        return await within<unknown, string>(lookMs, answer, () => missing).then((found) => (found === missing ? missing : null));
      } catch {
        return missing;
      }
    },
    async wrap(key) {
      const account = `vault-${randomBytes(8).toString('hex')}`;
      const own = randomBytes(KEY_BYTES);
      try {
        await ask(async () => (await entry(account)).setPassword(own.toString('base64')));
      } catch (error) {
        refused = true;
        throw error;
      }
      return `${account}:${seal(own, account, key)}`;
    },
    async unwrap(text) {
      const [, account, sealed] = WRAP.exec(text) ?? [];
      if (!account || !sealed) return null;
      const own = await ask(async () => (await entry(account)).getPassword());
      const key = own === null ? null : unseal(Buffer.from(own, 'base64'), account, sealed);
      return key && { key, stale: false };
    },
  };
}
