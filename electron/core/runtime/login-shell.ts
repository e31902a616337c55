import { randomUUID } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { basename, isAbsolute } from 'node:path';
import { runBounded } from '../processes/bounded-run.ts';

const LIMIT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;
/** Shells that take `-ilc`; others have a syntax or options of their own. */
const SHELLS: readonly string[] = ['bash', 'zsh', 'fish', 'sh', 'dash', 'ksh', 'mksh', 'ash'];
const NO_LOGIN: readonly string[] = ['nologin', 'false', 'true', 'sync'];

/** What the login shell said, or why it said nothing. */
export type ShellAnswer =
  | { readonly kind: 'path'; readonly shell: string; readonly folders: readonly string[]; readonly tookMs: number }
  | { readonly kind: 'none'; readonly shell: string | null; readonly reason: string; readonly tookMs: number };

export interface LoginShellPorts {
  env: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
  /** Instead of the shell that the system has for this user. */
  shell?: string;
  limitMs?: number;
}

/** The user's login shell, asked at most once: an app that was not started from a terminal lacks what its start files set. */
export class LoginShell {
  readonly #ports: LoginShellPorts;
  #answer: Promise<ShellAnswer> | undefined;

  constructor(ports: LoginShellPorts) {
    this.#ports = ports;
  }

  /** The folders of its PATH. Takes at most 5 s the first time; never rejects. */
  ask(): Promise<ShellAnswer> {
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  async #ask(): Promise<ShellAnswer> {
    const { env, platform = process.platform, limitMs = LIMIT_MS } = this.#ports;
    const none = (shell: string | null, reason: string, tookMs = 0): ShellAnswer => ({ kind: 'none', shell, reason, tookMs });
    if (platform === 'win32') return none(null, 'Windows has no login shell: PATH is the same everywhere');
    const shell = this.#ports.shell ?? systemShell(env);
    if (shell === null || NO_LOGIN.includes(basename(shell))) return none(shell, 'This user has no login shell');
    if (!SHELLS.includes(basename(shell))) return none(shell, 'Patchbay does not know how to ask this shell');
    const mark = `__patchbay_${randomUUID()}__`;
    const began = performance.now();
    const outcome = await runBounded(shell, ['-ilc', question(basename(shell), mark)], {
      env: { ...env, ...QUIET },
      cwd: homedir(),
      limitMs,
      maxBytes: MAX_BYTES,
      enough: (stdout) => betweenMarks(stdout, mark) !== null,
    });
    const tookMs = Math.round(performance.now() - began);
    const path = betweenMarks(outcome.stdout, mark);
    if (path !== null) return { kind: 'path', shell, folders: foldersOf(path), tookMs };
    if (outcome.end === 'limit') return none(shell, `It did not answer within ${limitMs / 1_000} s`, tookMs);
    if (outcome.end === 'failed') return none(shell, 'It could not be started', tookMs);
    return none(shell, 'Its start files ended it before it answered', tookMs);
  }
}

/** Start files that ask for updates or open a terminal multiplexer would never come to an end. */
const QUIET = { PATCHBAY_ASKS_FOR_PATH: '1', DISABLE_AUTO_UPDATE: 'true', ZSH_TMUX_AUTOSTART: 'false', TERM: 'dumb' };

function systemShell(env: LoginShellPorts['env']): string | null {
  if (env.SHELL && isAbsolute(env.SHELL)) return env.SHELL;
  try {
    return userInfo().shell;
  } catch {
    // The user has no entry, as in some containers.
    return null;
  }
}

/**
 * Marks tell the answer from what start files print. The question itself holds them in two halves: a shell that echoes its
 * commands prints no mark. `command` and `builtin` would get past functions, but fish has only one of them.
 */
function question(shell: string, mark: string): string {
  const half = Math.floor(mark.length / 2);
  const [head, tail] = [mark.slice(0, half), mark.slice(half)];
  const path = shell === 'fish' ? '(string join : $PATH)' : '"$PATH"';
  return `printf '\\n%s%s%s%s%s\\n' '${head}' '${tail}' ${path} '${head}' '${tail}'`;
}

function betweenMarks(text: string, mark: string): string | null {
  const begin = text.indexOf(mark);
  const end = begin === -1 ? -1 : text.indexOf(mark, begin + mark.length);
  return end === -1 ? null : text.slice(begin + mark.length, end);
}

function foldersOf(path: string): string[] {
  // A relative folder would be one of whoever looks it up.
  return [...new Set(path.split(':').filter((folder) => isAbsolute(folder)))];
}
