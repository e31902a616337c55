import { createHash } from 'node:crypto';
import type { PlainRemote } from '../../../../shared/contract/model.ts';
import type { Grant } from '../grant.ts';
import { isDue } from '../tokens/token-life.ts';
import type { TokenSource } from '../tokens/token-source.ts';

export interface ProgramTokensPorts {
  now: () => number;
  /** Asks for a token by the client credentials of the definition. Throws auth_*. */
  grant: (serverId: string, config: PlainRemote) => Promise<Grant>;
}

interface Held {
  /** Of the definition that it was got with. */
  readonly fingerprint: string;
  grant: Grant | null;
  asking: Promise<Grant> | null;
}

/** Tokens of a program’s own access (RFC 6749, 4.4): got without a person, kept in memory, asked for once however many calls wait. */
export class ProgramTokens {
  readonly #ports: ProgramTokensPorts;
  readonly #held = new Map<string, Held>();

  constructor(ports: ProgramTokensPorts) {
    this.#ports = ports;
  }

  source(serverId: string, config: PlainRemote): TokenSource {
    const held = this.#of(serverId, config);
    return {
      valid: async () => (held.grant && !isDue(held.grant, this.#ports.now()) ? held.grant : this.#ask(held, serverId, config)),
      other: async (refused) => (held.grant && held.grant.accessToken !== refused ? held.grant : this.#ask(held, serverId, config)),
    };
  }

  /** Of one server, or of all (null). */
  forget(serverId: string | null): void {
    if (serverId === null) this.#held.clear();
    else this.#held.delete(serverId);
  }

  #ask(held: Held, serverId: string, config: PlainRemote): Promise<Grant> {
    held.asking ??= this.#ports
      .grant(serverId, config)
      .then((grant) => {
        held.grant = grant;
        return grant;
      })
      .finally(() => {
        held.asking = null;
      });
    return held.asking;
  }

  #of(serverId: string, { url, auth }: PlainRemote): Held {
    const fingerprint = createHash('sha256').update(JSON.stringify({ url, auth })).digest('hex');
    const known = this.#held.get(serverId);
    if (known?.fingerprint === fingerprint) return known;
    const held: Held = { fingerprint, grant: null, asking: null };
    this.#held.set(serverId, held);
    return held;
  }
}
