import type { ServerDefinition, ServerInput, TransportInput } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Draft } from '../servers/definition-secrets.ts';
import type { TestOutcome } from './connection-manager.ts';

export interface ServerTestsPorts {
  /** A transport as it would be saved, its new secrets in memory until it ends. */
  draft: (serverId: string | null, transport: TransportInput) => Draft;
  test: (server: Pick<ServerDefinition, 'transport'> & Partial<ServerDefinition>, signal: AbortSignal) => Promise<TestOutcome>;
}

/** Tries of servers as they stand in a form, by an id that the shell chose. */
export class ServerTests {
  readonly #ports: ServerTestsPorts;
  readonly #running = new Map<string, AbortController>();

  constructor(ports: ServerTestsPorts) {
    this.#ports = ports;
  }

  /**
   * Connects and disconnects; `savedId`: of the saved server whose secrets and account may be used. Throws invalid_input: the test is
   * under way already, or a secret is another server's.
   */
  async run(testId: string, server: ServerInput, savedId: string | null): Promise<TestOutcome> {
    if (this.#running.has(testId))
      throw new AppError('invalid_input', { issues: [{ path: 'testId', message: 'This test is under way already' }] });
    const draft = this.#ports.draft(savedId, server.transport);
    const abort = new AbortController();
    this.#running.set(testId, abort);
    try {
      const tried = { ...server, ...(savedId === null ? {} : { id: savedId }), transport: draft.transport };
      return await this.#ports.test(tried, abort.signal);
    } finally {
      draft.end();
      this.#running.delete(testId);
    }
  }

  cancel(testId: string): void {
    this.#running.get(testId)?.abort();
  }
}
