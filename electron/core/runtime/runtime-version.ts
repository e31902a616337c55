import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { type RunOutcome, runBounded } from '../processes/bounded-run.ts';
import { knownRuntime } from './known-runtimes.ts';

const LIMIT_MS = 3_000;
const MAX_BYTES = 64 * 1024;
/** How long a program that did not tell is left alone, in ms. */
const AGAIN_MS = 60_000;
/** Programs whose versions are asked at the same time. */
const AT_ONCE = 4;
const NUMBER = /\d+\.\d+(?:\.\d+)*(?:[-+.]?[0-9A-Za-z]+)*/;
const VERSION_CHARS = 60;

/** Versions of programs, asked once for each file as it is on the disk. */
export class RuntimeVersions {
  readonly #known = new Map<string, Promise<string | null>>();
  readonly #silentUntil = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];
  readonly #now: () => number;
  #running = 0;

  /** `now` is a clock that never goes back, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * What the program at `path` calls its version, or null. Only programs of the table are asked: another one might be a server that
   * starts. Takes at most 3 s; never rejects.
   */
  async of(command: string, path: string, env: Readonly<Record<string, string>>): Promise<string | null> {
    const runtime = knownRuntime(command);
    if (runtime === null || opensDialog(path)) return null;
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (changed === null) return null;
    const key = `${path}\0${changed}`;
    const known = this.#known.get(key);
    // One that was too slow, or failed, may do better another time.
    if (known && this.#now() < (this.#silentUntil.get(key) ?? Number.POSITIVE_INFINITY)) return known;
    this.#silentUntil.delete(key);
    const asked = this.#ask(path, runtime.version, env);
    this.#known.set(key, asked);
    const version = await asked;
    if (version === null) this.#silentUntil.set(key, this.#now() + AGAIN_MS);
    return version;
  }

  async #ask(path: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string | null> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return versionIn(await runBounded(path, args, { env, cwd: homedir(), limitMs: LIMIT_MS, maxBytes: MAX_BYTES }));
    } finally {
      // The place goes to the one that waits longest.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

function versionIn({ stdout, stderr, end, code }: RunOutcome): string | null {
  if (end !== 'exit' || code !== 0) return null;
  // Java tells its version on standard error.
  return (NUMBER.exec(stdout) ?? NUMBER.exec(stderr))?.[0].slice(0, VERSION_CHARS) ?? null;
}

/** On macOS the placeholders of the developer tools open a window when they run and the tools are not installed. */
function opensDialog(path: string): boolean {
  if (process.platform !== 'darwin' || !path.startsWith('/usr/bin/')) return false;
  return !existsSync('/Library/Developer/CommandLineTools/usr/bin') && !existsSync('/Applications/Xcode.app');
}
