import { AppError } from '../../../../shared/errors.ts';
import { bare, type Environment, proxyFor } from '../../transports/proxy-choice.ts';
import { mayLead, outermost, type Reach, reachesOfHost, reachOf, reachOfName } from './address-policy.ts';
import { shownHost } from './shown-text.ts';

/**
 * Which addresses a server may have Patchbay use for its sign-in. https only; http where both are this computer, or where it is
 * the server's own host, itself on http, within the network: what it is told travels there in the clear anyway. And never further
 * inside than the server itself: a public one does not lead into the network, one of the network not to this computer.
 * Connections that a proxy makes are judged by the name alone, since the proxy looks it up.
 */
export class EndpointPolicy {
  /** The server's address, with http(s) for ws(s). */
  readonly server: URL;
  readonly #env: Environment;
  readonly #own: readonly Reach[];
  #reach: Reach;

  private constructor(server: URL, env: Environment, own: readonly Reach[]) {
    this.server = server;
    this.#env = env;
    this.#own = own;
    this.#reach = outermost(own) ?? 'public';
  }

  static async of(address: URL, env: Environment): Promise<EndpointPolicy> {
    const server = new URL(address.href.replace(/^ws/, 'http'));
    if (proxyFor(server, env) !== null) return new EndpointPolicy(server, env, [reachOfName(server.hostname) ?? 'public']);
    return new EndpointPolicy(server, env, await reachesOfHost(server.hostname));
  }

  /** What the address says of itself. Throws auth_insecure, auth_private_address. */
  checkForm(url: URL): void {
    const host = shownHost(url);
    const named = reachOfName(url.hostname);
    if (url.protocol !== 'https:' && !this.#isHttpPossible(url)) throw new AppError('auth_insecure', { host });
    if (named !== null && !this.#mayReach(url, named)) throw new AppError('auth_private_address', { host });
  }

  /** For an address that the browser is sent to; where it really goes cannot be seen. Throws auth_insecure, auth_private_address. */
  async checkForBrowser(url: URL): Promise<void> {
    this.checkForm(url);
    if (proxyFor(url, this.#env) !== null) return;
    const reaches = await reachesOfHost(url.hostname);
    const inside = reaches.filter((reach) => !this.#mayReach(url, reach));
    if (inside.length > 0) throw new AppError('auth_private_address', { host: shownHost(url) });
  }

  /** What is asked about every address that a connection has reached. It throws auth_insecure, auth_private_address. */
  guardOf(url: URL): (address: string) => void {
    const host = shownHost(url);
    return (address) => {
      const reach = reachOf(address);
      // A name that was looked up as inside, and then led outside, speaks for a stranger.
      if (this.#isServer(url) && reach === 'public') this.#reach = 'public';
      if (!this.#mayReach(url, reach)) throw new AppError('auth_private_address', { host });
      if (url.protocol === 'http:' && reach === 'public') throw new AppError('auth_insecure', { host });
    };
  }

  #isServer(url: URL): boolean {
    return bare(url.hostname) === bare(this.server.hostname);
  }

  #mayReach(url: URL, reach: Reach): boolean {
    return mayLead(this.#reach, reach) || (this.#isServer(url) && this.#own.includes(reach));
  }

  #isHttpPossible(url: URL): boolean {
    if (url.protocol !== 'http:') return false;
    const named = reachOfName(url.hostname);
    if (named === 'computer') return reachOfName(this.server.hostname) === 'computer';
    const judged = named === 'network' || proxyFor(url, this.#env) === null;
    return judged && this.server.protocol === 'http:' && this.#isServer(url) && named !== 'public';
  }
}
