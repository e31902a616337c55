import type { PlainRemote } from '../../../shared/contract/model.ts';
import type { AuthPorts } from './auth-ports.ts';
import { ClientStore } from './clients/client-store.ts';
import { askForChallenge } from './discovery/ask-for-challenge.ts';
import type { AuthTarget, TokenPorts } from './flow-ports.ts';
import { SeenSecrets } from './seen-secrets.ts';
import { serverAddress, serverOrigin } from './server-origin.ts';

/** What is remembered of servers for signing in, and what every exchange with their sign-in servers is given. */
export class AuthSurroundings {
  readonly #ports: Pick<AuthPorts, 'vault' | 'now' | 'randomBytes' | 'env' | 'remote'>;
  readonly #secrets = new Map<string, SeenSecrets>();
  /** How servers asked for sign-in the last time. */
  readonly #challenges = new Map<string, { origin: string; challenge: string }>();

  constructor(ports: Pick<AuthPorts, 'vault' | 'now' | 'randomBytes' | 'env' | 'remote'>) {
    this.#ports = ports;
  }

  secrets(serverId: string): SeenSecrets {
    const known = this.#secrets.get(serverId) ?? new SeenSecrets();
    this.#secrets.set(serverId, known);
    return known;
  }

  clients(serverId: string): ClientStore {
    return new ClientStore(this.#ports.vault, serverId);
  }

  challenged(serverId: string, origin: string, challenge: string): void {
    this.#challenges.set(serverId, { origin, challenge });
  }

  /** What the server asked for has been given. */
  satisfied(serverId: string): void {
    this.#challenges.delete(serverId);
  }

  tokenPorts(serverId: string, signal: AbortSignal): TokenPorts {
    const { now, randomBytes, env } = this.#ports;
    const secrets = this.secrets(serverId);
    return { now, randomBytes, env, signal, addSecret: (value) => secrets.add(value) };
  }

  /** The same for a request with the tokens of an account. Throws what resolving the definition met. */
  async grantPorts(serverId: string, signal: AbortSignal): Promise<TokenPorts & Pick<PlainRemote, 'tls'>> {
    const { tls } = await this.#ports.remote(serverId);
    return { ...this.tokenPorts(serverId, signal), tls };
  }

  async target(serverId: string, config: PlainRemote, scopes: readonly string[], signal: AbortSignal): Promise<AuthTarget> {
    const { auth, tls, url } = config;
    const known = this.#challenges.get(serverId);
    const isKnown = known !== undefined && known.origin === serverOrigin(url);
    const isEntered = 'clientId' in auth && (auth.kind !== 'oauth' || auth.clientId !== '');
    return {
      server: serverAddress(url),
      tls,
      challenge: isKnown ? known.challenge : await askForChallenge(config, this.#ports.env, signal),
      scopes: [...new Set(scopes)].filter((scope) => scope !== ''),
      boundIssuer: isEntered ? await this.clients(serverId).boundIssuer(auth.clientId) : null,
    };
  }
}
