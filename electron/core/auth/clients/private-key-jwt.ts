import { constants, createPrivateKey, type KeyObject, type SignKeyObjectInput, sign } from 'node:crypto';
import { AppError } from '../../../../shared/errors.ts';

/** How long a proof may be used, in s; it is used at once. */
const LIFETIME_S = 120;

/** The key of a program, as entered. */
export interface SigningKey {
  /** PEM */
  readonly key: string;
  /** JWS algorithm; empty: what fits the key. */
  readonly algorithm: string;
}

interface Claims {
  readonly clientId: string;
  /** The issuer (draft-ietf-oauth-rfc7523bis, 4): an endpoint as audience could be another server's. */
  readonly audience: string;
  readonly now: number;
  readonly id: string;
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };
const OF_RSA = ['RS256', 'PS256', 'RS384', 'RS512', 'PS384', 'PS512'];

/** A proof of who the client is (RFC 7523, 2.2). Throws invalid_input for a key or an algorithm that cannot be used. */
export function clientAssertion(signing: SigningKey, supported: readonly string[] | null, claims: Claims): string {
  const key = privateKey(signing.key);
  const algorithm = algorithmFor(key, signing.algorithm.trim(), supported);
  const issuedAt = Math.floor(claims.now / 1_000);
  const payload = {
    iss: claims.clientId,
    sub: claims.clientId,
    aud: claims.audience,
    iat: issuedAt,
    exp: issuedAt + LIFETIME_S,
    jti: claims.id,
  };
  const signed = `${encoded({ alg: algorithm, typ: 'JWT' })}.${encoded(payload)}`;
  const hash = algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`;
  return `${signed}.${sign(hash, Buffer.from(signed), signingInput(key, algorithm)).toString('base64url')}`;
}

function privateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem.replace(/\\n/g, '\n'));
  } catch {
    throw refused('credential', 'This is no private key in PEM, or it is protected by a password');
  }
}

function algorithmFor(key: KeyObject, wanted: string, supported: readonly string[] | null): string {
  const possible = algorithmsOf(key);
  if (wanted !== '') {
    if (possible.includes(wanted)) return wanted;
    throw refused('algorithm', `This key can be used with ${possible.join(', ') || 'none of the known algorithms'}`);
  }
  const chosen = possible.find((each) => supported?.includes(each)) ?? possible[0];
  if (chosen === undefined) throw refused('credential', 'A key of this kind cannot be used to sign');
  return chosen;
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string[] {
  switch (asymmetricKeyType) {
    case 'rsa':
      return OF_RSA;
    case 'rsa-pss':
      return OF_RSA.filter((each) => each.startsWith('PS'));
    case 'ec': {
      const algorithm = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
      return algorithm === undefined ? [] : [algorithm];
    }
    case 'ed25519':
    case 'ed448':
      return ['EdDSA'];
    default:
      return [];
  }
}

function signingInput(key: KeyObject, algorithm: string): SignKeyObjectInput {
  if (algorithm.startsWith('ES')) return { key, dsaEncoding: 'ieee-p1363' };
  if (!algorithm.startsWith('PS')) return { key };
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function refused(field: string, message: string): AppError {
  return new AppError('invalid_input', { issues: [{ path: `transport.auth.${field}`, message }] });
}
