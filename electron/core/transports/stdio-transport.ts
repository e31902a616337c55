import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/client';
import type { ExitInfo, PlainStdio } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { MESSAGE_LIMIT, megabytes } from '../messages/body-limit.ts';
import { deliver } from '../messages/deliver.ts';
import { LineSplitter } from '../messages/line-splitter.ts';
import { MessageReader } from '../messages/message-reader.ts';
import { rememberTree } from '../processes/process-tree.ts';
import type { StartRecords } from '../processes/start-records.ts';
import { ProcessStop, STOP_GRACE, type StopGrace } from '../processes/stop-process.ts';
import type { Launch } from '../runtime/runtimes.ts';
import { SendBacklog } from './send-backlog.ts';
import { spawnError, spawnServer } from './spawn-server.ts';
import type { WireLog } from './wire-log.ts';

/** Most bytes that may wait for the process to read them, before the next message. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;
/** Most bytes of one line of output in the log. */
const LOG_LINE_LIMIT = 8 * 1024;
/** How long output may still arrive after the process ended, in ms; a surviving grandchild can hold the pipe open. */
const DRAIN_MS = 500;
/** How long after the end of a pipe the news of the exit may come, in ms. */
const EXIT_NEWS_MS = 300;
/** Requests that only clients send: a process that sends one is echoing its input, as `cat` does. */
const CLIENT_ONLY = new Set(['server/discover', 'initialize']);
/** How a language server begins its messages: it may be heard by chance, but what it sends has another frame. */
const OTHER_FRAME = /^Content-Length: \d+\s*$/m;
/** Calls whose answer is known as such; a server that owes more of them gets its answers read like others. */
const KEEP_CALLS = 10_000;

export interface StdioTransportOptions {
  now: () => number;
  onOutput: (stream: 'stderr' | 'stdout', text: string) => void;
  /** What is started, where it was looked for before: instead of the command, folder and PATH of the definition. */
  launch?: Launch | undefined;
  grace?: StopGrace | undefined;
  /** Most bytes of one message, instead of 256 MB. */
  messageLimit?: number | undefined;
  backlogLimit?: number;
  /** Where every message is noted. */
  wire?: WireLog | undefined;
  /** Where the process is noted for the next start of Patchbay, should this one not live to end it. */
  records?: StartRecords | undefined;
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
  /** Why the transport gave up by itself: spawn errors, not_mcp, too_large, connection_lost, internal. */
  failure: AppError | null = null;
  /** Whether any JSON-RPC message in the frame of MCP, or any other output on stdout, has arrived. */
  heard = { message: false, noise: false };

  readonly #config: PlainStdio;
  readonly #options: StdioTransportOptions;
  readonly #unsent = new Set<(error: Error) => void>();
  /** Ids of calls without an answer: their answers may be large, and are then shown in part. */
  readonly #calls = new Set<RequestId>();
  #otherFrame = false;
  #reader: MessageReader | undefined;
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

  constructor(config: PlainStdio, options: StdioTransportOptions) {
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

  /** Starts the process; a second call joins the first. Rejects: folder_not_found, command_not_found, command_not_executable, start_refused. */
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
    this.#note(message, line);
    const written = this.#backlog.add(line.length, !('method' in message));
    return new Promise((resolve, reject) => {
      // The write's own callback never comes when the child dies while the pipe is full.
      this.#unsent.add(reject);
      stdin.write(line, (error) => {
        written();
        if (error) {
          this.#pipeEnded(error.message);
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
    let child: ChildProcess;
    try {
      child = spawnServer(this.#config, this.#options.launch);
    } catch (error) {
      throw this.#failed(error as AppError);
    }
    this.#child = child;
    const { pid } = child;
    this.#stop = new ProcessStop(child, this.#options.grace ?? STOP_GRACE, () => pid !== undefined && this.#options.records?.remove(pid));
    if (pid !== undefined) {
      rememberTree(pid);
      this.#options.records?.add(pid);
    }
    this.#listen(child);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => reject(this.#failed(spawnError(this.#config.command, error))));
    });
  }

  #listen(child: ChildProcess): void {
    const limit = this.#options.messageLimit ?? MESSAGE_LIMIT;
    const stdout = new MessageReader({
      source: child.stdout,
      limit,
      calls: () => this.#calls,
      onMessage: (message, sizeBytes, cut) => this.#receive(message, sizeBytes, cut),
      onNoise: (text) => this.#noise(text),
      onOverflow: () => this.#giveUp(new AppError('too_large', { limit: megabytes(limit) })),
      onFail: (error) => this.#giveUp(error),
    });
    this.#reader = stdout;
    const stderr = new LineSplitter({
      limit: LOG_LINE_LIMIT,
      onLine: (line) => this.#options.onOutput('stderr', line.toString('utf8')),
      onOverflow: (head) => this.#options.onOutput('stderr', `${head.toString('utf8')}…`),
    });
    const backlog = new SendBacklog(child.stdout);
    this.#backlog = backlog;
    const read = (chunk: Buffer) => {
      const { length } = chunk;
      stdout.push(chunk);
      backlog.chunkRead(length);
    };
    child.stdout?.on('data', read).on('error', () => {});
    child.stdout?.on('end', () => void (stdout.working ?? Promise.resolve()).then(() => this.#pipeEnded('The server closed its output')));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk)).on('error', () => {});
    child.stdin?.on('error', () => {});
    this.#over = new Promise((resolve) => {
      this.#isOver = resolve;
    });
    child.on('exit', (code, signal) => {
      this.exit = { code, signal, at: this.#options.now() };
      if (!this.#stopAsked) this.exitUnasked = this.exit;
      clearTimeout(this.#exitNews);
      this.#rejectUnsent();
      this.#awaitOutput(stdout);
    });
    child.on('close', () => {
      stdout.end();
      stderr.end();
      clearTimeout(this.#drain);
      // Its last words may take a while to read.
      if (stdout.working) void stdout.working.then(() => this.#ended());
      else this.#ended();
    });
  }

  /** The process has ended: what it wrote is still read, but nobody waits for ever for a grandchild that keeps the pipe open. */
  #awaitOutput(stdout: MessageReader): void {
    this.#drain = setTimeout(() => {
      if (stdout.working) void stdout.working.then(() => this.#awaitOutput(stdout));
      else this.#ended();
    }, DRAIN_MS);
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

  #note(message: JSONRPCMessage, line: string): void {
    this.#options.wire?.message('out', message, Buffer.byteLength(line) - 1);
    if (!('method' in message && 'id' in message) || message.method !== 'tools/call') return;
    this.#calls.add(message.id);
    const [oldest] = this.#calls;
    if (this.#calls.size > KEEP_CALLS && oldest !== undefined) this.#calls.delete(oldest);
  }

  #noise(text: string): void {
    this.heard.noise = true;
    this.#otherFrame ||= OTHER_FRAME.test(text.slice(-LOG_LINE_LIMIT));
    this.#options.onOutput('stdout', text.length > LOG_LINE_LIMIT ? `${text.slice(0, LOG_LINE_LIMIT)}…` : text);
  }

  #receive(message: JSONRPCMessage, sizeBytes: number, cut: boolean): void {
    this.#options.wire?.message('in', message, sizeBytes, cut);
    if (!('method' in message) && message.id !== undefined) this.#calls.delete(message.id);
    if ('method' in message && 'id' in message && CLIENT_ONLY.has(message.method)) {
      // Among other output it is what a talkative server tells of its input.
      if (!this.heard.noise) this.#giveUp(new AppError('not_mcp', { target: this.#config.command }));
      return;
    }
    this.heard.message = !this.#otherFrame;
    deliver(this, message);
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

  /** This comes before the news that the process ended; its exit is the better reason to wait for. Nothing is heard of one that lives on. */
  #pipeEnded(technical: string): void {
    if (this.#closed || this.exit) return;
    this.#exitNews ??= setTimeout(() => this.#giveUp(new AppError('connection_lost', {}, { technical })), EXIT_NEWS_MS);
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#exitNews);
    this.#reader?.stop();
    // What is left is read at once: nothing answers it any more.
    this.#backlog.resume();
    this.#rejectUnsent();
    this.onclose?.();
  }

  #rejectUnsent(): void {
    for (const reject of this.#unsent) reject(new AppError('connection_lost'));
    this.#unsent.clear();
  }
}
