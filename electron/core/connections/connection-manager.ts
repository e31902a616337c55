import { NO_LIMITS } from '../../../shared/contract/constants.ts';
import type {
  LogLine,
  NetworkInfo,
  PlainRemote,
  ProcessInfo,
  ServerDefinition,
  ServerState,
  Tool,
  TrafficEntry,
} from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { killTreesNow } from '../processes/process-tree.ts';
import { ProcessTrees } from '../processes/process-trees.ts';
import { Runtimes } from '../runtime/runtimes.ts';
import { NO_LOGS, type ServerLogs } from '../storage/server-logs.ts';
import { NO_MEMORY, type ServerMemory } from '../storage/server-memory.ts';
import { WireLog } from '../transports/wire-log.ts';
import { within } from '../within.ts';
import type { Question } from './answerer.ts';
import type { ConnectionPorts } from './connection-ports.ts';
import { MachineWatch } from './machine-watch.ts';
import { type ManagedPorts, ManagedServer } from './managed-server.ts';
import type { ManagerPorts } from './manager-ports.ts';
import { PACING, type Pacing } from './pacing.ts';
import { ServerConnection } from './server-connection.ts';
import type { CallOptions } from './session.ts';
import { StartQueue } from './start-queue.ts';

/** Servers that start at the same time. */
const STARTS = 8;
/** Limit of shutting down in ms; what still runs then is killed. */
const SHUTDOWN_MS = 6_000;
/** Longest that a changed server's first start waits for the process before it, in ms. */
const RETIRE_MS = 6_000;

export interface TestOutcome {
  state: ServerState;
  tools: Tool[];
  log: LogLine[];
}

/** Every connection by the id of its server: follows the definitions, limits how many start at once, ends them all. */
export class ConnectionManager {
  readonly #ports: ManagerPorts;
  readonly #pacing: Pacing;
  readonly #runtimes: Runtimes;
  readonly #trees = new ProcessTrees(() => performance.now());
  readonly #memory: ServerMemory;
  readonly #logs: ServerLogs;
  readonly #machine: MachineWatch;
  readonly #servers = new Map<string, ManagedServer>();
  readonly #managed: ManagedPorts;
  readonly #starts = new StartQueue(STARTS);
  /** Connections without a definition: removed, replaced or only tested; they may still be ending. */
  readonly #leaving = new Set<ServerConnection>();
  #presence = { visible: true, online: true };
  #shutdown: Promise<void> | undefined;

  constructor(ports: ManagerPorts) {
    this.#ports = ports;
    this.#pacing = { ...PACING, ...ports.pacing };
    this.#runtimes = ports.runtimes ?? new Runtimes({ env: process.env, loginShell: null });
    this.#memory = ports.memory ?? NO_MEMORY;
    this.#logs = ports.logs ?? NO_LOGS;
    this.#managed = {
      clock: ports.clock,
      authorizing: (id) => ports.authorizing?.(id) ?? null,
      connect: (server, after) => this.#newConnection(server, after),
      retire: (connection) => this.#retire(connection),
    };
    this.#machine = new MachineWatch({
      now: ports.clock,
      everyMs: this.#pacing.machineMs,
      ...(ports.addresses === undefined ? {} : { addresses: ports.addresses }),
      onChange: (what) => this.#recheck(what),
    });
  }

  /** Follows the saved definitions. A changed transport, a disabled and a removed server lose their connection. */
  sync(definitions: readonly ServerDefinition[]): void {
    const ids = new Set(definitions.map((definition) => definition.id));
    for (const [id, { connection }] of this.#servers) {
      if (ids.has(id)) continue;
      this.#servers.delete(id);
      void this.#retire(connection);
      this.#memory.forget(id);
      this.#logs.forget(id);
    }
    for (const definition of definitions) this.#syncOne(definition);
    this.#watchMachine();
  }

  /** Throws not_found. */
  state(id: string): ServerState {
    return this.#server(id).state;
  }

  states(): Record<string, ServerState> {
    return Object.fromEntries([...this.#servers].map(([id, { state }]) => [id, state]));
  }

  /** Tells the state again, where a sign-in began or ended. */
  announce(id: string): void {
    const server = this.#servers.get(id);
    if (server) this.#ports.onState(id, server.state);
  }

  /** Whether its person wants it connected and it is, or is being tried. Throws not_found. */
  live(id: string): boolean {
    const { definition, connection } = this.#server(id);
    return definition.enabled && connection.live;
  }

  /** Connects and returns the state it reached; never throws for a server that fails. Throws not_found. */
  async connect(id: string): Promise<ServerState> {
    const server = this.#server(id);
    if (server.definition.enabled && !this.#shutdown) await server.connection.connect();
    return server.state;
  }

  /** Disconnects, also one that connects or waits to. A second call while the first works forces the end. Throws not_found. */
  async disconnect(id: string): Promise<ServerState> {
    const server = this.#server(id);
    await server.connection.disconnect();
    return server.state;
  }

  /** Ends what runs and connects anew; a server that is not connected is connected. Throws not_found. */
  async restart(id: string): Promise<ServerState> {
    const server = this.#server(id);
    if (server.definition.enabled && !this.#shutdown) await server.connection.restart();
    return server.state;
  }

  /** Starts those that are enabled and neither connected nor starting, a few at a time. Returns how many; does not wait. */
  connectAll(ids: readonly string[]): number {
    if (this.#shutdown) return 0;
    const known = ids.flatMap((id) => this.#servers.get(id) ?? []);
    const chosen = known.filter(({ definition, connection }) => definition.enabled && connection.idle);
    for (const { connection } of chosen) void connection.connect();
    return chosen.length;
  }

  /** The tools of the last list, also of an earlier connection. To look at them is what keeps them fresh. */
  tools(id: string): Tool[] {
    const connection = this.#servers.get(id)?.connection;
    connection?.look();
    return connection?.knowledge.tools ?? [];
  }

  /** Whether the tools are from an earlier connection, and not confirmed yet. */
  stale(id: string): boolean {
    return this.#servers.get(id)?.connection.knowledge.stale ?? true;
  }

  /** Throws not_found, tool_not_found. */
  tool(id: string, name: string): Tool {
    const { definition } = this.#server(id);
    const tool = this.tools(definition.id).find((each) => each.name === name);
    if (!tool) throw new AppError('tool_not_found', { tool: name });
    return tool;
  }

  /** The same of a server that can be called now. Throws not_found, disabled, not_connected, tool_not_found. */
  callableTool(id: string, name: string): Tool {
    if (this.#server(id).usable().state.kind !== 'connected') throw new AppError('not_connected');
    return this.tool(id, name);
  }

  /** Asks the server for its tools again. Throws not_found, disabled, not_connected and what calls throw. */
  async refreshTools(id: string): Promise<Tool[]> {
    return this.#server(id).usable().refreshTools();
  }

  /**
   * Runs a tool; the result is the server's own object. Throws not_found, disabled, not_connected, cancelled, call_timeout,
   * server_error, connection_lost, protocol_error, and what reaching a remote server met.
   */
  async call(id: string, name: string, args: Record<string, unknown>, options: CallOptions): Promise<Record<string, unknown>> {
    return this.#server(id).usable().call(name, args, options);
  }

  /** Processes of a local server. Throws not_found. */
  async process(id: string): Promise<ProcessInfo> {
    return this.#server(id).process({ runtimes: this.#runtimes, trees: this.#trees, logFile: this.#logs.path(id) });
  }

  /** The connection to a remote server. Throws not_found. */
  network(id: string): NetworkInfo {
    return this.#server(id).network();
  }

  /** What went over the wire after entry `after`. Throws not_found. */
  traffic(id: string, after: number): { entries: TrafficEntry[]; latest: number } {
    return this.#server(id).traffic(after);
  }

  /** Whether anybody looks, and whether the system says it is online. */
  setPresence(presence: { visible: boolean; online: boolean }): void {
    const before = this.#presence;
    this.#presence = presence;
    if (presence.visible !== before.visible) for (const { connection } of this.#servers.values()) connection.presenceChanged();
    if (presence.online && !before.online) this.#recheck('network');
  }

  /** The last lines of the log, oldest first. Throws not_found. */
  log(id: string): LogLine[] {
    return this.#server(id).connection.log.lines();
  }

  /** Connects apart from what is saved, with the secrets and account of `id`, and disconnects. An aborted signal ends it; after shutdown nothing starts. */
  async test(
    { id = '', transport, limits }: Pick<ServerDefinition, 'transport'> & Partial<ServerDefinition>,
    signal: AbortSignal,
    onState: (state: ServerState) => void = () => {},
  ): Promise<TestOutcome> {
    if (this.#shutdown) return { state: { kind: 'disconnected' }, tools: [], log: [] };
    const connection = new ServerConnection(transport, {
      ...this.#shared(id),
      limits: () => limits ?? NO_LIMITS,
      wire: new WireLog(this.#ports.clock),
      memory: { read: () => null, write: () => {} },
      onState,
      onTools: () => {},
      onLog: () => {},
    });
    this.#leaving.add(connection);
    const stop = () => void connection.disconnect();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const state = signal.aborted ? connection.state : await connection.connect();
      return { state, tools: connection.knowledge.tools, log: connection.log.lines() };
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
    const connections = [...[...this.#servers.values()].map((server) => server.connection), ...this.#leaving];
    await within(SHUTDOWN_MS, Promise.all(connections.map((connection) => connection.disconnect())), () => {});
    this.#machine.stop();
    for (const connection of connections) connection.log.flush();
    killTreesNow();
  }

  #syncOne(definition: ServerDefinition): void {
    const { id } = definition;
    const known = this.#servers.get(id);
    if (!known) this.#servers.set(id, new ManagedServer(definition, this.#managed));
    const changed = known?.update(definition);
    if (changed === 'nothing') return;
    if (changed === 'transport') this.#ports.onTools(id, this.tools(id), this.stale(id));
    this.#ports.onState(id, this.state(id));
  }

  #newConnection(server: ManagedServer, after?: Promise<void>): ServerConnection {
    const { id, transport } = server.definition;
    const isCurrent = () => this.#servers.get(id)?.connection === connection;
    const connection: ServerConnection = new ServerConnection(transport, {
      ...this.#shared(id),
      limits: () => server.definition.limits,
      wire: server.wire,
      memory: {
        read: () => this.#memory.read(id, transport),
        write: (value) => isCurrent() && this.#memory.write(id, transport, value),
      },
      after,
      onState: () => {
        if (!isCurrent()) return;
        this.#ports.onState(id, server.state);
        this.#watchMachine();
      },
      onTools: (tools, stale) => isCurrent() && this.#ports.onTools(id, tools, stale),
      onLog: (lines) => {
        if (!isCurrent()) return;
        this.#logs.add(id, lines);
        this.#ports.onLog(id, lines);
      },
    });
    return connection;
  }

  #shared(id: string): Omit<ConnectionPorts, 'limits' | 'wire' | 'memory' | 'onState' | 'onTools' | 'onLog'> {
    const { clock, clientInfo, createSampleTransport, records, connectTimeoutMs, grace, random = Math.random } = this.#ports;
    const { secret, authorizer, answerer } = this.#ports;
    const credentials = {
      secret: secret?.(id) ?? (async () => undefined),
      authorizer: (config: PlainRemote) => authorizer?.(id, config) ?? null,
      answerer: answerer ? (question: Question, signal: AbortSignal) => answerer(id, question, signal) : null,
    };
    const own = { runtimes: this.#runtimes, pacing: this.#pacing, starts: this.#starts, visible: () => this.#presence.visible };
    return { clock, clientInfo, createSampleTransport, records, connectTimeoutMs, grace, random, ...credentials, ...own };
  }

  /** Looks at the computer only while that could matter to a connection. */
  #watchMachine(): void {
    const alert = [...this.#servers.values()].some(({ connection }) => connection.alert);
    if (alert && !this.#shutdown) this.#machine.start();
    else this.#machine.stop();
  }

  /** A change of the network is nothing to a server on this computer that is spoken to over its streams. */
  #recheck(what: 'sleep' | 'network'): void {
    for (const { definition, connection } of this.#servers.values()) {
      if (what === 'sleep' || definition.transport.kind === 'remote') connection.recheck();
    }
  }

  /** Resolves when the connection has ended, or took too long to. */
  async #retire(connection: ServerConnection): Promise<void> {
    this.#leaving.add(connection);
    await within(
      RETIRE_MS,
      connection.disconnect().finally(() => this.#leaving.delete(connection)),
      () => {},
    );
  }

  #server(id: string): ManagedServer {
    const server = this.#servers.get(id);
    if (!server) throw new AppError('not_found', { what: 'server', id });
    return server;
  }
}
