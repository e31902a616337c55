import { type ChildProcess, spawn } from 'node:child_process';
import { forgetTree, rememberTree, signalTree } from './process-tree.ts';

/** How long output may still come after the end of the process, in ms: something in its background can hold the pipes open. */
const DRAIN_MS = 200;
/** How long a shell has, in ms, to pass its end on to jobs that it put into groups of their own. */
const HANG_UP_MS = 200;
/** Windows runs scripts such as `npx.cmd` only through its command interpreter. */
const SCRIPT = /\.(cmd|bat)$/i;

export interface RunOptions {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** ms after which the whole process tree is ended */
  limitMs: number;
  /** Bytes of stdout, and of stderr, after which it is ended as well. */
  maxBytes: number;
  /** Whether stdout holds what was asked for: nothing more is waited for, and the process ends in its own time within the limit. */
  enough?: (stdout: string) => boolean;
}

export interface RunOutcome {
  stdout: string;
  stderr: string;
  /** `limit`: it took too long, or said too much; `failed`: it could not be started */
  end: 'exit' | 'enough' | 'limit' | 'failed';
  /** exit code; null when it did not exit by itself */
  code: number | null;
}

/**
 * Runs a program that is asked something: no input, bounded output, a limit, nothing left behind when it does not end in time.
 * Never rejects. On Windows `program` must be a file that was found, not a name: its quotes are ours.
 */
export function runBounded(program: string, args: readonly string[], options: RunOptions): Promise<RunOutcome> {
  const run = new Run(program, args, options);
  return run.outcome;
}

class Run {
  readonly outcome: Promise<RunOutcome>;
  readonly #options: RunOptions;
  readonly #output = { stdout: '', stderr: '' };
  readonly #timers: NodeJS.Timeout[] = [];
  #child: ChildProcess | undefined;
  #stopped = false;
  #resolve: (outcome: RunOutcome) => void = () => {};

  constructor(program: string, args: readonly string[], options: RunOptions) {
    this.#options = options;
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    try {
      this.#listen(this.#spawn(program, args));
    } catch {
      this.#answer('failed');
    }
  }

  #spawn(program: string, args: readonly string[]): ChildProcess {
    const windows = process.platform === 'win32';
    const script = windows && SCRIPT.test(program);
    return spawn(script ? `"${program}"` : program, [...args], {
      env: { ...this.#options.env },
      cwd: this.#options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: script,
      windowsHide: true,
      // A session of its own: an interactive shell may not take the terminal that Patchbay was started in.
      detached: !windows,
    });
  }

  #listen(child: ChildProcess): void {
    this.#child = child;
    if (child.pid !== undefined) rememberTree(child.pid);
    this.#timers.push(setTimeout(() => this.#stop(), this.#options.limitMs));
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('error', () => {});
      child[name]?.on('data', (chunk: string) => this.#read(name, chunk));
    }
    child.on('error', () => this.#ended('failed', null));
    child.on('close', (code) => this.#ended('exit', code));
    child.on('exit', (code) => this.#timers.push(setTimeout(() => this.#ended('exit', code), DRAIN_MS)));
  }

  #read(name: 'stdout' | 'stderr', chunk: string): void {
    const { maxBytes, enough } = this.#options;
    if (this.#output[name].length > maxBytes) return;
    this.#output[name] += chunk;
    if (name === 'stdout' && enough?.(this.#output.stdout)) this.#answer('enough');
    else if (this.#output[name].length > maxBytes) this.#stop();
  }

  /** It does not end by itself. */
  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#clear();
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    if (process.platform !== 'win32') {
      try {
        process.kill(-pid, 'SIGHUP');
      } catch {
        // Nobody is left in the group.
      }
    }
    this.#timers.push(setTimeout(() => this.#ended('exit', null), HANG_UP_MS));
  }

  #ended(end: 'exit' | 'failed', code: number | null): void {
    this.#clear();
    const child = this.#child;
    if (child?.pid !== undefined) {
      // What a start file of a shell left in the background on purpose lives on, as it does behind any terminal.
      if (this.#stopped || this.#options.enough === undefined) signalTree(child.pid, 'SIGKILL');
      forgetTree(child.pid);
    }
    child?.stdout?.destroy();
    child?.stderr?.destroy();
    this.#answer(this.#stopped ? 'limit' : end, code);
  }

  #answer(end: RunOutcome['end'], code: number | null = null): void {
    this.#resolve({ ...this.#output, end, code });
  }

  #clear(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }
}
