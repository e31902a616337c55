import type { VaultInfo } from '../../../shared/contract/auth.ts';
import type { Vault } from './vault.ts';

export interface VaultNewsPorts {
  vault: Pick<Vault, 'info' | 'onChange'>;
  /** How many values stand outside the vault and look like secrets. */
  unprotected: () => number;
  onNews: (info: VaultInfo) => void;
  /** It is open, and was not before. */
  onOpened: () => void;
}

/** What shells know of the vault, told anew when it changes. */
export class VaultNews {
  readonly #ports: VaultNewsPorts;
  #status: VaultInfo['status'];
  #unprotected: number;

  constructor(ports: VaultNewsPorts) {
    this.#ports = ports;
    this.#status = ports.vault.info.status;
    this.#unprotected = ports.unprotected();
    ports.vault.onChange(() => this.#changed());
  }

  get info(): VaultInfo {
    return { ...this.#ports.vault.info, unprotected: this.#ports.unprotected() };
  }

  definitionsChanged(): void {
    if (this.#ports.unprotected() !== this.#unprotected) this.#tell();
  }

  #changed(): void {
    const before = this.#status;
    this.#status = this.#ports.vault.info.status;
    this.#tell();
    if (this.#status === 'open' && before !== 'open') this.#ports.onOpened();
  }

  #tell(): void {
    const { info } = this;
    this.#unprotected = info.unprotected;
    this.#ports.onNews(info);
  }
}
