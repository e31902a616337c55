import type { VaultInfo } from '../../../shared/contract/auth.ts';
import type { Vault } from './vault.ts';

export interface VaultNewsPorts {
  vault: Pick<Vault, 'info' | 'onChange' | 'holds'>;
  /** How many values stand outside the vault and look like secrets. */
  unprotected: () => number;
  /** The entries that definitions name. */
  named: () => readonly string[];
  onNews: (info: VaultInfo) => void;
  /** It is open, and was not before. */
  onOpened: () => void;
}

/** What shells know of the vault, told anew when it changes. */
export class VaultNews {
  readonly #ports: VaultNewsPorts;
  #status: VaultInfo['status'];
  /** What was told of the definitions, or would have been. */
  #told: string;
  /** Before that nothing is known to be missing. */
  #hasLooked = false;

  constructor(ports: VaultNewsPorts) {
    this.#ports = ports;
    this.#status = ports.vault.info.status;
    this.#told = this.#ofDefinitions;
    ports.vault.onChange(() => this.#changed());
  }

  get info(): VaultInfo {
    const { vault, unprotected, named } = this.#ports;
    const missing = this.#hasLooked ? named().filter((name) => !vault.holds(name)) : [];
    return { ...vault.info, unprotected: unprotected(), missing };
  }

  definitionsChanged(): void {
    if (this.#ofDefinitions !== this.#told) this.#tell();
  }

  get #ofDefinitions(): string {
    const { unprotected, missing } = this.info;
    return JSON.stringify([unprotected, missing]);
  }

  #changed(): void {
    const before = this.#status;
    this.#hasLooked = true;
    this.#status = this.#ports.vault.info.status;
    this.#tell();
    if (this.#status === 'open' && before !== 'open') this.#ports.onOpened();
  }

  #tell(): void {
    const { info } = this;
    this.#told = this.#ofDefinitions;
    this.#ports.onNews(info);
  }
}
