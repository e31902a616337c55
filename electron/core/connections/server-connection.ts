import { CALL_TOTAL_FACTOR, DEFAULT_LIMITS } from '../../../shared/contract/constants.ts';
import type { ConnectStep, ServerState, Tool, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { redact } from '../secrets/redact.ts';
import { AnnouncedState } from './announced-state.ts';
import { classifyCallError } from './classify-error.ts';
import { connectedState, listFacts } from './connected-state.ts';
import type { ConnectionPorts } from './connection-ports.ts';
import { ExitHistory } from './exit-history.ts';
import { neverRan } from './failure-meaning.ts';
import type { Link } from './link.ts';
import { LiveSession } from './live-session.ts';
import { LogBuffer } from './log-buffer.ts';
import { RecentErrors } from './recent-errors.ts';
import { Reconnecting } from './reconnecting.ts';
import { safeTools } from './safe-tools.ts';
import { ServerKnowledge } from './server-knowledge.ts';
import type { CallOptions, Session } from './session.ts';
import { SessionOpener } from './session-opener.ts';
import type { ToolList } from './tool-list.ts';

const LOG_CHARS = 500;
const LIVE: readonly ServerState['kind'][] = ['connecting', 'connected', 'reconnecting'];

/** The live side of one server definition: from connect() to disconnect() it wants to be connected, and heals what it can. */
export class ServerConnection {
  readonly log: LogBuffer;
  readonly exits = new ExitHistory();
  readonly errors: RecentErrors;
  readonly knowledge: ServerKnowledge;
  readonly #ports: ConnectionPorts;
  readonly #opener: SessionOpener;
  readonly #state: AnnouncedState;
  readonly #reconnecting: Reconnecting;
  #live: LiveSession | null = null;
  /** Counts what was asked for; a later wish undoes an earlier one. */
  #wish = 0;
  #wanted = false;
  /** The wish that ends it only to begin anew. */
  #restart = 0;
  #trying: Promise<ServerState> | null = null;
  #stopTrying = new AbortController();
  #disconnecting: Promise<ServerState> | null = null;
  /** Links that are being closed; the next start waits for them. */
  #ending: Promise<void>;
  #leaving: Link | null = null;
  /** Whether the connection stands on what was remembered of the server. */
  #remembered = false;

  constructor(config: TransportConfig, ports: ConnectionPorts) {
    const { clock: now, random, pacing, memory, limits, onLog, onTools } = ports;
    this.#ports = ports;
    this.#ending = ports.after ?? Promise.resolve();
    this.log = new LogBuffer(now, onLog);
    this.errors = new RecentErrors(now);
    this.knowledge = new ServerKnowledge({ now, memory, freshMs: pacing.freshMs, onTools });
    this.#opener = new SessionOpener(config, this, ports);
    this.#state = new AnnouncedState(now, ports.onState);
    this.#reconnecting = new Reconnecting({
      now,
      random,
      pacing,
      limit: () => limits().reconnects ?? DEFAULT_LIMITS.reconnects,
      state: this.#state,
      log: this.log,
      onTry: () => void this.#try(),
    });
  }

  get state(): ServerState {
    return this.#state.value;
  }

  /** The link that stands or is being made. */
  get link(): Link | null {
    return this.#live?.session.link ?? this.#opener.link;
  }

  get remembered(): boolean {
    return this.#live !== null && this.#remembered;
  }

  /** Values that no text about this server may show. */
  get secrets(): readonly string[] {
    return this.#opener.secrets;
  }

  /** Whether something is there, or is tried for, that a change of the computer or its network could concern. */
  get alert(): boolean {
    return this.#wanted && (this.#reconnecting.gaveUp || this.state.kind === 'connected' || this.state.kind === 'reconnecting');
  }

  /** Whether it is connected or being tried, and is to stay so: one that is being disconnected is not. */
  get live(): boolean {
    return (this.#wanted || this.#restart === this.#wish) && LIVE.includes(this.state.kind);
  }

  /** Whether connect() would begin something. */
  get idle(): boolean {
    const waits = this.#wanted && this.#disconnecting !== null;
    return !waits && this.#trying === null && ['disconnected', 'failed', 'needsAuth'].includes(this.state.kind);
  }

  /**
   * Connects and returns the state it reached; joins a try under way, and tries at once where the next one waits. A first try
   * that fails is not repeated: connected, needsAuth, failed, or disconnected when it was cancelled.
   */
  connect(): Promise<ServerState> {
    this.#wish += 1;
    this.#wanted = true;
    if (this.#disconnecting) return this.#disconnecting.then((state) => (this.#wanted ? this.connect() : state));
    if (this.#live) return Promise.resolve(this.state);
    if (this.state.kind !== 'reconnecting' && !this.#trying) this.#reconnecting.reset();
    return this.#try();
  }

  /** Disconnects, also while connecting, and returns when nothing of the process runs. A second call while it works forces the end. */
  disconnect(): Promise<ServerState> {
    this.#wish += 1;
    this.#wanted = false;
    if (this.#disconnecting) {
      void (this.#live?.session.link ?? this.#leaving)?.kill();
      return this.#disconnecting;
    }
    this.#disconnecting = this.#disconnect().finally(() => {
      this.#disconnecting = null;
    });
    return this.#disconnecting;
  }

  /** Ends what runs and connects anew, unless something else is asked for meanwhile; returns the state it reached. */
  async restart(): Promise<ServerState> {
    const ended = this.disconnect();
    const wish = this.#wish;
    this.#restart = wish;
    const state = await ended;
    return wish === this.#wish || this.#wanted ? this.connect() : state;
  }

  /** Asks for the tools again. Throws not_connected and what calls throw. */
  async refreshTools(): Promise<Tool[]> {
    const live = this.#standing();
    this.#applyTools(live, this.#safe(await live.list()));
    return this.knowledge.tools;
  }

  /** To be called when somebody looks at the tools: a list whose time has passed is asked for again. */
  look(): void {
    if (this.knowledge.due) this.#live?.refresh();
  }

  /**
   * Runs a tool; the result is the server's own object. A request that provably ran nowhere is sent once more when the connection
   * stands again soon. Throws not_connected, cancelled, call_timeout, server_error, connection_lost, …
   */
  async call(name: string, args: Record<string, unknown>, options: CallOptions): Promise<Record<string, unknown>> {
    const began = performance.now();
    const total = options.totalMs ?? this.#ports.limits().callTotalMs ?? options.timeoutMs * CALL_TOTAL_FACTOR;
    const onProgress: CallOptions['onProgress'] = ({ message, ...progress }) =>
      options.onProgress({ ...progress, ...(message === undefined ? {} : { message: redact(message, this.secrets) }) });
    const call = (live: LiveSession) => {
      const tool = this.knowledge.tools.find((each) => each.name === name);
      // The waiting between two tries counts.
      return live.call(name, args, tool, { ...options, onProgress, totalMs: Math.max(0, Math.ceil(total - (performance.now() - began))) });
    };
    try {
      return await call(this.#standing());
    } catch (error) {
      if (!(error instanceof AppError) || !neverRan(error) || options.signal.aborted) throw error;
      await this.#state.settled(Math.min(options.timeoutMs, this.#ports.pacing.healMs), options.signal);
      if (options.signal.aborted) throw new AppError('cancelled');
      if (!this.#live || this.#disconnecting) throw error;
      this.#remark(`${error.message}; the call of “${name}” did not run and is sent again.`);
      return call(this.#live);
    }
  }

  /** The computer slept, or its network changed: what stands is looked at, what waits is tried. */
  recheck(): void {
    if (this.#live) this.#live.check();
    else if (this.alert && !this.#disconnecting && !this.#trying) {
      if (this.#reconnecting.gaveUp) this.#reconnecting.resume();
      else void this.#try();
    }
  }

  presenceChanged(): void {
    this.#live?.presenceChanged();
  }

  #try(): Promise<ServerState> {
    this.#reconnecting.endWait();
    this.#trying ??= this.#tryOnce().finally(() => {
      this.#trying = null;
    });
    return this.#trying;
  }

  async #tryOnce(): Promise<ServerState> {
    this.#stopTrying = new AbortController();
    const { signal } = this.#stopTrying;
    const since = this.#ports.clock();
    const before = this.state;
    const again = before.kind === 'reconnecting';
    const onStep = (step: ConnectStep) => {
      if (!again && !signal.aborted) this.#state.set({ kind: 'connecting', since, step });
    };
    const onNote = (note: string) => {
      if (this.state.kind === 'connecting' && !signal.aborted) this.#state.set({ ...this.state, note });
    };
    if (again) this.#state.set({ ...before, retryAt: null });
    onStep('resolving');
    await this.#ending;
    const onWait = () => {
      if (again) this.#state.set({ ...before, retryAt: since });
      else onNote('waiting for its turn');
    };
    const leave = await this.#ports.starts.enter(signal, onWait);
    if (!leave) return this.#cancelled();
    if (this.state.kind === 'reconnecting' && this.state.retryAt !== null) this.#state.set({ ...this.state, retryAt: null });
    const verify = (session: Session, remembered: boolean) => this.#verify(session, remembered, signal);
    const opened = await this.#opener.open({ signal, onStep, onNote, verify });
    if (opened.kind !== 'open') this.#ending = opened.closed;
    // What is still being ended takes a place as well.
    void this.#ending.then(leave);
    if (opened.kind === 'open') this.#stand(opened.value.live, opened.value.list, opened.remembered);
    else if (opened.kind === 'cancelled') return this.#cancelled();
    else {
      this.errors.add(opened.error);
      if (again) this.#reconnecting.after(opened.error, opened.exit);
      else this.#reconnecting.stop(opened.error, opened.exit);
    }
    return this.state;
  }

  async #cancelled(): Promise<ServerState> {
    await this.#ending;
    this.#state.set({ kind: 'disconnected' });
    return this.state;
  }

  async #verify(session: Session, remembered: boolean, signal: AbortSignal): Promise<{ live: LiveSession; list: ToolList }> {
    const { clock: now, pacing, limits, visible } = this.#ports;
    const live: LiveSession = new LiveSession(session, {
      now,
      pacing,
      limits,
      visible,
      explain: (error) => classifyCallError(error, this.#opener.context(session.link)),
      onList: (list) => this.#applyTools(live, this.#safe(list)),
      onSuccess: () => this.#state.succeeded(),
      onLost: (error) => this.#lost(live, error),
      onRemark: (text) => this.#remark(text),
      onProblem: (error) => this.errors.add(error),
    });
    try {
      const list = this.#safe(await live.verify(remembered));
      if (signal.aborted) throw new AppError('cancelled');
      return { live, list };
    } catch (error) {
      live.end();
      throw error;
    }
  }

  #stand(live: LiveSession, list: ToolList, remembered: boolean): void {
    this.#live = live;
    this.#reconnecting.stands();
    this.#remembered = remembered;
    this.#state.set(connectedState(live.session, list, this.#ports.clock(), this.secrets));
    this.knowledge.learn(live.session, list, this.secrets);
    live.stand();
  }

  #lost(live: LiveSession, error: AppError): void {
    if (live !== this.#live || this.#disconnecting || this.state.kind !== 'connected') return;
    const stoodMs = this.#ports.clock() - this.state.since;
    const { exit, kind } = live.session.link;
    this.#letGo(live);
    this.errors.add(error);
    this.#reconnecting.lost(stoodMs, error, exit, error.code === 'session_lost' || kind === 'sse');
  }

  async #disconnect(): Promise<ServerState> {
    const since = this.#ports.clock();
    const tell = setTimeout(() => this.#state.set({ kind: 'disconnecting', since }), this.#ports.pacing.slowMs);
    this.#reconnecting.reset();
    this.#stopTrying.abort();
    await this.#trying;
    const live = this.#live;
    if (live) this.#letGo(live);
    await this.#ending;
    clearTimeout(tell);
    this.#leaving = null;
    if (live) this.log.add('patchbay', 'Disconnected.');
    this.#state.set({ kind: 'disconnected' });
    return this.state;
  }

  /** Ends a session and what waits for its answers. */
  #letGo(live: LiveSession): void {
    live.end();
    this.#live = null;
    this.#leaving = live.session.link;
    this.#ending = live.session.link.close().catch((error: unknown) => this.#remark(String(error)));
    this.knowledge.doubtTools();
  }

  #standing(): LiveSession {
    if (!this.#live || this.#disconnecting) throw new AppError('not_connected');
    return this.#live;
  }

  #safe(list: ToolList): ToolList {
    return safeTools(list, this.secrets);
  }

  #applyTools(live: LiveSession, list: ToolList): void {
    if (live !== this.#live) return;
    this.#state.update(listFacts(live.session, list, this.#ports.clock()));
    this.knowledge.learn(live.session, list, this.secrets);
  }

  /** Logs words of the server or the SDK. */
  #remark(text: string): void {
    this.log.add('patchbay', redact(text, this.secrets).slice(0, LOG_CHARS));
  }
}
