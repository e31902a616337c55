import type { PlainRemote } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { AuthSurroundings } from './auth-surroundings.ts';
import type { Grant } from './grant.ts';
import { enteredKey, keyAuthorizer, likelyKey } from './key-authorizer.ts';
import { assertionGrant } from './programs/assertion-grant.ts';
import { clientCredentialsGrant } from './programs/client-credentials.ts';
import { ProgramTokens } from './programs/program-tokens.ts';
import { serverOrigin } from './server-origin.ts';
import { TokenAuthorizer } from './tokens/token-authorizer.ts';
import type { TokenManager } from './tokens/token-manager.ts';
import { accountTokens } from './tokens/token-source.ts';

export interface AuthorizersParts {
  accounts: AccountStore;
  tokens: TokenManager;
  surroundings: AuthSurroundings;
  now: () => number;
  randomBytes: (count: number) => Buffer;
  /** Ends what is under way. */
  closing: AbortSignal;
}

/** What the connections to a server send: an account's tokens, those of a program, or a key that was entered. */
export class Authorizers {
  readonly #parts: AuthorizersParts;
  readonly #programs: ProgramTokens;

  constructor(parts: AuthorizersParts) {
    this.#parts = parts;
    this.#programs = new ProgramTokens({ now: parts.now, grant: (serverId, config) => this.#programGrant(serverId, config) });
  }

  /** For a connection by this definition; null where it has nothing to send and nothing to be asked for. */
  of(serverId: string, config: PlainRemote): RequestAuthorizer | null {
    const { accounts, tokens, surroundings, now, randomBytes } = this.#parts;
    const entered = enteredKey(config);
    if (entered !== null) return keyAuthorizer(entered);
    const likely = likelyKey(config);
    const { kind } = config.auth;
    if (kind !== 'oauth' && kind !== 'clientCredentials' && kind !== 'assertion') return likely === null ? null : keyAuthorizer(likely);
    const origin = serverOrigin(config.url);
    const isPerson = kind === 'oauth';
    return new TokenAuthorizer({
      source: isPerson ? accountTokens(accounts, tokens, serverId, origin) : this.#programs.source(serverId, config),
      secrets: surroundings.secrets(serverId),
      onChallenge: (challenge) => surroundings.challenged(serverId, origin, challenge),
      likelyKey: likely,
      exhausted: () => (isPerson ? new AppError('sign_in_needed') : new AppError('key_refused', { field: 'a token of its client id' })),
      now,
      randomBytes,
    });
  }

  /** Tokens that are in memory only, of one server or of all (null). */
  forget(serverId: string | null): void {
    this.#programs.forget(serverId);
  }

  async #programGrant(serverId: string, config: PlainRemote): Promise<Grant> {
    const { auth } = config;
    if (auth.kind !== 'clientCredentials' && auth.kind !== 'assertion') throw new AppError('sign_in_needed');
    const { surroundings, closing } = this.#parts;
    const target = await surroundings.target(serverId, config, [], closing);
    const ports = surroundings.tokenPorts(serverId, closing);
    const grant = await (auth.kind === 'assertion'
      ? assertionGrant({ ...target, auth }, ports)
      : clientCredentialsGrant({ ...target, auth }, ports));
    await surroundings.clients(serverId).bind(auth.clientId, grant.issuer);
    return grant;
  }
}
