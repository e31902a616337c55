import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import spawn from 'cross-spawn';
import type { ExitInfo, StdioConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Launch } from '../runtime/runtimes.ts';
import { megabytes } from './body-limit.ts';
import { readJsonRpcLine } from './json-rpc-line.ts';
import { LineSplitter } from './line-splitter.ts';
import { expandHome, processEnvironment } from './process-environment.ts';
import { rememberTree } from './process-tree.ts';
import { SendBacklog } from './send-backlog.ts';
import { ProcessStop, STOP_GRACE, type StopGrace } from './stop-process.ts';

/** Most bytes of one JSON-RPC message. */
const MESSAGE_LIMIT = 256 * 1024 * 1024;
/** Most bytes that may wait for the process to read them, before the next message. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;
/** Most bytes of one line of output in the log. */
const LOG_LINE_LIMIT = 8 * 1024;
/** How long output may still arrive after the process ended, in ms; a surviving grandchild can hold the pipe open. */
const DRAIN_MS = 500;
/** How long after a broken pipe the news of the exit may come, in ms. */
const EXIT_NEWS_MS = 300;
/** Requests that only clients send: a process that sends one is echoing its input, as `cat` does. */
const CLIENT_ONLY = new Set(['server/discover', 'initialize']);

export interface StdioTransportOptions {
  now: () => number;
  onOutput: (stream: 'stderr' | 'stdout', text: string) => void;
  /** What is started, where it was looked for before: instead of the command, folder and PATH of the definition. */
  launch?: Launch | undefined;
  grace?: StopGrace | undefined;
  messageLimit?: number;
  backlogLimit?: number;
}

/**
 * A server as a child process that leads its own process group, spoken to over stdin and stdout
 * (MCP 2025-11-25, Transports, stdio). Whatever is no message goes to the log and disturbs nothing.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T) => void;

  /** How the process ended; null while it runs. */
  exit: ExitInfo | null = null;
  /** The same, but only when nobody had asked it to end. */
  exitUnasked: ExitInfo | null = null;
  /** Why the transport gave up by itself: spawn errors, not_mcp, too_large, connection_lost. */
  failure: AppError | null = null;
  /** Whether any JSON-RPC message, or any other output on stdout, has arrived. */
  heard = { message: false, noise: false };

  readonly #config: StdioConfig;
  readonly #options: StdioTransportOptions;
  readonly #unsent = new Set<(error: Error) => void>();
  #child: ChildProcess | undefined;
  #backlog = new SendBacklog(null);
  #exitNews: NodeJS.Timeout | undefined;
  #stop: ProcessStop | undefined;
  #starting: Promise<void> | undefined;
  #stopAsked = false;
  #closed = false;
  /** Settles when the process has ended and its output is read; at once while there is no process. */
  #over: Promise<void> = Promise.resolve();
  #isOver: () => void = () => {};
  #drain: NodeJS.Timeout | undefined;

  constructor(config: StdioConfig, options: StdioTransportOptions) {
    this.#config = config;
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The SDK takes a transport with `pid` and `stderr` as stdio and probes it in place. */
  get stderr(): Readable | null {
    return this.#child?.stderr ?? null;
  }

  /** Starts the process; a second call joins the first. Rejects: folder_not_found, command_not_found, command_not_executable. */
  start(): Promise<void> {
    this.#starting ??= this.#closed ? Promise.reject(new AppError('cancelled')) : this.#spawn();
    return this.#starting;
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (this.#closed || this.exit || !stdin) return Promise.reject(new AppError('connection_lost'));
    if (this.#backlog.bytes > (this.#options.backlogLimit ?? BACKLOG_LIMIT)) {
      this.#giveUp(new AppError('connection_lost', {}, { technical: 'The server does not read what is sent to it' }));
      return Promise.reject(new AppError('connection_lost'));
    }
    const line = `${JSON.stringify(message)}\n`;
    const written = this.#backlog.add(line.length, !('method' in message));
    return new Promise((resolve, reject) => {
      // The write's own callback never comes when the child dies while the pipe is full.
      this.#unsent.add(reject);
      stdin.write(line, (error) => {
        written();
        if (error) {
          this.#awaitExitNews(error);
          return;
        }
        this.#unsent.delete(reject);
        resolve();
      });
    });
  }

  /**
   * Ends the process and all of its group in stages; resolves when nothing of it runs and its output is read. What waits
   * for an answer fails at once. Joins a stop under way.
   */
  async close(): Promise<void> {
    this.#stopAsked = true;
    this.#finish();
    await this.#starting?.catch(() => {});
    await this.#stop?.stop();
    await this.#outputRead();
  }

  /** Ends the process group without waiting for it to end by itself. */
  async kill(): Promise<void> {
    this.#stopAsked = true;
    this.#finish();
    await this.#stop?.force();
    await this.#outputRead();
  }

  async #spawn(): Promise<void> {
    const { args } = this.#config;
    const { command, cwd, env } = this.#options.launch ?? asWritten(this.#config);
    // Spawning reports a missing folder as if the command were missing.
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) throw this.#failed(new AppError('folder_not_found', { folder: cwd }));
    let child: ChildProcess;
    try {
      child = spawn(command, args, {
        cwd,
        env,
        stdio: ['pipe', 'pipe', 'pipe'],
        shell: false,
        windowsHide: true,
        detached: process.platform !== 'win32',
      });
    } catch (error) {
      throw this.#failed(spawnError(this.#config.command, error));
    }
    this.#child = child;
    this.#stop = new ProcessStop(child, this.#options.grace ?? STOP_GRACE);
    if (child.pid !== undefined) rememberTree(child.pid);
    this.#listen(child);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(this.#failed(spawnError(this.#config.command, error))));
    });
  }

  #listen(child: ChildProcess): void {
    const limit = this.#options.messageLimit ?? MESSAGE_LIMIT;
    const stdout = new LineSplitter({
      limit,
      onLine: (line) => this.#line(line),
      onOverflow: () => this.#giveUp(new AppError('too_large', { limit: megabytes(limit) })),
    });
    const stderr = new LineSplitter({
      limit: LOG_LINE_LIMIT,
      onLine: (line) => this.#options.onOutput('stderr', line.toString('utf8')),
      onOverflow: (head) => this.#options.onOutput('stderr', `${head.toString('utf8')}…`),
    });
    const backlog = new SendBacklog(child.stdout);
    this.#backlog = backlog;
    const read = (chunk: Buffer) => {
      stdout.push(chunk);
      backlog.chunkRead(chunk.length);
    };
    child.stdout?.on('data', read).on('error', () => {});
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk)).on('error', () => {});
    child.stdin?.on('error', () => {});
    this.#over = new Promise((resolve) => {
      this.#isOver = resolve;
    });
    child.on('exit', (code, signal) => {
      this.exit = { code, signal, at: this.#options.now() };
      if (!this.#stopAsked) this.exitUnasked = this.exit;
      this.#rejectUnsent();
      this.#drain = setTimeout(() => this.#ended(), DRAIN_MS);
    });
    child.on('close', () => {
      stdout.end();
      stderr.end();
      this.#ended();
    });
  }

  async #outputRead(): Promise<void> {
    const limit = new AbortController();
    await Promise.race([this.#over, delay(DRAIN_MS, undefined, { signal: limit.signal }).catch(() => {})]);
    limit.abort();
  }

  /** The leader is gone: whoever is left of its group goes too. */
  #ended(): void {
    clearTimeout(this.#drain);
    void this.#stop?.stop();
    this.#finish();
    this.#isOver();
  }

  #line(bytes: Buffer): void {
    const { message, noise } = readJsonRpcLine(bytes.toString('utf8'));
    if (noise !== '') {
      this.heard.noise = true;
      this.#options.onOutput('stdout', noise.length > LOG_LINE_LIMIT ? `${noise.slice(0, LOG_LINE_LIMIT)}…` : noise);
    }
    if (!message || this.#closed) return;
    if ('method' in message && 'id' in message && CLIENT_ONLY.has(message.method)) {
      this.#giveUp(new AppError('not_mcp', { target: this.#config.command }));
      return;
    }
    this.heard.message = true;
    if ('method' in message) this.onmessage?.(message);
    // The SDK handles notifications a microtask later: without this, an answer would overtake the progress before it.
    else queueMicrotask(() => this.onmessage?.(message));
  }

  #giveUp(error: AppError): void {
    this.#failed(error);
    this.#stopAsked = true;
    this.onerror?.(error);
    void this.#stop?.force();
    this.#finish();
  }

  #failed(error: AppError): AppError {
    this.failure ??= error;
    return error;
  }

  /** A broken pipe comes before the news that the process ended; its exit is the better reason to wait for. */
  #awaitExitNews(error: Error): void {
    if (this.#unsent.size > 0) this.#exitNews ??= setTimeout(() => this.#rejectUnsent(error), EXIT_NEWS_MS);
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    // What is left is read at once: nothing answers it any more.
    this.#backlog.resume();
    this.#rejectUnsent();
    this.onclose?.();
  }

  #rejectUnsent(error: Error = new AppError('connection_lost')): void {
    clearTimeout(this.#exitNews);
    this.#exitNews = undefined;
    for (const reject of this.#unsent) reject(error);
    this.#unsent.clear();
  }
}

function spawnError(command: string, error: unknown): AppError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new AppError('command_not_found', { command }, { cause: error });
  return new AppError('command_not_executable', { command }, { cause: error, technical: `${code ?? 'error'}: ${message}` });
}

/** The definition taken at its word: the system looks for the command. */
function asWritten({ command, cwd, env }: StdioConfig): Launch {
  return { command: expandHome(command), cwd: cwd ? expandHome(cwd) : homedir(), env: processEnvironment(env) };
}
