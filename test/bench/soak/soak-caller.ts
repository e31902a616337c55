import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionManager } from '../../../electron/core/connections/connection-manager.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import type { SeededRandom } from '../../fixtures/seeded-random.ts';

/** What a call, or a connection, may end with when its server is killed, frozen or not there. */
const EXPECTED: readonly ErrorCode[] = [
  'connection_lost',
  'call_timeout',
  'not_connected',
  'session_lost',
  'no_answer',
  'connection_refused',
  'network_failed',
  'connect_timeout',
  'cancelled',
  'process_exited',
  'keeps_dying',
];
const CALL_MS = 2_000;
const LARGE = 1_500_000;

export interface CallerOutcome {
  /** How often a call or a connection ended with which error. */
  readonly codes: readonly (readonly [string, number])[];
  /** Failures that nobody should see, in words. */
  readonly surprises: readonly string[];
  readonly answers: number;
  /** Times that a person would have pressed Connect. */
  readonly connects: number;
  /** Most ms that a call took beyond its limit. */
  readonly latest: number;
}

/** Calls one server again and again, whatever happens to it, and counts how that ends. */
export class SoakCaller {
  readonly #codes = new Map<string, number>();
  readonly #surprises: string[] = [];
  #answers = 0;
  #connects = 0;
  #latest = 0;
  readonly #manager: ConnectionManager;
  readonly #id: string;
  readonly #random: SeededRandom;
  #stopped = false;

  constructor(manager: ConnectionManager, id: string, random: SeededRandom) {
    this.#manager = manager;
    this.#id = id;
    this.#random = random;
  }

  get outcome(): CallerOutcome {
    return { codes: [...this.#codes], surprises: this.#surprises, answers: this.#answers, connects: this.#connects, latest: this.#latest };
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves once it was stopped and its last call has ended. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      const state = this.#manager.state(this.#id);
      if (state.kind === 'connected') await this.#call();
      else if (state.kind === 'failed' || state.kind === 'needsAuth') {
        this.#count(state.error.code, `${state.error.message} ${state.error.hint} ${state.error.technical ?? ''}`);
        this.#connects += 1;
        await this.#manager.connect(this.#id);
      }
      await delay(this.#random.between(5, 60));
    }
  }

  async #call(): Promise<void> {
    const message = this.#random.chance(0.01) ? 'x'.repeat(LARGE) : `hello ${this.#random.between(0, 1_000_000)}`;
    const abort = new AbortController();
    const cancel = this.#random.chance(0.02) ? setTimeout(() => abort.abort(), this.#random.between(0, 20)) : undefined;
    const began = performance.now();
    try {
      const result = await this.#manager.call(
        this.#id,
        'echo',
        { message },
        {
          signal: abort.signal,
          timeoutMs: CALL_MS,
          totalMs: CALL_MS,
          onProgress: () => {},
        },
      );
      const text = (result.content as { text: string }[])[0]?.text ?? '';
      // A large one is a preview here.
      if (message.length < LARGE && !text.endsWith(message)) this.#surprises.push(`${this.#id}: another answer: ${text.slice(0, 100)}`);
      this.#answers += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { message: sentence, hint, technical = '' } = error.toData();
      this.#count(error.code, `${sentence} ${hint} ${technical}`);
    } finally {
      clearTimeout(cancel);
      this.#latest = Math.max(this.#latest, performance.now() - began - CALL_MS);
    }
  }

  #count(code: ErrorCode, words: string): void {
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    if (!EXPECTED.includes(code)) this.#surprises.push(`${this.#id}: ${code}: ${words.slice(0, 300)}`);
  }
}
