import { AppError } from '../../../shared/errors.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { type KeychainWrap, opens, type VaultFile } from './vault-file.ts';

/** How long a keychain that cannot be used is not asked again, in ms. */
const LOOK_AGAIN_MS = 30_000;

/** The data key of a file, and what gave it. */
export interface OpenedKey {
  readonly vaultId: string;
  readonly key: Buffer;
  readonly by: KeyWrapper['kind'] | 'passphrase';
  readonly backend: string;
}

/** What came of trying: `missing` are keychains whose wrap has to be added, `stale` is a wrap that one of them wants renewed. */
type Opening =
  | { readonly opened: OpenedKey; readonly missing: readonly KeyWrapper[]; readonly stale: KeychainWrap | null; readonly failure?: never }
  | { readonly opened: null; readonly missing: readonly KeyWrapper[]; readonly stale: null; readonly failure: AppError };

interface Look {
  readonly at: number;
  readonly usable: readonly KeyWrapper[];
  readonly why: string | null;
}

/** The keychains that this process can ask, in order of preference. */
export class Keychains {
  readonly #all: readonly KeyWrapper[];
  readonly #clock: () => number;
  #look: Look | null = null;
  #isOld = false;
  #looking: Promise<Look> | null = null;

  constructor(all: readonly KeyWrapper[], clock: () => number) {
    this.#all = all;
    this.#clock = clock;
  }

  /** Those that can be used, as far as was looked; null: not yet. */
  get known(): readonly KeyWrapper[] | null {
    return this.#look?.usable ?? null;
  }

  /** Why none can be used, in sentences; null where one can, or nobody looked yet. */
  get why(): string | null {
    return this.#look?.why ?? null;
  }

  /** The next use looks again; until then what was seen counts. */
  lookAgain(): void {
    this.#isOld = true;
  }

  async usable(): Promise<readonly KeyWrapper[]> {
    const look = this.#isOld ? null : this.#look;
    if (look && (look.usable.length > 0 || this.#clock() - look.at < LOOK_AGAIN_MS)) return look.usable;
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = null;
    });
    this.#look = await this.#looking;
    this.#isOld = false;
    return this.#look.usable;
  }

  /** Tries the keychains one after the other; never rejects. */
  async tryOpen(file: VaultFile): Promise<Opening> {
    const usable = await this.usable();
    /** Their wraps are another computer's, or there are none. */
    const missing: KeyWrapper[] = [];
    let failure: AppError | null = null;
    for (const [index, keychain] of usable.entries()) {
      try {
        const found = await unwrapBy(keychain, file);
        if (!found) {
          missing.push(keychain);
          continue;
        }
        if (found.stale) missing.push(keychain);
        missing.push(...usable.slice(index + 1).filter((later) => wrapsOf(file, later).length === 0));
        const opened = { vaultId: file.id, key: found.key, by: keychain.kind, backend: keychain.backend };
        return { opened, missing, stale: found.stale };
      } catch (error) {
        failure ??= error instanceof AppError ? error : new AppError('keychain_failed', { detail: '' }, { technical: String(error) });
      }
    }
    if (usable.length === 0) failure = new AppError('keychain_failed', { detail: this.why ?? '' });
    return { opened: null, missing, stale: null, failure: failure ?? new AppError('vault_foreign') };
  }

  /** The key wrapped by each that can, the preferred one first. Throws vault_unset where there is none, keychain_failed. */
  async wrap(key: Buffer): Promise<KeychainWrap[]> {
    const usable = await this.usable();
    try {
      if (usable.length > 0) return await wrapBy(usable, key);
    } catch (error) {
      // One that answers questions may have no place to keep anything; having been asked for one it says so.
      this.lookAgain();
      if ((await this.usable()).length > 0) throw error;
    }
    throw new AppError('vault_unset', {}, this.why === null ? {} : { technical: this.why });
  }

  async #lookNow(): Promise<Look> {
    const reasons = await Promise.all(this.#all.map((keychain) => keychain.available()));
    const usable = this.#all.filter((_, index) => reasons[index] === null);
    const why = usable.length > 0 ? null : (reasons[0] ?? 'Patchbay has no keychain to use here.');
    return { at: this.#clock(), usable, why };
  }
}

/** The latest first. */
function wrapsOf(file: VaultFile, keychain: KeyWrapper): KeychainWrap[] {
  return file.wraps.filter((wrap): wrap is KeychainWrap => wrap.kind === keychain.kind).toReversed();
}

async function unwrapBy(keychain: KeyWrapper, file: VaultFile): Promise<{ key: Buffer; stale: KeychainWrap | null } | null> {
  for (const wrap of wrapsOf(file, keychain)) {
    const found = await keychain.unwrap(wrap.text);
    if (found && opens(file, found.key)) return { key: found.key, stale: found.stale ? wrap : null };
  }
  return null;
}

/** Throws the first failure where all fail; one that works is enough. */
export async function wrapBy(keychains: readonly KeyWrapper[], key: Buffer): Promise<KeychainWrap[]> {
  const wraps: KeychainWrap[] = [];
  let failure: unknown = null;
  for (const keychain of keychains) {
    try {
      wraps.push({ kind: keychain.kind, backend: keychain.backend, text: await keychain.wrap(key) });
    } catch (error) {
      failure ??= error;
    }
  }
  if (wraps.length === 0 && failure) throw failure;
  return wraps;
}
