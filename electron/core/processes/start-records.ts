import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { EndingTree } from './ending-tree.ts';
import { processStart } from './process-identity.ts';
import { startOf, treeLeft } from './process-tree.ts';
import { windowsTree } from './windows-processes.ts';

/** How long what is left over has to end, in ms, after SIGTERM and after SIGKILL. */
const GRACE = { term: 1_000, kill: 1_000 };
/** Where only the time of the note tells processes apart (Windows): how far the start may be from it, in ms. */
const CLOCK_SLACK_MS = 2_000;
/** Pid of the Patchbay and of what it started. */
const RECORD_NAME = /^\d+-\d+\.json$/;

const identity = z.object({ pid: z.number().int().positive(), started: z.string() });
/** A process that Patchbay started. */
const startRecord = identity.extend({
  /** ms since the epoch */
  at: z.number(),
  /** The run of this computer; start times count from its beginning. Empty where they do not. */
  boot: z.string(),
  /** The Patchbay that started it. */
  owner: identity,
});
type StartRecord = z.infer<typeof startRecord>;

/** Where a data folder keeps its notes. */
export function recordsFolder(dataFolder: string): string {
  return join(dataFolder, 'processes');
}

/** Notes every process that was started, until nothing of it runs: what a Patchbay that was killed leaves can be ended by the next. */
export class StartRecords {
  readonly #folder: string;
  readonly #now: () => number;
  #owner: StartRecord['owner'] | undefined;

  /** `folder`: made when it is missing, in a data folder that is there. */
  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** To be called before the process is spoken to. A folder that cannot be written is no reason not to start a server. */
  add(pid: number): void {
    this.#owner ??= { pid: process.pid, started: processStart(process.pid) ?? '' };
    const record: StartRecord = { pid, started: processStart(pid) ?? '', at: this.#now(), boot: bootId(), owner: this.#owner };
    try {
      if (!existsSync(this.#folder)) mkdirSync(this.#folder, { mode: 0o700 });
      writeFileSync(this.#file(pid), JSON.stringify(record), { mode: 0o600 });
    } catch {
      // The disk is full, for instance.
    }
  }

  /** Nothing of its tree runs any more. */
  remove(pid: number): void {
    try {
      rmSync(this.#file(pid), { force: true });
    } catch {
      // A note that stays ends nothing: the next start looks whether its process is still the same.
    }
  }

  #file(pid: number): string {
    return join(this.#folder, `${process.pid}-${pid}.json`);
  }
}

/**
 * Ends what Patchbays that are gone have left running, and forgets their notes. Resolves with the number of process trees
 * that were ended. Never rejects.
 */
export async function endLeftovers(folder: string, grace = GRACE): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const records = names.filter((name) => RECORD_NAME.test(name));
  const ended = await Promise.all(records.map((name) => endLeftover(join(folder, name), grace)));
  return ended.filter(Boolean).length;
}

async function endLeftover(file: string, grace: typeof GRACE): Promise<boolean> {
  const record = await readRecord(file);
  if (record && (await isRunning(record.owner, record))) return false;
  const left = record !== null && (await isLeft(record));
  if (left && !(await end(record.pid, grace))) return false;
  await rm(file, { force: true }).catch(() => {});
  return left;
}

/** null for what is no record: nothing can be ended by it. */
async function readRecord(file: string): Promise<StartRecord | null> {
  try {
    return startRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Never by the pid alone: it may belong to another process by now. */
async function isLeft(record: StartRecord): Promise<boolean> {
  if (record.boot !== bootId()) return false;
  if (process.platform === 'win32') return startedAbout(record.pid, record.at);
  const started = startOf(record.pid);
  // While a group has members its number is given to no other process: with its leader gone, they are its own.
  return started === null ? treeLeft(record.pid, record.started) : record.started !== '' && started === record.started;
}

/** Whether the Patchbay of a record is still there; of an unknown start, its pid must do: it is only left in peace by it. */
async function isRunning(owner: StartRecord['owner'], record: StartRecord): Promise<boolean> {
  if (record.boot !== bootId()) return false;
  const started = processStart(owner.pid);
  return started !== null && (started === '' || owner.started === '' || started === owner.started);
}

async function startedAbout(pid: number, at: number): Promise<boolean> {
  const leader = (await windowsTree(pid)).find((row) => row.pid === pid);
  return leader?.startedAt != null && Math.abs(leader.startedAt - at) <= CLOCK_SLACK_MS;
}

async function end(pid: number, grace: typeof GRACE): Promise<boolean> {
  const tree = new EndingTree(pid);
  await tree.look();
  tree.signal('SIGTERM');
  if (await isGone(tree, grace.term)) return true;
  await tree.look();
  tree.signal('SIGKILL');
  return isGone(tree, grace.kill);
}

async function isGone(tree: EndingTree, limit: number): Promise<boolean> {
  for (const until = performance.now() + limit; tree.alive; await delay(20)) if (performance.now() >= until) return false;
  return true;
}

let boot: string | undefined;

function bootId(): string {
  boot ??= process.platform === 'linux' ? readBootId() : '';
  return boot;
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
