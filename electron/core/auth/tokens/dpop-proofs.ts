import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Grant } from '../grant.ts';

type PrivateJwk = NonNullable<Grant['dpopKey']>;

export interface ProvenRequest {
  readonly method: string;
  readonly url: URL;
  /** The token that goes with it; none where one is asked for. */
  readonly accessToken?: string;
}

export interface ProofPorts {
  now(): number;
  randomBytes(count: number): Buffer;
}

/** Proofs that a token is its owner's (RFC 9449, 4.2), with the nonces that servers ask for, by origin. */
export class DpopProofs {
  readonly #ports: ProofPorts;
  readonly #nonces = new Map<string, string>();

  constructor(ports: ProofPorts) {
    this.#ports = ports;
  }

  /** Of any answer (RFC 9449, 8.2). */
  remember(url: URL, nonce: string | null): void {
    if (nonce !== null && nonce !== '') this.#nonces.set(url.origin, nonce);
  }

  /** Whether the server has named another nonce than the one in the proof. */
  isNewer(url: URL, proof: string): boolean {
    const nonce = this.#nonces.get(url.origin);
    return nonce !== undefined && nonceIn(proof) !== nonce;
  }

  proof(key: PrivateJwk, { method, url, accessToken }: ProvenRequest): string {
    const privateKey = createPrivateKey({ key, format: 'jwk' });
    const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
    const nonce = this.#nonces.get(url.origin);
    const claims = {
      jti: this.#ports.randomBytes(16).toString('base64url'),
      htm: method,
      htu: `${url.origin}${url.pathname}`,
      iat: Math.floor(this.#ports.now() / 1_000),
      ...(accessToken === undefined ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
      ...(nonce === undefined ? {} : { nonce }),
    };
    const text = `${encoded({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } })}.${encoded(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function nonceIn(proof: string): unknown {
  const claims: unknown = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return typeof claims === 'object' && claims !== null && 'nonce' in claims ? claims.nonce : undefined;
}
