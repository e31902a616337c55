import type { SignIn, SignInStep } from '../../../../shared/contract/auth.ts';
import { AppError, toErrorData } from '../../../../shared/errors.ts';
import { isAnswerTo } from '../browser/authorization-request.ts';
import type { FlowFacts } from '../flow-ports.ts';
import { waitingSteps } from './waiting-steps.ts';

export interface SignInRunPorts {
  serverId: string;
  /** null: a new account */
  accountId: string | null;
  now: () => number;
  openBrowser: (url: string) => Promise<void>;
  onChange: (record: SignIn) => void;
}

/** One sign-in: how it goes, and what its person may do meanwhile. */
export class SignInRun {
  readonly #ports: SignInRunPorts;
  readonly #abort = new AbortController();
  #finish: (url: URL) => void = () => {};
  #record: SignIn;
  #address: string | null = null;

  constructor(ports: SignInRunPorts) {
    const { serverId, accountId, now } = ports;
    this.#ports = ports;
    const nowhere = { address: null, redirect: null, scopes: [] };
    this.#record = {
      serverId,
      accountId,
      startedAt: now(),
      endedAt: null,
      status: 'running',
      ...nowhere,
      steps: waitingSteps(),
      error: null,
    };
    ports.onChange(this.#record);
  }

  get record(): SignIn {
    return this.#record;
  }

  /** Aborts with cancelled. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Where the browser is to go, whole. Throws not_found while it is to go nowhere. */
  get address(): string {
    if (this.#address === null || this.#record.status !== 'browser')
      throw new AppError('not_found', { what: 'sign-in that waits for the browser of', id: this.#record.serverId });
    return this.#address;
  }

  /** The next address that the person tells; one that was used is over. */
  pasted(): Promise<URL> {
    return new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  cancel(): void {
    this.#abort.abort(new AppError('cancelled'));
  }

  /** Throws not_found; auth_not_its_end for anything but the address at which this sign-in ends: it goes on, and what was pasted is not told. */
  finish(url: string): void {
    const asked = new URL(this.address).searchParams;
    const redirect = asked.get('redirect_uri') ?? '';
    const answer = URL.canParse(url) ? new URL(url) : null;
    const request = { redirect: new URL(redirect), state: asked.get('state') ?? '' };
    if (answer === null || !isAnswerTo(request, answer)) throw new AppError('auth_not_its_end', { redirect });
    this.#finish(answer);
  }

  /** A browser that does not open is told: the person may open the address somewhere else. Throws auth_browser_failed. */
  async open(url: string): Promise<void> {
    this.#address = url;
    try {
      await this.#ports.openBrowser(url);
    } catch (cause) {
      const error = cause instanceof AppError ? cause : new AppError('auth_browser_failed', {}, { technical: String(cause), cause });
      this.#change({ error: error.toData() });
      throw error;
    }
  }

  /** Throws not_found, auth_browser_failed. */
  async openAgain(): Promise<void> {
    const { address } = this;
    this.#change({ error: null });
    await this.open(address);
  }

  step(steps: readonly SignInStep[], facts: FlowFacts): void {
    if (this.#record.endedAt === null) this.#change({ ...facts, scopes: [...facts.scopes], steps: [...steps] });
  }

  /** It belongs to this account. */
  belongsTo(accountId: string): void {
    this.#change({ accountId, status: 'running', error: null });
  }

  done(): void {
    this.#change({ status: 'done', endedAt: this.#ports.now(), error: null });
  }

  failed(error: unknown): void {
    const ended = { endedAt: this.#ports.now() };
    if (this.signal.aborted) this.#change({ ...ended, status: 'cancelled', error: null });
    else this.#change({ ...ended, status: 'failed', error: toErrorData(error) });
  }

  #change(change: Partial<SignIn>): void {
    this.#record = { ...this.#record, ...change };
    this.#ports.onChange(this.#record);
  }
}
