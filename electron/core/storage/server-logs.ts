import { existsSync } from 'node:fs';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../../shared/contract/model.ts';
import { plain } from '../plain-text.ts';

/** Size of a file at which the next one is begun, in bytes; of the older ones only the last is kept. */
const FILE_BYTES = 1024 * 1024;
/** Characters that may wait to be written, of one server. */
const WAITING_CHARS = 1_000_000;
/** Characters that are written at once: a file gets no larger than its limit and this. */
const CHUNK_CHARS = 64 * 1024;

/** Where lines of servers are kept beyond this run; a failure to do so is no failure of the server. */
export interface ServerLogs {
  add(id: string, lines: readonly LogLine[]): void;
  forget(id: string): void;
  /** The file of its last lines; null where none was written. */
  path(id: string): string | null;
}

/** Keeps nothing. */
export const NO_LOGS: ServerLogs = { add: () => {}, forget: () => {}, path: () => null };

/**
 * `<id>.log` in `folder` for each server, and `<id>.1.log` with what was before it: a line each with its time and stream. Nobody
 * waits for the disk; what it is too slow for is left out, which is told. `mayWrite` is false where another process owns the folder.
 */
export class FileServerLogs implements ServerLogs {
  readonly #folder: string;
  readonly #mayWrite: () => boolean;
  readonly #files = new Map<string, LogFile>();

  constructor(folder: string, mayWrite: () => boolean) {
    this.#folder = folder;
    this.#mayWrite = mayWrite;
  }

  add(id: string, lines: readonly LogLine[]): void {
    if (this.#mayWrite()) this.#file(id).add(lines);
  }

  /** Removes the files of a server that is no more. */
  forget(id: string): void {
    if (this.#mayWrite()) this.#file(id).remove();
  }

  path(id: string): string | null {
    const { path } = this.#file(id);
    return existsSync(path) ? path : null;
  }

  /** Resolves when everything is on disk that can be. */
  async settled(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.settled));
  }

  #file(id: string): LogFile {
    const known = this.#files.get(id);
    if (known) return known;
    const file = new LogFile(this.#folder, id.replaceAll(/[^\w-]/g, '_'));
    this.#files.set(id, file);
    return file;
  }
}

/** The two files of one server; one piece of work after the other. */
class LogFile {
  readonly path: string;
  readonly #folder: string;
  readonly #older: string;
  #waiting: string[] = [];
  #chars = 0;
  #leftOut = 0;
  /** Bytes of the current file; null until it was looked at. */
  #size: number | null = null;
  #working: Promise<void> | null = null;
  #removed = false;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.path = join(folder, `${name}.log`);
    this.#older = join(folder, `${name}.1.log`);
  }

  get settled(): Promise<void> | null {
    return this.#working;
  }

  add(lines: readonly LogLine[]): void {
    for (const line of lines) this.#push(text(line));
    this.#begin();
  }

  remove(): void {
    this.#removed = true;
    this.#waiting = [];
    this.#chars = 0;
    this.#begin();
  }

  #push(line: string): void {
    if (this.#chars + line.length > WAITING_CHARS) {
      this.#leftOut += 1;
      return;
    }
    this.#waiting.push(line);
    this.#chars += line.length;
  }

  #begin(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  /** Never rejects: a log that cannot be written is none. */
  async #work(): Promise<void> {
    while (this.#removed || this.#waiting.length > 0) {
      try {
        if (this.#removed) await this.#delete();
        else await this.#write(this.#take());
      } catch {
        this.#size = null;
      }
    }
  }

  #take(): Buffer {
    let chunk = '';
    let count = 0;
    for (const line of this.#waiting) {
      if (count > 0 && chunk.length + line.length > CHUNK_CHARS) break;
      chunk += line;
      count += 1;
    }
    this.#waiting.splice(0, count);
    this.#chars -= chunk.length;
    if (this.#leftOut > 0 && this.#waiting.length === 0) {
      chunk += `… ${this.#leftOut} lines were left out: they came faster than they could be written\n`;
      this.#leftOut = 0;
    }
    return Buffer.from(chunk);
  }

  async #write(chunk: Buffer): Promise<void> {
    this.#size ??= await this.#sizeOnDisk();
    if (this.#size > 0 && this.#size + chunk.length > FILE_BYTES) {
      await rename(this.path, this.#older);
      this.#size = 0;
    }
    await appendFile(this.path, chunk, { mode: 0o600 });
    this.#size += chunk.length;
  }

  async #sizeOnDisk(): Promise<number> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return (await stat(this.path).catch(() => null))?.size ?? 0;
  }

  async #delete(): Promise<void> {
    this.#removed = false;
    this.#size = null;
    await rm(this.path, { force: true });
    await rm(this.#older, { force: true });
  }
}

function text({ at, stream, text: line }: LogLine): string {
  return `${new Date(at).toISOString()} ${stream} ${plain(line.replaceAll(/[\r\n]+/g, ' ⏎ '))}\n`;
}
