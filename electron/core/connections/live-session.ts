import { DEFAULT_LIMITS } from '../../../shared/contract/constants.ts';
import type { ServerLimits, Tool } from '../../../shared/contract/model.ts';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { asksForAccess, doubtsConnection, endsConnection, lostSession } from './failure-meaning.ts';
import { HealthWatch, type Sign } from './health-watch.ts';
import type { Pacing } from './pacing.ts';
import { type BoundedCall, isTimeout, type Session } from './session.ts';
import type { ToolList } from './tool-list.ts';
import { watchToolList } from './tool-list-watch.ts';

export interface LivePorts {
  now: () => number;
  pacing: Pacing;
  limits: () => ServerLimits;
  /** Whether anybody looks: otherwise the server is asked less often whether it is there. */
  visible: () => boolean;
  /** A failure of this session in the words of shared/errors.ts. */
  explain: (error: unknown) => AppError;
  onList: (list: ToolList) => void;
  onSuccess: () => void;
  onLost: (error: AppError) => void;
  onRemark: (text: string) => void;
  onProblem: (error: AppError) => void;
}

/** After a stream broke, in ms: whatever else broke with it, such as a request, knows better what happened. */
const BROKE_MS = 200;
/** Failures of a question that are answers of a server that is there. */
const ANSWERS: readonly ErrorCode[] = ['server_error', 'too_large', 'scope_needed'];
/** What is under way when a server turns out to be gone fails by itself within this, in ms, and tells whether it was sent. */
const FAILS_MS = 1_000;

/** A session from its negotiation to its end: its requests, the changes that it tells of, and whether it is still there. */
export class LiveSession {
  readonly session: Session;
  readonly #ports: LivePorts;
  readonly #stopWatching: () => void;
  #health: HealthWatch | null = null;
  #requests = 0;
  #ended = false;
  /** Why it was over before it stood. */
  #over: AppError | null = null;
  /** The list of tools that is being read, and whether it changed meanwhile. */
  #listing: Promise<ToolList> | null = null;
  #changed = false;
  #doubtedAt = Number.NEGATIVE_INFINITY;
  /** Asks soon whether the server is there. */
  #doubting: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(session: Session, ports: LivePorts) {
    this.session = session;
    this.#ports = ports;
    const { client } = session;
    client.onerror = (error) => {
      ports.onRemark(error.message);
      this.#doubt();
    };
    client.onclose = () => this.#lost(ports.explain(new AppError('connection_lost')));
    // Watching begins before the list is read, so that no change falls between the two.
    this.#stopWatching = watchToolList(session, {
      pauses: ports.pacing.listenMs,
      onChange: () => this.refresh(),
      onNote: ports.onRemark,
      onEnd: () => this.#doubt(),
    });
  }

  /** Lists the tools; from now on the server is asked now and then whether it is there. Throws what the SDK throws. */
  async verify(remembered: boolean): Promise<ToolList> {
    // With a remembered verdict nothing has travelled yet: without tools to list, something else must.
    if (remembered && !this.session.hasTools) await this.session.ping(this.#listMs);
    return this.#read();
  }

  /** To be called when the connection stands. */
  stand(): void {
    const { now, pacing, visible } = this.#ports;
    this.#health = new HealthWatch({
      now,
      everyMs: () => (visible() ? pacing.probeMs : pacing.hiddenProbeMs),
      busy: () => this.#requests > 0,
      ask: () => this.#sign(this.session.ping(pacing.probeLimitMs)),
      askForTools: this.session.hasTools ? () => this.#sign(this.session.firstTools(pacing.probeLimitMs)) : null,
      onLost: (error) => this.#gone(error),
    });
    if (this.#over) this.#ports.onLost(this.#over);
    else if (this.#changed) this.refresh();
    if (this.#doubting) this.#askAfterDoubt();
  }

  /** Reads the list of tools once more. Throws AppError. */
  async list(): Promise<ToolList> {
    try {
      return await this.#track(this.#read());
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** The same in the background; several at once are one, and one more where the list changed while it was read. */
  refresh(): void {
    this.#changed = true;
    if (this.#listing || !this.#health || this.#ended) return;
    this.#changed = false;
    void this.list()
      .then((list) => this.#ports.onList(list))
      .catch((error: unknown) => this.#ports.onRemark(String(error)))
      .finally(() => {
        if (this.#changed) this.refresh();
      });
  }

  /** Runs a tool. Throws AppError. */
  async call(name: string, args: Record<string, unknown>, tool: Tool | undefined, options: BoundedCall): Promise<Record<string, unknown>> {
    try {
      return await this.#track(this.session.callTool(name, args, tool, options));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Asks the server now whether it is there. A local one that works on a request is left in peace. */
  check(): void {
    if (this.#requests === 0 || this.session.link.kind !== 'stdio') this.#health?.check();
  }

  presenceChanged(): void {
    this.#health?.reschedule();
  }

  /** Nothing is told any more. The link is the caller's to close. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#doubting);
    this.#stopWatching();
    this.#health?.end();
  }

  #read(): Promise<ToolList> {
    this.#listing ??= this.session.listTools(this.#listMs, this.#ports.now).finally(() => {
      this.#listing = null;
    });
    return this.#listing;
  }

  async #track<T>(request: Promise<T>): Promise<T> {
    this.#requests += 1;
    try {
      const result = await request;
      this.#heard();
      return result;
    } finally {
      this.#requests -= 1;
    }
  }

  #failed(error: unknown): AppError {
    const failure = this.#explained(error);
    if (this.#ended) return failure;
    if (failure.code === 'server_error') this.#heard();
    if (doubtsConnection(failure)) this.#ports.onProblem(failure);
    if (endsConnection(failure, error)) this.#lost(failure);
    else if (doubtsConnection(failure)) this.check();
    return failure;
  }

  /** The server answered, with a result or an error. */
  #heard(): void {
    if (this.#ended) return;
    this.#health?.heard();
    this.#ports.onSuccess();
  }

  async #sign(question: Promise<void>): Promise<Sign> {
    try {
      await question;
      this.#ports.onSuccess();
      return { kind: 'alive' };
    } catch (error) {
      const failure = this.#explained(error);
      if (ANSWERS.includes(failure.code)) {
        this.#ports.onSuccess();
        return { kind: 'alive' };
      }
      if (isTimeout(error)) return { kind: 'doubt', error: new AppError('no_answer') };
      return { kind: failure.code === 'session_lost' || asksForAccess(failure) ? 'gone' : 'doubt', error: failure };
    }
  }

  /** A stream of a remote server broke: often the first sign that it is gone, long before it is asked. */
  #doubt(): void {
    const { kind } = this.session.link;
    if ((kind !== 'http' && kind !== 'sse') || this.#doubting || this.#ended) return;
    const { doubtMs } = this.#ports.pacing;
    const since = performance.now() - this.#doubtedAt;
    this.#doubting = setTimeout(() => this.#askAfterDoubt(), Math.max(BROKE_MS, doubtMs - since)).unref();
  }

  /** Before it stands, the list of tools shows whether the server is there; what broke then is asked after as soon as it stands. */
  #askAfterDoubt(): void {
    if (!this.#health) return;
    clearTimeout(this.#doubting);
    this.#doubting = undefined;
    this.#doubtedAt = performance.now();
    this.check();
  }

  #gone(error: AppError): void {
    if (this.#requests === 0) this.#lost(error);
    else this.#timer = setTimeout(() => this.#lost(error), FAILS_MS).unref();
  }

  #explained(error: unknown): AppError {
    return lostSession(this.session, error) ? new AppError('session_lost', {}, { cause: error }) : this.#ports.explain(error);
  }

  #lost(error: AppError): void {
    if (!this.#health) this.#over ??= error;
    else if (!this.#ended) this.#ports.onLost(error);
  }

  get #listMs(): number {
    return this.#ports.limits().listMs ?? DEFAULT_LIMITS.listMs;
  }
}
