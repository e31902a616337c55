import type { SecretRef } from '../../../shared/contract/transports.ts';

const PREFIX = 'held/';

/**
 * Secrets found in the files of other apps, for as long as Patchbay runs: a page sees names for them, and the values stay here
 * until a server is made with them. The same value has the same name, so that looking again keeps nothing twice.
 */
export class HeldSecrets {
  readonly #newName: () => string;
  readonly #values = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(newName: () => string) {
    this.#newName = newName;
  }

  hold(value: string): SecretRef {
    const name = this.#names.get(value) ?? PREFIX + this.#newName();
    this.#names.set(value, name);
    this.#values.set(name, value);
    return { $secret: name };
  }

  read(name: string): string | undefined {
    return this.#values.get(name);
  }
}
