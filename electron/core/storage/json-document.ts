import { copyFileSync, existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../../shared/errors.ts';

/** How the content of a document is understood. */
export interface DocumentFormat<T> {
  /** Version that this program writes. */
  readonly version: number;
  readonly empty: T;
  /**
   * Reads any older version. `problems` names, in sentences, entries that had to be left out.
   * Throws when the whole is unusable.
   */
  parse(raw: Record<string, unknown>): { value: T; problems: string[] };
}

/** A small document that outlives the process. */
export interface JsonDocument<T> {
  readonly value: T;
  /** Sentences about what was damaged when it was read. */
  readonly notices: readonly string[];
  /** Changes and saves; resolves with the new value once it is on disk. Errors: data_locked, data_newer, data_unwritable. */
  update(change: (current: T) => T): Promise<T>;
}

/** The same for this process only; for tests. */
export function memoryDocument<T>(initial: T): JsonDocument<T> {
  let value = initial;
  return {
    get value() {
      return value;
    },
    notices: [],
    async update(change) {
      value = change(value);
      return value;
    },
  };
}

/**
 * A document in a JSON file, written atomically and readable by its owner only. A damaged file is set aside,
 * never overwritten; changes made by hand since the last read are taken up before the next write.
 */
export class FileDocument<T> implements JsonDocument<T> {
  readonly notices: string[] = [];
  readonly #file: string;
  readonly #format: DocumentFormat<T>;
  readonly #assertWritable: () => void;
  #value: T;
  #newer = false;
  #unreadable: AppError | null = null;
  /** The file holds entries that the value does not: copy it before it is written over. */
  #lossy = false;
  #stamp = '';
  #queue: Promise<unknown> = Promise.resolve();

  /** `assertWritable` throws data_locked where another process owns the folder. */
  constructor(file: string, format: DocumentFormat<T>, assertWritable: () => void) {
    this.#file = file;
    this.#format = format;
    this.#assertWritable = assertWritable;
    this.#value = format.empty;
    this.#load();
  }

  get value(): T {
    return this.#value;
  }

  /** Whether the value is all that the file holds: it was understood as a whole, and nobody has changed it since. */
  get whole(): boolean {
    const known = this.#stamp !== '' && this.#stamp === this.#fileStamp();
    return known && !this.#newer && !this.#unreadable && this.notices.length === 0;
  }

  /** Texts of the copies that were set aside. Throws where one cannot be read. */
  asideTexts(): string[] {
    const texts: string[] = [];
    for (let n = 1; existsSync(this.#asideFile(n)); n += 1) texts.push(readFileSync(this.#asideFile(n), 'utf8'));
    return texts;
  }

  update(change: (current: T) => T): Promise<T> {
    const run = this.#queue.then(() => this.#write(change));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Resolves when every change asked for so far is on disk or has failed. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  async #write(change: (current: T) => T): Promise<T> {
    this.#assertWritable();
    if (this.#unreadable || this.#fileStamp() !== this.#stamp) this.#load();
    if (this.#unreadable) throw this.#unreadable;
    if (this.#newer) throw new AppError('data_newer', { file: basename(this.#file) });
    const next = change(this.#value);
    const text = `${JSON.stringify({ version: this.#format.version, ...next }, null, 2)}\n`;
    try {
      if (this.#lossy) copyFileSync(this.#file, this.#asideName());
      this.#lossy = false;
      await writeFileAtomic(this.#file, text, { mode: 0o600 });
    } catch (error) {
      throw new AppError('data_unwritable', { file: basename(this.#file) }, { technical: String(error), cause: error });
    }
    this.#value = next;
    this.#stamp = this.#fileStamp();
    return next;
  }

  /** Changes with every write; empty where there is no file. */
  #fileStamp(): string {
    try {
      const stat = statSync(this.#file, { throwIfNoEntry: false });
      return stat ? `${stat.mtimeMs}:${stat.size}:${stat.ino}` : '';
    } catch (error) {
      return String(error);
    }
  }

  #load(): void {
    this.#unreadable = null;
    this.#stamp = this.#fileStamp();
    if (this.#stamp === '') return;
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      // Nothing is known about the content: it stays as it is, and is not written over.
      this.#unreadable = new AppError('data_unreadable', { file: basename(this.#file) }, { technical: String(error), cause: error });
      const { message, hint } = this.#unreadable.toData();
      this.notices.push(`${message}. ${hint}`);
      return;
    }
    try {
      const raw: unknown = JSON.parse(text);
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error('not a JSON object');
      const record = raw as Record<string, unknown>;
      this.#newer = typeof record.version === 'number' && record.version > this.#format.version;
      const { value, problems } = this.#format.parse(record);
      this.#value = value;
      this.#lossy = problems.length > 0;
      if (this.#lossy) this.notices.push(`${problems.join(' ')} A copy of ${basename(this.#file)} is kept before the next change.`);
    } catch (error) {
      this.#setAside(error);
    }
  }

  #setAside(cause: unknown): void {
    const aside = this.#asideName();
    const data = { file: basename(this.#file), aside: basename(aside) };
    try {
      this.#assertWritable();
      renameSync(this.#file, aside);
      this.#stamp = '';
    } catch {
      data.aside = basename(this.#file);
    }
    const { message, hint } = new AppError('data_damaged', data, { cause }).toData();
    this.notices.push(`${message}. ${hint}`);
  }

  #asideName(): string {
    for (let n = 1; ; n += 1) if (!existsSync(this.#asideFile(n))) return this.#asideFile(n);
  }

  #asideFile(n: number): string {
    return this.#file.replace(/\.json$/, `.damaged-${n}.json`);
  }
}
