import {
  Client,
  type Implementation,
  type PriorDiscovery,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client';
import type { ConnectStep, PlainRemote, PlainStdio } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { remoteMode } from '../transports/endpoint.ts';
import { type Answerer, answerQuestions, capabilitiesWith } from './answerer.ts';
import { createLink, type Link, type LinkPorts, type LinkTarget } from './link.ts';
import type { PreparedServer } from './prepare-server.ts';
import { returnRawResults } from './raw-result.ts';
import { Session } from './session.ts';

/** A local server that is silent for so long after `server/discover` is taken to be of the older era, in ms. */
const STDIO_PROBE_MS = 10_000;
/** Answers after which the older HTTP with SSE is tried (MCP 2025-11-25, Transports, Backwards compatibility). */
const OLD_SERVER_STATUS: readonly number[] = [400, 404, 405];
/** The revision with which the modern era begins. */
const MODERN_ERA = '2026-07-28';
/** What is known of a server without asking; HTTP with SSE is older than the modern era. */
const OLDER: PriorDiscovery = { kind: 'legacy' };
/** A shell's exit codes for a command that cannot be run or was not found: starting it again would not help. */
const SHELL_FAILED: readonly (number | null)[] = [126, 127];

export interface AttemptPorts extends LinkPorts {
  /** The definition as it is used. May throw whatever connecting may. */
  prepare: () => Promise<PreparedServer>;
  clientInfo: Implementation;
  answerer: Answerer | null;
  onStep: (step: ConnectStep) => void;
  onNote: (text: string) => void;
}

/** One try to reach a server: it may start more than one link, but only one at a time. */
export class ConnectAttempt {
  readonly #ports: AttemptPorts;
  readonly #limitMs: number;
  #prepared: PreparedServer | undefined;
  #link: Link | null = null;
  #stopped = false;
  #rejectRun: () => void = () => {};

  constructor(limitMs: number, ports: AttemptPorts) {
    this.#limitMs = limitMs;
    this.#ports = ports;
  }

  /** The link in use, also after a failure: it knows why. */
  get link(): Link | null {
    return this.#link;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /**
   * Negotiates over a fresh link and uses the session. `prior` is what an earlier attempt found out, `remote` the way on which it
   * did. Throws whatever went wrong.
   */
  run<T>(prior: PriorDiscovery | null, remote: 'http' | 'sse' | null, use: (session: Session) => Promise<T>): Promise<T> {
    // Closing a transport does not end every wait inside the SDK, such as that for the endpoint of an SSE stream.
    const stopped = new Promise<never>((_, reject) => {
      this.#rejectRun = () => reject(new AppError('cancelled'));
    });
    return Promise.race([this.#run(prior, remote).then(use), stopped]);
  }

  async #run(prior: PriorDiscovery | null, remote: 'http' | 'sse' | null): Promise<Session> {
    this.#prepared ??= await this.#ports.prepare();
    const { config } = this.#prepared;
    if (config.kind === 'stdio') return this.#runStdio(config, prior);
    if (config.kind === 'sample') return this.#negotiate(config, prior);
    const mode = remoteMode(config);
    if (mode === 'sse' || (mode === 'auto' && remote === 'sse')) return this.#negotiate({ ...config, mode: 'sse' }, OLDER);
    return mode === 'auto' ? this.#runAuto(config, prior) : this.#negotiate({ ...config, mode }, prior);
  }

  /** Ends the attempt: `run` rejects with cancelled. */
  stop(): void {
    this.#stopped = true;
    this.#rejectRun();
    void this.#link?.kill();
  }

  async #runStdio(config: PlainStdio, prior: PriorDiscovery | null): Promise<Session> {
    try {
      return await this.#negotiate(config, prior);
    } catch (error) {
      if (this.#stopped || prior !== null) throw error;
      if (this.#diedOfTheProbe(error)) {
        this.#ports.onNote('The server ended at the first request; starting it again in the older protocol.');
        return this.#negotiate(config, OLDER);
      }
      if (!missedTheProbe(error)) throw error;
      this.#ports.onNote('The server was not ready for the first request; starting it again to ask what it speaks.');
      return this.#negotiate(config, null);
    }
  }

  #diedOfTheProbe(error: unknown): boolean {
    const exit = this.#link?.exit;
    if (!exit || SHELL_FAILED.includes(exit.code)) return false;
    return error instanceof SdkError && error.code === SdkErrorCode.EraNegotiationFailed;
  }

  async #runAuto(config: PlainRemote, prior: PriorDiscovery | null): Promise<Session> {
    try {
      return await this.#negotiate({ ...config, mode: 'http' }, prior);
    } catch (error) {
      const first = this.#link;
      const status = first?.facts?.status ?? 0;
      if (this.#stopped || !OLD_SERVER_STATUS.includes(status)) throw error;
      await first?.close();
      this.#ports.onNote(`Streamable HTTP was answered with HTTP ${status}; trying SSE.`);
      try {
        return await this.#negotiate({ ...config, mode: 'sse' }, OLDER);
      } catch (second) {
        if (wantsAccess(this.#link) || this.#stopped) throw second;
        this.#link = first;
        throw error;
      }
    }
  }

  async #negotiate(target: LinkTarget, prior: PriorDiscovery | null): Promise<Session> {
    const previous = this.#link;
    await previous?.close();
    if (this.#stopped) throw new AppError('cancelled');
    const link = createLink(target, this.#prepared?.launch ?? null, this.#ports);
    this.#link = link;
    if (link.kind === 'stdio') {
      this.#ports.onStep('spawning');
      await link.transport.start();
      this.#ports.exits.started();
    }
    this.#ports.onStep('negotiating');
    const probe = link.kind === 'stdio' ? { timeoutMs: Math.min(STDIO_PROBE_MS, this.#limitMs / 2) } : {};
    const { clientInfo, answerer } = this.#ports;
    const client = new Client(clientInfo, { capabilities: capabilitiesWith(answerer), versionNegotiation: { mode: 'auto', probe } });
    answerQuestions(client, answerer);
    try {
      await client.connect(link.transport, { timeout: this.#limitMs, ...(prior === null ? {} : { prior }) });
    } catch (error) {
      await link.close();
      throw knowsNoHandshake(error) ? new AppError('version_unsupported', {}, { cause: error }) : error;
    }
    returnRawResults(client, link.transport, prior !== null);
    return new Session(client, link);
  }
}

/** Whether the server asked for credentials, or there were none to be had: then it is there. */
function wantsAccess(link: Link | null): boolean {
  return [401, 403].includes(link?.facts?.status ?? 0) || link?.facts?.error instanceof AppError;
}

/** Whether a server that was too slow for the first request, as while it is installed, says to the older one that it is of the modern era. */
function missedTheProbe(error: unknown): boolean {
  return error instanceof UnsupportedProtocolVersionError && error.supported.some((version) => version >= MODERN_ERA);
}

/** `initialize` is tried last: a server without it speaks only versions that are not known here. */
function knowsNoHandshake(error: unknown): boolean {
  return error instanceof ProtocolError && error.code === ProtocolErrorCode.MethodNotFound;
}
