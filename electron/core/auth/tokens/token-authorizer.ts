import { AppError } from '../../../../shared/errors.ts';
import type { AuthorizedRequest, Refusal, RequestAuthorizer, SentHeaders } from '../../transports/request-authorizer.ts';
import { refusalFacts } from '../discovery/challenge.ts';
import { DpopProofs, type ProofPorts } from './dpop-proofs.ts';
import type { TokenSource, Tokens } from './token-source.ts';

export interface TokenAuthorizerPorts extends ProofPorts {
  source: TokenSource;
  /** Of this server: every token that was sent. */
  secrets: { readonly values: readonly string[]; add(value: string): void };
  /** Told what a refusal says, for the sign-in that may follow. */
  onChallenge: (challenge: string) => void;
  /** What a 401 is about where there is a key beside the sign-in; null: nothing. */
  likelyKey: string | null;
  /** What it means that the server refuses also the tokens that were just got. */
  exhausted: () => AppError;
}

/** Sends the tokens of an account, or of a program, along: as a bearer (RFC 6750) or with a proof of possession (RFC 9449). */
export class TokenAuthorizer implements RequestAuthorizer {
  readonly #ports: TokenAuthorizerPorts;
  readonly #proofs: DpopProofs;
  /** The token that was got because the one before was refused, until the server takes it. */
  #lastChance: string | null = null;

  constructor(ports: TokenAuthorizerPorts) {
    this.#ports = ports;
    this.#proofs = new DpopProofs(ports);
  }

  get secrets(): readonly string[] {
    return this.#ports.secrets.values;
  }

  async headers(request: AuthorizedRequest): Promise<SentHeaders> {
    const tokens = await this.#ports.source.valid();
    if (tokens === null) return {};
    this.#ports.secrets.add(tokens.accessToken);
    return tokens.dpopKey === null || tokens.tokenType === 'Bearer' ? bearer(tokens) : this.#proven(request, tokens, tokens.dpopKey);
  }

  answered({ url }: AuthorizedRequest, status: number, header: (name: string) => string | null): void {
    this.#proofs.remember(url, header('dpop-nonce'));
    if (status !== 401 && status !== 403) this.#lastChance = null;
  }

  async refused({ url }: AuthorizedRequest, { status, challenge }: Refusal, sent: SentHeaders): Promise<boolean> {
    const { error, scopes, resourceMetadata } = refusalFacts(challenge);
    if (status === 403) {
      if (error !== 'insufficient_scope') return false;
      this.#ports.onChallenge(challenge);
      throw new AppError('scope_needed', { scopes: scopes.join(' ') });
    }
    if (error === 'use_dpop_nonce' && sent.dpop !== undefined) return this.#proofs.isNewer(url, sent.dpop);
    const refused = /^\w+ (.+)$/.exec(sent.authorization ?? '')?.[1];
    if (refused === undefined && this.#ports.likelyKey !== null && resourceMetadata === null)
      throw new AppError('key_refused', { field: this.#ports.likelyKey });
    this.#ports.onChallenge(challenge);
    if (refused === undefined || refused === this.#lastChance) throw this.#ports.exhausted();
    const { accessToken } = await this.#ports.source.other(refused);
    this.#lastChance = accessToken;
    return true;
  }

  #proven({ method, url }: AuthorizedRequest, { accessToken }: Tokens, key: NonNullable<Tokens['dpopKey']>): SentHeaders {
    return { authorization: `DPoP ${accessToken}`, dpop: this.#proofs.proof(key, { method, url, accessToken }) };
  }
}

function bearer({ accessToken }: Tokens): SentHeaders {
  return { authorization: `Bearer ${accessToken}` };
}
