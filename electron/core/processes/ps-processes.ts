import { runBounded } from './bounded-run.ts';
import { type ProcessRow, treeOf } from './process-row.ts';

const LIMIT_MS = 3_000;
const MAX_BYTES = 8 * 1024 * 1024;
const COLUMNS = 'pid=,ppid=,pgid=,rss=,time=,lstart=,command=';
/** `1 0 1 1234 0:01.50 Mon Jan  2 15:04:05 2026 /sbin/launchd --flag` */
const LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+([\d:.-]+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/;

/** The tree of a process from `ps`, which every POSIX system has. Never rejects. */
export async function psTree(root: number): Promise<ProcessRow[]> {
  const { stdout } = await runBounded('/bin/ps', ['-A', '-ww', '-o', COLUMNS], {
    // Names of months would be those of the user's language.
    env: { ...process.env, LC_ALL: 'C' },
    cwd: '/',
    limitMs: LIMIT_MS,
    maxBytes: MAX_BYTES,
  });
  return treeOf(parsePs(stdout), root);
}

/** Rows of `ps -A -ww -o pid=,ppid=,pgid=,rss=,time=,lstart=,command=`; lines that look otherwise are left out. */
export function parsePs(text: string): ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, kilobytes, cpu = '', started = '', command = ''] = LINE.exec(line) ?? [];
    if (pid === undefined || /<defunct>$|^\(.*\)$/.test(command)) return [];
    const at = Date.parse(started);
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        name: (command.split(' ')[0] ?? '').split('/').at(-1) ?? '',
        command: command.split(' '),
        memoryBytes: Number(kilobytes) * 1_024,
        cpuMs: cpuTime(cpu),
        startedAt: Number.isNaN(at) ? null : at,
      },
    ];
  });
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` in ms. */
function cpuTime(text: string): number {
  const [days, clock] = text.includes('-') ? text.split('-') : ['0', text];
  const seconds = (clock ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1_000);
}
