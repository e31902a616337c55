import { webcrypto } from 'node:crypto';
import type { Grant } from '../grant.ts';

/** The algorithm of the keys that tokens are bound to (RFC 9449). */
export const DPOP_ALGORITHM = 'ES256';

/** A new private key; it lives in the vault with its grant. */
export async function newDpopKey(): Promise<NonNullable<Grant['dpopKey']>> {
  const { privateKey } = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey('jwk', privateKey);
  return { kty, crv, x, y, d };
}
