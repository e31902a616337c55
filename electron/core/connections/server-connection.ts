import type { Implementation, PriorDiscovery, Transport } from '@modelcontextprotocol/client';
import type { ConnectStep, ExitInfo, LogLine, ServerState, Tool, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { StopGrace } from '../transports/stop-process.ts';
import { classifyCallError, classifyConnectError, connectionLost, type FailureContext } from './classify-error.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import { connectedState } from './connected-state.ts';
import { exitText } from './exit-text.ts';
import { doubtsVerdict, endsConnection } from './failure-meaning.ts';
import { installsFirst } from './launchers.ts';
import type { Link } from './link.ts';
import { LogBuffer } from './log-buffer.ts';
import { type PreparedServer, prepareServer } from './prepare-server.ts';
import { redact } from './redact.ts';
import { inSeconds } from './seconds.ts';
import { secretsOf } from './secrets.ts';
import type { CallOptions, Session } from './session.ts';
import type { ToolList } from './tool-list.ts';
import { watchToolList } from './tool-list-watch.ts';

const CONNECT_MS = 30_000;
/** A launcher may have to download the server first. */
const INSTALL_MS = 120_000;
const INSTALL_NOTE_MS = 2_000;
const LIST_MS = 30_000;
/** What a person learns from calls (the last success) is announced at most this often, in ms. */
const ANNOUNCE_MS = 1_000;
/** Lines of output that explain an exit. */
const TAIL_LINES = 30;
const LOG_CHARS = 500;

export interface ConnectionPorts {
  clock: () => number;
  clientInfo: Implementation;
  createSampleTransport: () => Transport;
  /** Finds what local servers are started with. */
  runtimes: Runtimes;
  onState: (state: ServerState) => void;
  onTools: (tools: Tool[]) => void;
  onLog: (lines: LogLine[]) => void;
  /** Limit of connecting in ms, instead of 30 s (120 s for commands that may install first). */
  connectTimeoutMs?: number | undefined;
  grace?: StopGrace | undefined;
  /** What the first start waits for, such as the end of the connection before; must settle. */
  after?: Promise<void> | undefined;
}

/** The live side of one server definition: one process or address, one state, its tools and its log. */
export class ServerConnection {
  readonly log: LogBuffer;
  readonly #config: TransportConfig;
  /** Of the values in use; before there are any, of those that are written. */
  #secrets: readonly string[];
  readonly #ports: ConnectionPorts;
  #state: ServerState = { kind: 'disconnected' };
  #tools: Tool[] = [];
  #session: Session | null = null;
  #attempt: ConnectAttempt | null = null;
  /** What was asked for last. */
  #wanted = false;
  #connecting: Promise<ServerState> | null = null;
  #disconnecting: Promise<ServerState> | null = null;
  /** Links that are being closed; the next start waits for them. */
  #ending: Promise<void>;
  #verdict: PriorDiscovery | null = null;
  #stopWatching: () => void = () => {};
  #announced = 0;
  #announceTimer: NodeJS.Timeout | undefined;

  constructor(config: TransportConfig, ports: ConnectionPorts) {
    this.#config = config;
    this.#secrets = secretsOf(config);
    this.#ports = ports;
    this.#ending = ports.after ?? Promise.resolve();
    this.log = new LogBuffer(ports.clock, ports.onLog);
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The tools of the last list; empty while there is no connection. */
  get tools(): Tool[] {
    return this.#tools;
  }

  get connecting(): boolean {
    return this.#connecting !== null || (this.#wanted && this.#disconnecting !== null);
  }

  /** Connects and returns the state it reached: connected, needsAuth, failed, or disconnected when it was cancelled. Joins a call under way. */
  connect(): Promise<ServerState> {
    this.#wanted = true;
    if (this.#disconnecting) return this.#disconnecting.then((state) => (this.#wanted ? this.connect() : state));
    if (this.#state.kind === 'connected') return Promise.resolve(this.#state);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  /** Disconnects, also while connecting, and returns when nothing of the process runs. A second call while it works forces the end. */
  disconnect(): Promise<ServerState> {
    this.#wanted = false;
    if (this.#disconnecting) {
      void this.#session?.link.kill();
      this.#attempt?.stop();
      return this.#disconnecting;
    }
    this.#disconnecting = this.#disconnect().finally(() => {
      this.#disconnecting = null;
    });
    return this.#disconnecting;
  }

  /** Asks for the tools again. Throws not_connected and what calls throw. */
  async refreshTools(): Promise<Tool[]> {
    const session = this.#standing();
    try {
      this.#applyTools(session, await session.listTools(LIST_MS, this.#ports.clock));
    } catch (error) {
      throw this.#callFailed(session, error);
    }
    return this.#tools;
  }

  /** Runs a tool; the result is the server's own object. Throws not_connected, cancelled, call_timeout, server_error, connection_lost, … */
  async call(name: string, args: Record<string, unknown>, options: CallOptions): Promise<Record<string, unknown>> {
    const session = this.#standing();
    try {
      const tool = this.#tools.find((each) => each.name === name);
      const result = await session.callTool(name, args, tool, options);
      this.#succeeded(session);
      return result;
    } catch (error) {
      throw this.#callFailed(session, error);
    }
  }

  async #connect(): Promise<ServerState> {
    const since = this.#ports.clock();
    this.#step(since, 'resolving');
    await this.#ending;
    // Asked to stop before there was anything to stop.
    if (this.#disconnecting) {
      this.#set({ kind: 'disconnected' });
      return this.#state;
    }
    const limit = this.#ports.connectTimeoutMs ?? (installsFirst(this.#config) ? INSTALL_MS : CONNECT_MS);
    const attempt = this.#newAttempt(limit, since);
    this.#attempt = attempt;
    let timedOut = false;
    const deadline = setTimeout(() => {
      timedOut = true;
      attempt.stop();
    }, limit);
    const note = installsFirst(this.#config) ? setTimeout(() => this.#note('installing…'), INSTALL_NOTE_MS) : undefined;
    try {
      await this.#establish(attempt, since);
    } catch (error) {
      this.#failedToConnect(attempt, timedOut ? this.#silence(attempt, limit) : error);
    } finally {
      clearTimeout(deadline);
      clearTimeout(note);
      this.#attempt = null;
    }
    return this.#state;
  }

  async #establish(attempt: ConnectAttempt, since: number): Promise<void> {
    const run = async () => {
      const session = await attempt.run(this.#verdict);
      this.#step(since, 'verifying');
      await this.#verify(session, attempt);
    };
    try {
      await run();
    } catch (error) {
      const { code } = classifyConnectError(error, this.#context(attempt.link));
      if (this.#verdict === null || !doubtsVerdict(code)) throw error;
      this.log.add('patchbay', 'The server answers otherwise than before; asking again what it speaks.');
      this.#verdict = null;
      await run();
    }
  }

  #newAttempt(limit: number, since: number): ConnectAttempt {
    const { clock, clientInfo, createSampleTransport, grace } = this.#ports;
    return new ConnectAttempt(limit, {
      prepare: () => this.#prepare(),
      now: clock,
      clientInfo,
      createSampleTransport,
      grace,
      onOutput: (stream, text) => this.log.add(stream, text),
      onStep: (step) => {
        if (step === 'spawning') this.log.markStart();
        this.#step(since, step);
      },
      onNote: (text) => this.log.add('patchbay', text),
    });
  }

  async #prepare(): Promise<PreparedServer> {
    const prepared = await prepareServer(this.#config, this.#ports.runtimes);
    this.#secrets = secretsOf(prepared.config);
    return prepared;
  }

  async #verify(session: Session, attempt: ConnectAttempt): Promise<void> {
    const { client } = session;
    client.onerror = (error) => this.#remark(error.message);
    client.onclose = () => this.#ended(session);
    const remembered = this.#verdict?.kind === 'modern';
    // With a remembered verdict nothing has travelled yet: without tools to list, something else must.
    if (remembered && !session.hasTools) await client.discover({ timeout: LIST_MS });
    // Watching begins before the list is read, so that no change falls between the two.
    let changed = false;
    const refresh = () => {
      changed = true;
      if (session === this.#session) void this.refreshTools().catch((error: unknown) => this.log.add('patchbay', String(error)));
    };
    this.#stopWatching();
    this.#stopWatching = watchToolList(session, { onChange: refresh, onNote: (text) => this.#remark(text) });
    const list = await session.listTools(LIST_MS, this.#ports.clock);
    if (attempt !== this.#attempt || this.#disconnecting) throw new AppError('cancelled');
    this.#session = session;
    this.#verdict = session.verdict;
    this.#set(connectedState(session, list, this.#ports.clock()));
    this.#setTools(list.tools);
    if (changed) refresh();
  }

  #silence(attempt: ConnectAttempt, limit: number): AppError {
    if (attempt.link?.failure) return attempt.link.failure;
    if (attempt.link?.onlyNoise)
      return new AppError('not_mcp', { target: this.#target }, { technical: this.log.tail(TAIL_LINES).join('\n') });
    return new AppError('connect_timeout', { seconds: inSeconds(limit) });
  }

  #failedToConnect(attempt: ConnectAttempt, error: unknown): void {
    const { link } = attempt;
    if (link) this.#ending = link.close();
    this.#session = null;
    this.#leave();
    if (this.#disconnecting) {
      this.#set({ kind: 'disconnected' });
      return;
    }
    // What was remembered may be out of date.
    this.#verdict = null;
    const failure = classifyConnectError(error, this.#context(link));
    if (failure.code === 'sign_in_needed') this.#set({ kind: 'needsAuth', error: failure.toData() });
    else this.#fail(failure, link?.exit ?? null);
  }

  async #disconnect(): Promise<ServerState> {
    this.#attempt?.stop();
    await this.#connecting;
    const session = this.#session;
    this.#leave();
    if (session) {
      this.#ending = session.link.close();
      await this.#ending;
      this.log.add('patchbay', 'Disconnected.');
    }
    await this.#ending;
    this.#session = null;
    this.#set({ kind: 'disconnected' });
    return this.#state;
  }

  /** The transport closed; unless we closed it, the connection is lost. */
  #ended(session: Session): void {
    if (session !== this.#session || this.#disconnecting) return;
    this.#lose(session, connectionLost(this.#context(session.link)));
  }

  #lose(session: Session, error: AppError): void {
    if (session !== this.#session) return;
    this.#leave();
    this.#session = null;
    this.#ending = session.link.close();
    this.#fail(error, session.link.exit);
  }

  #leave(): void {
    this.#stopWatching();
    this.#stopWatching = () => {};
    clearTimeout(this.#announceTimer);
    this.#announceTimer = undefined;
    this.#setTools([]);
  }

  #callFailed(session: Session, error: unknown): AppError {
    const failure = classifyCallError(error, this.#context(session.link));
    if (endsConnection(failure, error)) this.#lose(session, failure);
    return failure;
  }

  #standing(): Session {
    if (!this.#session || this.#state.kind !== 'connected') throw new AppError('not_connected');
    return this.#session;
  }

  #applyTools(session: Session, list: ToolList): void {
    if (session !== this.#session || this.#state.kind !== 'connected') return;
    const { latencyMs } = session;
    this.#set({
      ...this.#state,
      toolCount: list.tools.length,
      rejectedTools: list.rejected,
      latencyMs,
      lastSuccessAt: this.#ports.clock(),
    });
    this.#setTools(list.tools);
  }

  #succeeded(session: Session): void {
    if (session !== this.#session || this.#state.kind !== 'connected') return;
    this.#state = { ...this.#state, lastSuccessAt: this.#ports.clock() };
    const wait = this.#announced + ANNOUNCE_MS - this.#ports.clock();
    if (wait <= 0) this.#set(this.#state);
    else this.#announceTimer ??= setTimeout(() => this.#set(this.#state), Math.min(wait, ANNOUNCE_MS));
  }

  #setTools(tools: Tool[]): void {
    if (tools.length === 0 && this.#tools.length === 0) return;
    this.#tools = tools;
    this.#ports.onTools(tools);
  }

  #step(since: number, step: ConnectStep): void {
    if (!this.#disconnecting) this.#set({ kind: 'connecting', since, step });
  }

  /** Logs words of the server or the SDK. */
  #remark(text: string): void {
    this.log.add('patchbay', redact(text, this.#secrets).slice(0, LOG_CHARS));
  }

  #note(note: string): void {
    if (this.#state.kind === 'connecting') this.#set({ ...this.#state, note });
  }

  #fail(error: AppError, exit: ExitInfo | null): void {
    const told = exit === null || error.message.includes(exitText(exit));
    this.log.add('patchbay', told ? error.message : `${error.message} (${exitText(exit)})`);
    this.#set({ kind: 'failed', at: this.#ports.clock(), error: error.toData(), exit });
  }

  #set(state: ServerState): void {
    clearTimeout(this.#announceTimer);
    this.#announceTimer = undefined;
    this.#announced = this.#ports.clock();
    this.#state = state;
    this.#ports.onState(state);
  }

  get #target(): string {
    const config = this.#config;
    if (config.kind === 'stdio') return config.command;
    return config.kind === 'remote' ? new URL(config.url).host : 'the sample server';
  }

  #context(link: Link | null): FailureContext {
    return {
      target: this.#target,
      exit: link?.exit ?? null,
      output: this.log.tail(TAIL_LINES),
      facts: link?.facts ?? null,
      hasSession: link?.transport.sessionId !== undefined,
      failure: link?.failure ?? null,
      secrets: this.#secrets,
    };
  }
}
