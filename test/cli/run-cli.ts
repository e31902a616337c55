import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ENTRY = join(import.meta.dirname, '../../build/patchbay.mjs');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line in a process of its own, with its own data folder. */
export function startCli(
  home: string,
  args: readonly string[],
  options: {
    input?: string;
    cwd?: string;
    env?: Record<string, string>;
    /** a file descriptor instead of what the result tells */
    stdout?: number;
    /** words before the command, such as `setpriv …` */
    launcher?: readonly string[];
  } = {},
): { child: ChildProcess; result: Promise<CliResult> } {
  const [command = process.execPath, ...words] = [...(options.launcher ?? []), process.execPath, ENTRY, ...args];
  const child = spawn(command, words, {
    env: { ...process.env, PATCHBAY_HOME: home, ...options.env },
    cwd: options.cwd,
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin?.end(options.input ?? '');
  const result = new Promise<CliResult>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, result };
}

export function runCli(home: string, args: readonly string[], options: Parameters<typeof startCli>[2] = {}): Promise<CliResult> {
  return startCli(home, args, options).result;
}
