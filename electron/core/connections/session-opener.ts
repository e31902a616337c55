import type { Implementation, Transport } from '@modelcontextprotocol/client';
import { DEFAULT_LIMITS } from '../../../shared/contract/constants.ts';
import type { ConnectStep, ExitInfo, PlainRemote, ServerLimits, TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { StartRecords } from '../processes/start-records.ts';
import type { StopGrace } from '../processes/stop-process.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import { redact } from '../secrets/redact.ts';
import { inAllForms, longestFirst, secretsOf } from '../secrets/secrets.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';
import type { WireLog } from '../transports/wire-log.ts';
import type { Answerer } from './answerer.ts';
import { classifyConnectError, type FailureContext } from './classify-error.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import type { ExitHistory } from './exit-history.ts';
import { doubtsVerdict } from './failure-meaning.ts';
import { installsFirst } from './launchers.ts';
import type { Link } from './link.ts';
import type { LogBuffer } from './log-buffer.ts';
import { type PreparedServer, prepareServer } from './prepare-server.ts';
import type { SecretSource } from './resolve-values.ts';
import { inSeconds } from './seconds.ts';
import type { ServerKnowledge } from './server-knowledge.ts';
import type { Session } from './session.ts';

/** Lines of output that explain an exit. */
const TAIL_LINES = 30;
const INSTALL_NOTE_MS = 2_000;
const MEGABYTE = 1024 * 1024;
const NONE: readonly string[] = [];

export interface OpenerPorts {
  clock: () => number;
  clientInfo: Implementation;
  createSampleTransport: () => Transport;
  limits: () => ServerLimits;
  wire: WireLog;
  runtimes: Runtimes;
  /** Secrets of this server. */
  secret: SecretSource;
  /** Who signs in at a remote server; null: nobody. */
  authorizer: (config: PlainRemote) => RequestAuthorizer | null;
  /** Who answers the server’s questions; null: nobody. */
  answerer: Answerer | null;
  /** Limit of connecting in ms, instead of the server’s own. */
  connectTimeoutMs?: number | undefined;
  grace?: StopGrace | undefined;
  records?: StartRecords | undefined;
}

/** The parts of a connection that opening adds to. */
export interface OpenerParts {
  log: LogBuffer;
  exits: ExitHistory;
  knowledge: ServerKnowledge;
}

export interface OpenHooks<T> {
  signal: AbortSignal;
  onStep: (step: ConnectStep) => void;
  /** What takes long. */
  onNote: (note: string) => void;
  /** Makes sure that the session is one that can be used. `remembered`: nothing was asked of the server yet. Throws whatever went wrong. */
  verify: (session: Session, remembered: boolean) => Promise<T>;
}

export type Opened<T> =
  | { kind: 'open'; value: T; remembered: boolean }
  | { kind: 'cancelled'; closed: Promise<void> }
  /** `closed` resolves when nothing of the try runs any more. */
  | { kind: 'failed'; error: AppError; exit: ExitInfo | null; closed: Promise<void> };

/** Opens sessions with one server, a try at a time, and says why one failed. */
export class SessionOpener {
  readonly #config: TransportConfig;
  readonly #ports: OpenerPorts;
  readonly #parts: OpenerParts;
  /** Values that no text may show, longest first: those written and those they turned out to be. */
  #secrets: readonly string[];
  #authorizer: RequestAuthorizer | null = null;
  /** What they are made of: of the definition, and of the authorizer, whose list is another one when it changes. Asking costs nothing. */
  #own: readonly string[];
  #tokens: readonly string[] = NONE;
  #attempt: ConnectAttempt | null = null;

  constructor(config: TransportConfig, parts: OpenerParts, ports: OpenerPorts) {
    this.#config = config;
    this.#parts = parts;
    this.#ports = ports;
    this.#own = secretsOf(config);
    this.#secrets = this.#own;
  }

  get secrets(): readonly string[] {
    const tokens = this.#authorizer?.secrets ?? NONE;
    if (tokens !== this.#tokens) this.#hide(this.#own, tokens);
    return this.#secrets;
  }

  /** The link of the try under way. */
  get link(): Link | null {
    return this.#attempt?.link ?? null;
  }

  /** One try. Never rejects; an aborted signal ends it and its process at once. */
  async open<T>(hooks: OpenHooks<T>): Promise<Opened<T>> {
    const limitMs = this.#limitMs;
    const attempt = this.#newAttempt(limitMs, hooks);
    this.#attempt = attempt;
    let timedOut = false;
    const stop = () => attempt.stop();
    hooks.signal.addEventListener('abort', stop, { once: true });
    const deadline = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    const note = installsFirst(this.#config) ? setTimeout(() => hooks.onNote('installing…'), INSTALL_NOTE_MS) : undefined;
    try {
      return { kind: 'open', ...(await this.#establish(attempt, hooks)) };
    } catch (error) {
      const { link } = attempt;
      const closed = link?.close() ?? Promise.resolve();
      if (hooks.signal.aborted) return { kind: 'cancelled', closed };
      const failure = classifyConnectError(timedOut ? this.#silence(link, limitMs) : error, this.context(link));
      this.#doubtVerdict(failure);
      return { kind: 'failed', error: failure, exit: link?.exit ?? null, closed };
    } finally {
      clearTimeout(deadline);
      clearTimeout(note);
      hooks.signal.removeEventListener('abort', stop);
      this.#attempt = null;
    }
  }

  /** What is known where something failed. */
  context(link: Link | null): FailureContext {
    return {
      target: this.#target,
      exit: link?.exit ?? null,
      output: this.#parts.log.tail(TAIL_LINES),
      facts: link?.facts ?? null,
      hasSession: link?.transport.sessionId !== undefined,
      failure: link?.failure ?? null,
      secrets: this.secrets,
    };
  }

  #newAttempt(limitMs: number, { onStep }: OpenHooks<unknown>): ConnectAttempt {
    const { clock, clientInfo, answerer, createSampleTransport, limits, wire, grace, records } = this.#ports;
    const { log, exits } = this.#parts;
    return new ConnectAttempt(limitMs, {
      prepare: () => this.#prepare(),
      authorizer: () => this.#authorizer,
      now: clock,
      clientInfo,
      answerer,
      createSampleTransport,
      grace,
      records,
      wire,
      exits,
      messageLimit: (limits().messageMb ?? DEFAULT_LIMITS.messageMb) * MEGABYTE,
      onOutput: (stream, text) => log.add(stream, redact(text, this.secrets)),
      onStep: (step) => {
        if (step === 'spawning') log.markStart();
        onStep(step);
      },
      onNote: (text) => log.add('patchbay', text),
    });
  }

  #hide(own: readonly string[], tokens: readonly string[]): void {
    this.#own = own;
    this.#tokens = tokens;
    this.#secrets = tokens.length === 0 ? own : longestFirst([...own, ...inAllForms(tokens)]);
  }

  async #prepare(): Promise<PreparedServer> {
    const note = (secrets: readonly string[]) => this.#hide(longestFirst([...this.#own, ...secrets]), this.#tokens);
    const prepared = await prepareServer(this.#config, this.#ports.runtimes, this.#ports.secret, note);
    this.#authorizer = prepared.config.kind === 'remote' ? this.#ports.authorizer(prepared.config) : null;
    this.#hide(longestFirst([...this.#own, ...secretsOf(prepared.config)]), this.#authorizer?.secrets ?? NONE);
    return prepared;
  }

  async #establish<T>(attempt: ConnectAttempt, { onStep, verify }: OpenHooks<T>): Promise<{ value: T; remembered: boolean }> {
    const { knowledge, log } = this.#parts;
    const run = async () => {
      const { verdict, remote } = knowledge;
      const value = await attempt.run(verdict, remote, (session) => {
        onStep('verifying');
        return verify(session, verdict?.kind === 'modern');
      });
      return { value, remembered: verdict !== null };
    };
    try {
      return await run();
    } catch (error) {
      if (attempt.stopped || !this.#doubtVerdict(classifyConnectError(error, this.context(attempt.link)))) throw error;
      log.add('patchbay', 'The server answers otherwise than before; asking again what it speaks.');
      return run();
    }
  }

  /** Forgets what the server spoke before where a failure casts doubt on it; whether it did. */
  #doubtVerdict(failure: AppError): boolean {
    const { verdict } = this.#parts.knowledge;
    if (verdict === null || !doubtsVerdict(failure, verdict.kind)) return false;
    this.#parts.knowledge.forgetVerdict();
    return true;
  }

  #silence(link: Link | null, limitMs: number): AppError {
    if (link?.failure) return link.failure;
    const technical = this.#parts.log.tail(TAIL_LINES).join('\n');
    if (link?.onlyNoise) return new AppError('not_mcp', { target: this.#target }, { technical });
    return new AppError('connect_timeout', { seconds: inSeconds(limitMs) });
  }

  get #limitMs(): number {
    const usual = installsFirst(this.#config) ? DEFAULT_LIMITS.installMs : DEFAULT_LIMITS.connectMs;
    return this.#ports.connectTimeoutMs ?? this.#ports.limits().connectMs ?? usual;
  }

  get #target(): string {
    const config = this.#config;
    if (config.kind === 'stdio') return config.command;
    return config.kind === 'remote' ? new URL(config.url).host : 'the sample server';
  }
}
