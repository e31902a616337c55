import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in our place: same terminal, signals passed on, resolves with the exit code to end with.
 * A terminal's Ctrl+C reaches the child by itself; passing it on again only repeats it.
 */
export function runInstead(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  const listeners = SIGNALS.map((signal) => {
    const pass = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, pass);
    return [signal, pass];
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const [name, pass] of listeners) process.off(name, pass);
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0));
    });
  });
}
