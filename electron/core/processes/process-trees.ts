import type { ProcessInfo } from '../../../shared/contract/model.ts';
import { redact } from '../secrets/redact.ts';
import { commandText } from './command-text.ts';
import { linuxTree } from './linux-processes.ts';
import type { ProcessRow } from './process-row.ts';
import { psTree } from './ps-processes.ts';
import { windowsTree } from './windows-processes.ts';

export type ProcessTree = ProcessInfo['tree'];

const COMMAND_CHARS = 2_000;
/** Processes of one tree that are told of; a server that forks without end has more. */
const MOST = 200;
/** A share of less time than this, in ms, would be an accident. */
const LEAST_SPAN_MS = 500;
/** Trees whose last times are kept. */
const MOST_TREES = 200;

/** Times on the processor when a tree was last asked for. */
interface Sample {
  readonly at: number;
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** The processes of servers as their system tells of them. */
export class ProcessTrees {
  readonly #now: () => number;
  readonly #samples = new Map<number, Sample>();

  /** `now` is a clock that never goes back, in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * The process `pid` and all that belongs to it, the process first; empty when nothing of it runs, or the system does not tell.
   * Command lines are without `secrets` and without what looks like one. Takes a few ms, on Windows seconds; never rejects.
   */
  async of(pid: number, secrets: readonly string[]): Promise<ProcessTree> {
    const rows = (await readTree(pid)).slice(0, MOST);
    const before = this.#samples.get(pid);
    const at = this.#now();
    if (rows.length === 0) this.#samples.delete(pid);
    else if (before === undefined || at - before.at >= LEAST_SPAN_MS) this.#keep(pid, { at, cpuMs: timesOf(rows) });
    return rows.map((row) => ({
      pid: row.pid,
      parent: row.parent,
      name: row.name,
      command: redact(commandText(row.command), secrets).replace(/\s+/g, ' ').slice(0, COMMAND_CHARS),
      memoryBytes: row.memoryBytes,
      cpuPercent: cpuPercent(row, before, at),
      startedAt: row.startedAt,
    }));
  }

  #keep(pid: number, sample: Sample): void {
    this.#samples.delete(pid);
    this.#samples.set(pid, sample);
    const [oldest] = this.#samples.keys();
    if (this.#samples.size > MOST_TREES && oldest !== undefined) this.#samples.delete(oldest);
  }
}

function readTree(pid: number): Promise<ProcessRow[]> {
  switch (process.platform) {
    case 'linux':
      return linuxTree(pid);
    case 'win32':
      return windowsTree(pid);
    default:
      return psTree(pid);
  }
}

/** Numbers of processes are used again; together with the start they are not. */
function identity({ pid, startedAt }: ProcessRow): string {
  return `${pid} ${startedAt ?? ''}`;
}

function timesOf(rows: readonly ProcessRow[]): Map<string, number> {
  return new Map(rows.flatMap((row) => (row.cpuMs === null ? [] : [[identity(row), row.cpuMs] as const])));
}

function cpuPercent(row: ProcessRow, before: Sample | undefined, at: number): number | null {
  const then = before?.cpuMs.get(identity(row));
  if (before === undefined || then === undefined || row.cpuMs === null || at - before.at < LEAST_SPAN_MS) return null;
  return Math.round(Math.max(0, ((row.cpuMs - then) / (at - before.at)) * 100) * 10) / 10;
}
