import { isDeepStrictEqual } from 'node:util';
import type { NetworkInfo, ProcessInfo, ServerDefinition, ServerState, TrafficEntry } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ProcessTrees } from '../processes/process-trees.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { longestFirst } from '../secrets/secrets.ts';
import { WireLog } from '../transports/wire-log.ts';
import { networkInfo, processInfo } from './connection-facts.ts';
import type { ServerConnection } from './server-connection.ts';

export interface ManagedPorts {
  clock: () => number;
  /** `after`: what the first start has to wait for. */
  connect: (server: ManagedServer, after?: Promise<void>) => ServerConnection;
  /** Since when somebody signs in at the server; null: nobody does. */
  authorizing: (id: string) => number | null;
  /** Ends a connection that has no place any more; resolves when it has ended, or took too long to. */
  retire: (connection: ServerConnection) => Promise<void>;
}

/** A saved server with its connection, which is a new one when the way to the server is changed. */
export class ManagedServer {
  /** Goes on when the definition changes. */
  readonly wire: WireLog;
  readonly #ports: ManagedPorts;
  #definition: ServerDefinition;
  #connection: ServerConnection;
  /** Of earlier definitions: the wire log may hold them. */
  #pastSecrets: readonly string[] = [];

  constructor(definition: ServerDefinition, ports: ManagedPorts) {
    this.#definition = definition;
    this.#ports = ports;
    this.wire = new WireLog(ports.clock);
    this.#connection = ports.connect(this);
  }

  get definition(): ServerDefinition {
    return this.#definition;
  }

  get connection(): ServerConnection {
    return this.#connection;
  }

  get state(): ServerState {
    if (!this.#definition.enabled) return { kind: 'disabled' };
    const { state, idle } = this.#connection;
    // A connection that stands or is tried says more than a sign-in for another account.
    const since = idle ? this.#ports.authorizing(this.#definition.id) : null;
    return since === null ? state : { kind: 'authorizing', since };
  }

  /** Follows its saved definition: what was changed in it. */
  update(definition: ServerDefinition): 'nothing' | 'enabled' | 'transport' {
    const before = this.#definition;
    this.#definition = definition;
    if (!isDeepStrictEqual(before.transport, definition.transport)) {
      // Of a connection that is no longer its own nothing more is announced.
      this.#connection.log.flush();
      this.#pastSecrets = longestFirst([...this.#pastSecrets, ...this.#connection.secrets]);
      this.#connection = this.#ports.connect(this, this.#ports.retire(this.#connection));
      return 'transport';
    }
    if (before.enabled === definition.enabled) return 'nothing';
    if (!definition.enabled) void this.#connection.disconnect();
    return 'enabled';
  }

  /** Throws disabled. */
  usable(): ServerConnection {
    if (!this.#definition.enabled) throw new AppError('disabled');
    return this.#connection;
  }

  /** Throws not_found for a server that is not local. */
  async process(system: { runtimes: Runtimes; trees: ProcessTrees; logFile: string | null }): Promise<ProcessInfo> {
    const { id, transport } = this.#definition;
    if (transport.kind !== 'stdio') throw new AppError('not_found', { what: 'process', id });
    return processInfo(transport, this.#connection, system);
  }

  /** Throws not_found for a server that is not remote. */
  network(): NetworkInfo {
    const { id, transport } = this.#definition;
    if (transport.kind !== 'remote') throw new AppError('not_found', { what: 'remote server', id });
    return networkInfo(transport, this.#connection);
  }

  traffic(after: number): { entries: TrafficEntry[]; latest: number } {
    return this.wire.after(after, longestFirst([...this.#pastSecrets, ...this.#connection.secrets]));
  }
}
