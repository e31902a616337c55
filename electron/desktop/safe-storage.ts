import type { SafeStorage } from 'electron';
import { AppError } from '../../shared/errors.ts';
import type { KeyWrapper } from '../core/vault/key-wrapper.ts';
import { within } from '../core/within.ts';

interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** When Electron is ready: before, the keychain cannot be asked. */
  readonly ready: Promise<unknown>;
  /** How long a person may take to unlock it when it asks, in ms. */
  readonly personMs?: number;
}

const PERSON_MS = 60_000;
/** How ciphertexts of Chromium's built-in key begin on Linux: everybody has that key. */
const BUILT_IN = 'v10';

const WEAK =
  'No keychain answers on this computer: what Electron offers instead protects nothing. Install GNOME Keyring or KWallet, then sign in to the desktop again.';
const NONE: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'The keychain of macOS did not answer. Open Keychain Access and unlock your login keychain.',
  win32: 'The data protection of Windows did not answer. Sign in to Windows again.',
};

/** The part of the system's keychain that belongs to this app alone. */
export function safeStorageKeychain(storage: SafeStorage, { platform, ready, personMs = PERSON_MS }: Surroundings): KeyWrapper {
  // Electron 33 has only the methods that Electron 46 removes.
  const isAsync = typeof storage.encryptStringAsync === 'function';
  const isWeak = (bytes: Buffer) => platform === 'linux' && bytes.subarray(0, 3).toString('latin1') === BUILT_IN;
  const encrypt = async (text: string) => (isAsync ? storage.encryptStringAsync(text) : storage.encryptString(text));
  const isThere = async () => (isAsync ? storage.isAsyncEncryptionAvailable() : storage.isEncryptionAvailable());
  const decrypt = async (bytes: Buffer) =>
    isAsync ? storage.decryptStringAsync(bytes) : { result: storage.decryptString(bytes), shouldReEncrypt: false };
  const failed = (detail: string, cause?: unknown) =>
    new AppError('keychain_failed', { detail }, { technical: String(cause ?? ''), cause });
  const ask = <T>(work: () => Promise<T>): Promise<T> =>
    within(personMs, ready.then(work), () => {
      throw failed(`No answer came within ${personMs / 1_000} s.`);
    });

  return {
    kind: 'system',
    get backend() {
      return platform === 'darwin' ? 'keychain' : platform === 'win32' ? 'dpapi' : (storage.getSelectedStorageBackend?.() ?? '');
    },
    async available() {
      const none = NONE[platform] ?? WEAK;
      try {
        // What the system says of itself can be wrong on Linux; a ciphertext is the truth.
        const isUsable = await ask(async () => (await isThere()) && (platform !== 'linux' || !isWeak(await encrypt('probe'))));
        return isUsable ? null : none;
      } catch {
        return none;
      }
    },
    async wrap(key) {
      try {
        const bytes = await ask(() => encrypt(key.toString('base64')));
        if (isWeak(bytes)) throw failed('It is gone.');
        return bytes.toString('base64');
      } catch (error) {
        throw error instanceof AppError ? error : failed('It may be locked, or access was denied.', error);
      }
    },
    async unwrap(text) {
      const bytes = Buffer.from(text, 'base64');
      // Whoever can write the file could have made it, with a key of their own inside.
      if (isWeak(bytes)) return null;
      try {
        const { result, shouldReEncrypt } = await ask(() => decrypt(bytes));
        return { key: Buffer.from(result, 'base64'), stale: shouldReEncrypt };
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (/temporar/i.test(String(error)) || !(await ask(isThere))) throw failed('It may be locked.', error);
        return null;
      }
    },
  };
}
