import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Start time of a live process as an opaque text; null when there is none, or only a zombie that nobody has reaped; '' where the
 * system does not tell.
 */
export function processStart(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Fields 3 and 22 (proc(5)); the command in parentheses may itself hold spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? '');
    }
    if (process.platform === 'darwin')
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 }).trim();
  } catch {
    return '';
  }
  return '';
}

/** Whether the process that was recorded still runs: its pid may belong to another one by now. */
export function isAlive(record: { pid: number; started: string }): boolean {
  const started = processStart(record.pid);
  return started !== null && (started === '' || record.started === '' || started === record.started);
}
