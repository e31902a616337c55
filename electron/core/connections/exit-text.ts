import type { ExitInfo } from '../../../shared/contract/model.ts';

/** How a process ended, in words: `exit code 1` or `signal SIGKILL`. */
export function exitText(exit: ExitInfo): string {
  return exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`;
}
