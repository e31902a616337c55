import type { NetworkInfo } from '../../../shared/contract/model.ts';
import type { AppError } from '../../../shared/errors.ts';

const KEEP = 20;

/** The last failures of one connection, newest first. */
export class RecentErrors {
  readonly #now: () => number;
  #errors: NetworkInfo['errors'] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  add(error: AppError): void {
    this.#errors = [{ at: this.#now(), error: error.toData() }, ...this.#errors].slice(0, KEEP);
  }

  get list(): NetworkInfo['errors'] {
    return this.#errors;
  }
}
