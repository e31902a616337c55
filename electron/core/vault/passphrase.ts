import { randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { KEY_BYTES, seal, unseal } from './cipher.ts';

/** 128 MB and a few tenths of a second for each guess (OWASP Password Storage). */
const COST = { n: 2 ** 17, r: 8, p: 1 };

/** What a file may ask for: a crafted one must neither weaken the next guess nor take the memory of the computer. */
export const passphraseWrap = z.object({
  kind: z.literal('passphrase'),
  salt: z.string().min(20).max(200),
  n: z
    .number()
    .min(2 ** 17)
    .max(2 ** 20)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(8),
  text: z.string().max(1_000),
});

type PassphraseWrap = z.infer<typeof passphraseWrap>;

/** The key as only the passphrase gives it back. */
export async function wrapWithPassphrase(key: Buffer, passphrase: string): Promise<PassphraseWrap> {
  const made = { ...COST, salt: randomBytes(16).toString('base64') };
  return { kind: 'passphrase', ...made, text: seal(await derive(passphrase, made), 'key', key) };
}

/** Null where it is another passphrase. */
export async function unwrapWithPassphrase(wrap: PassphraseWrap, passphrase: string): Promise<Buffer | null> {
  return unseal(await derive(passphrase, wrap), 'key', wrap.text);
}

/** Off the main thread. What keyboards write in different ways is the same passphrase (NFKC). */
function derive(passphrase: string, { salt, n, r, p }: Omit<PassphraseWrap, 'kind' | 'text'>): Promise<Buffer> {
  // OpenSSL counts some more than the 128 · n · r bytes of the table.
  const maxmem = 128 * r * (n + p + 16);
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), KEY_BYTES, { N: n, r, p, maxmem }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
