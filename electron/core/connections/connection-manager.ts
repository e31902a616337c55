import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Implementation, Transport } from '@modelcontextprotocol/client';
import type {
  DoctorReport,
  LogLine,
  NetworkInfo,
  ProcessInfo,
  ServerDefinition,
  ServerInput,
  ServerState,
  Tool,
  TrafficEntry,
  TransportConfig,
} from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { localProcess } from '../runtime/local-process.ts';
import { ProcessTrees } from '../runtime/process-trees.ts';
import { Runtimes } from '../runtime/runtimes.ts';
import { killTreesNow } from '../transports/process-tree.ts';
import type { StopGrace } from '../transports/stop-process.ts';
import { type ConnectionPorts, ServerConnection } from './server-connection.ts';
import type { CallOptions } from './session.ts';
import { StartQueue } from './start-queue.ts';

/** Servers that start at the same time. */
const STARTS = 8;
/** Limit of shutting down in ms; what still runs then is killed. */
const SHUTDOWN_MS = 6_000;
/** Longest that a changed server's first start waits for the process before it, in ms. */
const RETIRE_MS = 6_000;

export interface ManagerPorts {
  clock: () => number;
  clientInfo: Implementation;
  /** A transport to the built-in server, which runs in this process. */
  createSampleTransport: () => Transport;
  /** Finds what local servers are started with; by default on the PATH that Patchbay runs with. */
  runtimes?: Runtimes;
  onState: (id: string, state: ServerState) => void;
  onTools: (id: string, tools: Tool[]) => void;
  onLog: (id: string, lines: LogLine[]) => void;
  connectTimeoutMs?: number;
  grace?: StopGrace;
}

interface Entry {
  transport: TransportConfig;
  enabled: boolean;
  connection: ServerConnection;
  /** When it was last put into the queue of starts. */
  queuedAt: number;
}

export interface TestOutcome {
  state: ServerState;
  tools: Tool[];
  log: LogLine[];
}

/** Every connection by the id of its server: follows the definitions, limits how many start at once, ends them all. */
export class ConnectionManager {
  readonly #ports: ManagerPorts;
  readonly #runtimes: Runtimes;
  readonly #trees = new ProcessTrees(() => performance.now());
  readonly #entries = new Map<string, Entry>();
  readonly #queue = new StartQueue(STARTS);
  /** Connections without a definition: removed, replaced or only tested; they may still be ending. */
  readonly #leaving = new Set<ServerConnection>();
  #shutdown: Promise<void> | undefined;

  constructor(ports: ManagerPorts) {
    this.#ports = ports;
    this.#runtimes = ports.runtimes ?? new Runtimes({ env: process.env, loginShell: null });
  }

  /** Follows the saved definitions. A changed transport, a disabled and a removed server lose their connection. */
  sync(definitions: readonly ServerDefinition[]): void {
    const ids = new Set(definitions.map((definition) => definition.id));
    for (const [id, entry] of this.#entries) {
      if (ids.has(id)) continue;
      this.#queue.remove(id);
      this.#entries.delete(id);
      void this.#retire(entry.connection);
    }
    for (const { id, transport, enabled } of definitions) this.#syncOne(id, transport, enabled);
  }

  /** Throws not_found. */
  state(id: string): ServerState {
    return this.#stateOf(id, this.#entry(id));
  }

  states(): Record<string, ServerState> {
    return Object.fromEntries([...this.#entries].map(([id, entry]) => [id, this.#stateOf(id, entry)]));
  }

  /** Connects and returns the state it reached; never throws for a server that fails. Throws not_found. */
  async connect(id: string): Promise<ServerState> {
    const entry = this.#entry(id);
    this.#queue.remove(id);
    if (entry.enabled && !this.#shutdown) await entry.connection.connect();
    return this.#stateOf(id, entry);
  }

  /** Disconnects, also one that connects or waits to. A second call while the first works forces the end. Throws not_found. */
  async disconnect(id: string): Promise<ServerState> {
    const entry = this.#entry(id);
    this.#queue.remove(id);
    await entry.connection.disconnect();
    return this.#stateOf(id, entry);
  }

  /** Starts those that are enabled and neither connected nor starting, a few at a time. Returns how many; does not wait. */
  connectAll(ids: readonly string[]): number {
    if (this.#shutdown) return 0;
    let started = 0;
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (!entry?.enabled || this.#queue.has(id) || !canStart(entry.connection)) continue;
      started += 1;
      entry.queuedAt = this.#ports.clock();
      this.#queue.add(id, () => entry.connection.connect());
      if (this.#queue.has(id)) this.#ports.onState(id, this.#stateOf(id, entry));
    }
    return started;
  }

  /** The tools of the last list; none while there is no connection. */
  tools(id: string): Tool[] {
    return this.#entries.get(id)?.connection.tools ?? [];
  }

  /** Throws not_found, disabled, not_connected, tool_not_found. */
  tool(id: string, name: string): Tool {
    const { connection } = this.#usable(id);
    if (connection.state.kind !== 'connected') throw new AppError('not_connected');
    const tool = connection.tools.find((each) => each.name === name);
    if (!tool) throw new AppError('tool_not_found', { tool: name });
    return tool;
  }

  /** Asks the server for its tools again. Throws not_found, disabled, not_connected and what calls throw. */
  async refreshTools(id: string): Promise<Tool[]> {
    return this.#usable(id).connection.refreshTools();
  }

  /**
   * Runs a tool; the result is the server's own object. Throws not_found, disabled, not_connected, cancelled, call_timeout,
   * server_error, connection_lost, protocol_error, and what reaching a remote server met.
   */
  async call(id: string, name: string, args: Record<string, unknown>, options: CallOptions): Promise<Record<string, unknown>> {
    return this.#usable(id).connection.call(name, args, options);
  }

  /** Ends what runs and connects anew; a server that is not connected is connected. Throws not_found. */
  async restart(id: string): Promise<ServerState> {
    await this.disconnect(id);
    return this.connect(id);
  }

  /** Processes of a local server. Throws not_found. */
  async process(id: string): Promise<ProcessInfo> {
    const { transport, connection } = this.#entry(id);
    if (transport.kind !== 'stdio') throw new AppError('not_found', { what: 'process', id });
    const { state } = connection;
    const pid = state.kind === 'connected' ? state.pid : null;
    const known = await localProcess(transport, pid, { runtimes: this.#runtimes, trees: this.#trees });
    return { ...known, restarts: 0, exits: [], logFile: null };
  }

  /** The connection to a remote server. Throws not_found. */
  network(id: string): NetworkInfo {
    const { transport, connection } = this.#entry(id);
    if (transport.kind !== 'remote') throw new AppError('not_found', { what: 'remote server', id });
    const { state } = connection;
    const connected = state.kind === 'connected' ? state : null;
    return {
      address: new URL(transport.url).origin,
      transport: null,
      era: connected?.era ?? null,
      protocolVersion: connected?.protocolVersion ?? null,
      remembered: false,
      sessionId: null,
      proxy: null,
      insecure: transport.tls.acceptInvalid,
      errors: [],
    };
  }

  /** What went over the wire after entry `after`. Throws not_found. */
  traffic(id: string, _after: number): { entries: TrafficEntry[]; latest: number } {
    this.#entry(id);
    return { entries: [], latest: 0 };
  }

  /** A diagnosis of a server, or of this computer. */
  async doctor(server: ServerDefinition | null): Promise<DoctorReport> {
    return { serverId: server?.id ?? null, title: server?.name ?? 'This computer', findings: [] };
  }

  /** Whether anybody looks, and whether the system says it is online. */
  setPresence(_presence: { visible: boolean; online: boolean }): void {}

  /** The last lines of the log, oldest first. Throws not_found. */
  log(id: string): LogLine[] {
    return this.#entry(id).connection.log.lines();
  }

  /** Connects to a server that is not saved, and disconnects. An aborted signal ends it; after shutdown nothing starts. */
  async test(input: Pick<ServerInput, 'transport'>, signal: AbortSignal): Promise<TestOutcome> {
    if (this.#shutdown) return { state: { kind: 'disconnected' }, tools: [], log: [] };
    const connection = new ServerConnection(input.transport, {
      ...this.#shared(),
      onState: () => {},
      onTools: () => {},
      onLog: () => {},
    });
    this.#leaving.add(connection);
    const stop = () => void connection.disconnect();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const state = signal.aborted ? connection.state : await connection.connect();
      return { state, tools: connection.tools, log: connection.log.lines() };
    } finally {
      signal.removeEventListener('abort', stop);
      await connection.disconnect();
      connection.log.flush();
      this.#leaving.delete(connection);
    }
  }

  /** Ends every connection and its processes, at the same time and within a few seconds. Nothing connects afterwards. */
  shutdown(): Promise<void> {
    this.#shutdown ??= this.#endAll();
    return this.#shutdown;
  }

  async #endAll(): Promise<void> {
    this.#queue.clear();
    const connections = [...[...this.#entries.values()].map((entry) => entry.connection), ...this.#leaving];
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SHUTDOWN_MS);
    });
    await Promise.race([Promise.all(connections.map((connection) => connection.disconnect())), limit]);
    clearTimeout(timer);
    for (const connection of connections) connection.log.flush();
    killTreesNow();
  }

  #syncOne(id: string, transport: TransportConfig, enabled: boolean): void {
    const known = this.#entries.get(id);
    if (known && isDeepStrictEqual(known.transport, transport)) {
      if (known.enabled === enabled) return;
      known.enabled = enabled;
      this.#queue.remove(id);
      if (!enabled) void known.connection.disconnect();
    } else {
      const after = known && this.#retire(known.connection);
      this.#queue.remove(id);
      this.#entries.set(id, { transport, enabled, connection: this.#newConnection(id, transport, after), queuedAt: 0 });
      if (known) this.#ports.onTools(id, []);
    }
    this.#ports.onState(id, this.state(id));
  }

  #newConnection(id: string, transport: TransportConfig, after?: Promise<void>): ServerConnection {
    const connection: ServerConnection = new ServerConnection(transport, {
      ...this.#shared(),
      after,
      onState: () => {
        const entry = this.#entries.get(id);
        if (entry?.connection === connection) this.#ports.onState(id, this.#stateOf(id, entry));
      },
      onTools: (tools) => {
        if (this.#entries.get(id)?.connection === connection) this.#ports.onTools(id, tools);
      },
      onLog: (lines) => {
        if (this.#entries.get(id)?.connection === connection) this.#ports.onLog(id, lines);
      },
    });
    return connection;
  }

  #shared(): Omit<ConnectionPorts, 'onState' | 'onTools' | 'onLog'> {
    const { clock, clientInfo, createSampleTransport, connectTimeoutMs, grace } = this.#ports;
    return { clock, clientInfo, createSampleTransport, runtimes: this.#runtimes, connectTimeoutMs, grace };
  }

  /** Resolves when the connection has ended, or took too long to. */
  async #retire(connection: ServerConnection): Promise<void> {
    this.#leaving.add(connection);
    const ended = connection.disconnect().finally(() => this.#leaving.delete(connection));
    const limit = new AbortController();
    await Promise.race([ended, delay(RETIRE_MS, undefined, { signal: limit.signal }).catch(() => {})]);
    limit.abort();
  }

  #stateOf(id: string, { enabled, connection, queuedAt }: Entry): ServerState {
    if (!enabled) return { kind: 'disabled' };
    return this.#queue.has(id) ? { kind: 'connecting', since: queuedAt, step: 'resolving' } : connection.state;
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new AppError('not_found', { what: 'server', id });
    return entry;
  }

  #usable(id: string): Entry {
    const entry = this.#entry(id);
    if (!entry.enabled) throw new AppError('disabled');
    return entry;
  }
}

function canStart(connection: ServerConnection): boolean {
  return !connection.connecting && ['disconnected', 'failed', 'needsAuth'].includes(connection.state.kind);
}
