import { z } from 'zod';
import { runBounded } from './bounded-run.ts';
import { type ProcessRow, treeOf } from './process-row.ts';

/** PowerShell takes a second to start, and longer on a busy computer. */
const LIMIT_MS = 8_000;
const MAX_BYTES = 16 * 1024 * 1024;
const QUESTION = [
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8;',
  'Get-CimInstance Win32_Process | Select-Object ProcessId, ParentProcessId, Name, CommandLine, WorkingSetSize,',
  'KernelModeTime, UserModeTime, @{n="Started"; e={([DateTimeOffset]$_.CreationDate).ToUnixTimeMilliseconds()}}',
  '| ConvertTo-Json -Compress',
].join(' ');

const row = z.object({
  ProcessId: z.number(),
  ParentProcessId: z.number(),
  Name: z.string(),
  CommandLine: z.string().nullable(),
  WorkingSetSize: z.number().nullable(),
  /** both in 100 ns */
  KernelModeTime: z.number().nullable(),
  UserModeTime: z.number().nullable(),
  Started: z.number().nullable(),
});

/** The tree of a process from CIM. Never rejects. */
export async function windowsTree(root: number): Promise<ProcessRow[]> {
  const { stdout } = await runBounded('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', QUESTION], {
    env: process.env,
    cwd: process.env.SystemRoot ?? 'C:\\',
    limitMs: LIMIT_MS,
    maxBytes: MAX_BYTES,
  });
  return treeOf(parseCim(stdout), root);
}

/** Rows of the answer; what is not one is left out. */
export function parseCim(text: string): ProcessRow[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return [];
  }
  return (Array.isArray(list) ? list : [list]).flatMap((each) => {
    const { data } = row.safeParse(each);
    if (data === undefined) return [];
    const { KernelModeTime: kernel, UserModeTime: user } = data;
    return [
      {
        pid: data.ProcessId,
        parent: data.ParentProcessId,
        group: 0,
        name: data.Name,
        command: data.CommandLine === null ? [] : [data.CommandLine],
        memoryBytes: data.WorkingSetSize,
        cpuMs: kernel === null || user === null ? null : Math.round((kernel + user) / 10_000),
        startedAt: data.Started,
      },
    ];
  });
}
