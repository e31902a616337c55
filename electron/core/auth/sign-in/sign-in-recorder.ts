import type { SignInExchange, SignInStep } from '../../../../shared/contract/auth.ts';
import type { FlowFacts, FlowPorts } from '../flow-ports.ts';
import type { RawExchange } from '../http/auth-http.ts';
import { type Censor, shownExchange } from '../http/shown-exchange.ts';
import { shownLine } from '../http/shown-text.ts';
import { waitingSteps } from './waiting-steps.ts';

type StepName = SignInStep['step'];

/** Most exchanges that are kept of one step. */
const EXCHANGES = 40;

/** Writes down a sign-in as it happens, in the form in which it may be shown. */
export class SignInRecorder {
  readonly #ports: Pick<FlowPorts, 'now' | 'onStep'>;
  readonly #censor: Censor;
  #steps: SignInStep[] = waitingSteps();
  #facts: FlowFacts = { status: 'running', address: null, redirect: null, scopes: [] };

  constructor(ports: Pick<FlowPorts, 'now' | 'onStep'>, censor: Censor) {
    this.#ports = ports;
    this.#censor = censor;
  }

  /** Runs one step; a step that comes a second time begins anew and keeps its exchanges. */
  async during<T>(step: StepName, work: () => Promise<T>, result: (value: T) => string): Promise<T> {
    const startedAt = this.#ports.now();
    this.#change(step, { status: 'running', result: '', startedAt, durationMs: null });
    const ended = () => ({ durationMs: this.#ports.now() - startedAt });
    try {
      const value = await work();
      this.#change(step, { status: 'done', result: shownLine(this.#censor.clean(result(value))), ...ended() });
      return value;
    } catch (error) {
      this.#change(step, { status: 'failed', ...ended() });
      throw error;
    }
  }

  skip(step: StepName, result: string): void {
    this.#change(step, { status: 'skipped', result: shownLine(this.#censor.clean(result)) });
  }

  /** An exchange of the step that is under way. */
  exchange(raw: RawExchange): void {
    this.add(shownExchange(raw, this.#censor));
  }

  add(exchange: SignInExchange): void {
    const current = this.#steps.find(({ status }) => status === 'running');
    if (current) this.#change(current.step, { exchanges: [...current.exchanges, exchange].slice(-EXCHANGES) });
  }

  facts(facts: Partial<FlowFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#tell();
  }

  #change(name: StepName, change: Partial<SignInStep>): void {
    this.#steps = this.#steps.map((each) => (each.step === name ? { ...each, ...change } : each));
    this.#tell();
  }

  #tell(): void {
    this.#ports.onStep(this.#steps, this.#facts);
  }
}
