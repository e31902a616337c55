import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import spawn from 'cross-spawn';
import type { PlainStdio } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { expandHome, processEnvironment } from '../runtime/process-environment.ts';
import type { Launch } from '../runtime/runtimes.ts';

/** No file, process or memory is left; it says nothing about the command. */
const NO_ROOM: readonly string[] = ['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM'];

/**
 * Starts the process of a local server as the leader of a group and session of its own, without a console window. It may still
 * report an `error` instead of `spawn`: see spawnError. Throws folder_not_found, command_not_found, command_not_executable, start_refused.
 */
export function spawnServer(config: PlainStdio, launch: Launch | undefined): ChildProcess {
  const { command, cwd, env } = launch ?? asWritten(config);
  // Spawning reports a missing folder as if the command were missing.
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) throw new AppError('folder_not_found', { folder: cwd });
  try {
    return spawn(command, config.args, {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      shell: false,
      windowsHide: true,
      detached: process.platform !== 'win32',
    });
  } catch (error) {
    throw spawnError(config.command, error);
  }
}

export function spawnError(command: string, error: unknown): AppError {
  const { code = 'error', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new AppError('command_not_found', { command }, { cause: error });
  const options = { cause: error, technical: `${code}: ${message}` };
  return NO_ROOM.includes(code) ? new AppError('start_refused', {}, options) : new AppError('command_not_executable', { command }, options);
}

/** The definition taken at its word: the system looks for the command. */
function asWritten({ command, cwd, env }: PlainStdio): Launch {
  return { command: expandHome(command), cwd: cwd ? expandHome(cwd) : homedir(), env: processEnvironment(env) };
}
