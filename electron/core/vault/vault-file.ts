import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SharedFormat } from '../storage/shared-file.ts';
import { seal, unseal } from './cipher.ts';
import { passphraseWrap } from './passphrase.ts';

const keychainWrap = z.object({ kind: z.enum(['system', 'keyring']), backend: z.string(), text: z.string().max(10_000) });
const wrap = z.discriminatedUnion('kind', [keychainWrap, passphraseWrap]);

const header = z.object({
  id: z.string().min(1),
  /** What the person chose; beside a keychain a passphrase may open it, too. */
  protection: z.enum(['keychain', 'passphrase']),
  /** Nothing, sealed with the data key: tells whether a key is that key. */
  check: z.string(),
  wraps: z.array(wrap),
});

export type KeychainWrap = z.infer<typeof keychainWrap>;
export type Wrap = z.infer<typeof wrap>;

/** vault.json: one data key, wrapped by each protection, and the secrets sealed with it. */
export interface VaultFile extends z.infer<typeof header> {
  /** Sealed values by name. */
  readonly entries: ReadonlyMap<string, string>;
}

/** No entry has this name. */
const CHECK = '';

/** An empty vault of this key, which nothing protects yet. */
export function newVaultFile(key: Buffer, protection: VaultFile['protection'], wraps: Wrap[]): VaultFile {
  return { id: randomBytes(8).toString('hex'), protection, check: seal(key, CHECK, ''), wraps, entries: new Map() };
}

/** Whether it is the data key of this file. */
export function opens(file: VaultFile, key: Buffer): boolean {
  return unseal(key, CHECK, file.check) !== null;
}

export const vaultFormat: SharedFormat<VaultFile | null> = {
  version: 1,
  empty: null,
  parse({ entries, ...rest }) {
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) throw new Error('no entries');
    const sealed = Object.entries(entries).map(([name, text]) => {
      if (typeof text !== 'string') throw new Error('an entry is no text');
      return [name, text] as const;
    });
    return { ...header.parse(rest), entries: new Map(sealed) };
  },
  serialize(file) {
    return file === null ? {} : { ...file, entries: Object.fromEntries(file.entries) };
  },
};
