import type { ServerDefinition, ServerInput, TransportConfig } from '../../../shared/contract/model.ts';
import { markSecrets } from '../secrets/mark-secrets.ts';
import { refsOf } from '../secrets/transport-values.ts';
import type { DefinitionSecrets } from './definition-secrets.ts';
import type { Library } from './library.ts';

export interface DefinitionsPorts {
  library: Library;
  secrets: DefinitionSecrets;
  newId: (prefix: 'mcp') => string;
}

/** What a person does to servers, with their secrets. Throws what the library and the vault throw. */
export class Definitions {
  readonly #library: Library;
  readonly #secrets: DefinitionSecrets;
  readonly #newId: (prefix: 'mcp') => string;

  constructor({ library, secrets, newId }: DefinitionsPorts) {
    this.#library = library;
    this.#secrets = secrets;
    this.#newId = newId;
  }

  /** Values in definitions that look like secrets and are not in the vault. */
  get unprotected(): number {
    return this.#library.servers.reduce((sum, { transport }) => sum + marked(transport).found, 0);
  }

  /** The entries of the vault that definitions name. */
  get named(): string[] {
    return this.#library.servers.flatMap(({ transport }) => refsOf(transport));
  }

  create(input: ServerInput): Promise<ServerDefinition> {
    const id = this.#newId('mcp');
    const plan = () => ({ before: null, after: input.transport });
    return this.#secrets.change(id, plan, (transport) => this.#library.create({ ...input, transport }, id));
  }

  update(id: string, input: ServerInput): Promise<ServerDefinition> {
    const plan = () => ({ before: this.#library.server(id).transport, after: input.transport });
    return this.#secrets.change(id, plan, (transport) => this.#library.update(id, { ...input, transport }));
  }

  async duplicate(id: string): Promise<ServerDefinition> {
    const copyId = this.#newId('mcp');
    return this.#secrets.copy(this.#library.server(id), copyId, (transport) => this.#library.duplicate(id, copyId, transport));
  }

  remove(id: string): Promise<void> {
    return this.#secrets.remove(id, () => this.#library.remove(id));
  }

  /** Takes a removed server in again with its secrets, where it was removed in this session. */
  async restore(server: ServerDefinition, beforeId: string | null): Promise<ServerDefinition> {
    const isThere = this.#library.servers.some(({ id }) => id === server.id);
    if (isThere) return this.#library.restore(server, beforeId);
    const plan = () => ({ before: null, after: server.transport });
    return this.#secrets.change(server.id, plan, (transport) => this.#library.restore({ ...server, transport }, beforeId));
  }

  /** Moves what looks like a secret from every definition into the vault. What cannot be moved stays where it is and works. */
  async secure(): Promise<void> {
    for (const { id } of this.#library.servers.filter(hasUnprotected)) {
      const plan = () => {
        const before = this.#library.server(id).transport;
        return { before, after: marked(before).transport };
      };
      await this.#secrets.change(id, plan, (transport) => this.#library.setTransport(id, transport));
    }
  }

  /**
   * Takes entries out of the vault that no definition names. `copies`: texts of files that were set aside; what they name is kept,
   * since they may be mended by hand. To be called only while the library is whole and nobody else can change it.
   */
  async collect(copies: readonly string[]): Promise<void> {
    await this.#secrets.collect((name) => {
      const named = this.#library.servers.some(({ transport }) => refsOf(transport).includes(name));
      return named || copies.some((text) => text.includes(JSON.stringify(name)));
    });
  }
}

const marked = (transport: TransportConfig) => markSecrets(transport, ($new) => ({ $new }));

function hasUnprotected({ transport }: ServerDefinition): boolean {
  return marked(transport).found > 0;
}
