import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { writeDurably } from './durable-write.ts';
import { withLock } from './file-lock.ts';

/** How the content of a shared file is understood. */
export interface SharedFormat<T> {
  /** Version that this program writes. */
  readonly version: number;
  /** What a file that is not there means. */
  readonly empty: T;
  /** Throws when it is unusable. */
  parse(raw: Record<string, unknown>): T;
  /** Without `version`. */
  serialize(value: T): Record<string, unknown>;
}

/** What was found damaged. */
export interface Damage {
  /** Name of the damaged file as it was set aside. */
  readonly aside: string;
  /** Whether the version before it took its place. */
  readonly recovered: boolean;
}

/** How long a change waits for those of other processes, in ms. */
const LOCK_LIMIT_MS = 15_000;

/**
 * A small JSON file that several processes change: each change is made under a lock to what is in the file at that moment, and is on disk
 * when it resolves. One previous version is kept beside it; a damaged file is set aside, and the previous one takes its place.
 */
export class SharedFile<T> {
  readonly path: string;
  readonly #format: SharedFormat<T>;
  #damage: Damage | null = null;
  #known: { readonly stamp: string; readonly value: T } | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, format: SharedFormat<T>) {
    this.path = path;
    this.#format = format;
  }

  /** What was found damaged since this object was made, or before where nothing has taken its place yet. */
  get damage(): Damage | null {
    return this.#damage;
  }

  /** As last read or written; null: not yet. */
  get last(): T | null {
    return this.#known?.value ?? null;
  }

  /** What the file holds now. Throws data_unreadable, data_newer. */
  async read(): Promise<T> {
    const stamp = await this.#stamp();
    if (this.#known?.stamp === stamp) return this.#known.value;
    const found = await this.#load();
    // A change between the stamp and the reading only means that it is read once more.
    if (found === 'damaged') return this.#locked(() => this.#readOrRecover());
    if (found === this.#format.empty) this.#damage ??= this.#damagedBefore();
    return this.#keep(stamp, found);
  }

  /**
   * Changes what the file holds at that moment; `change` may throw, or return it, to leave all as it is. Resolves with the new value
   * once it is on disk. `forgets`: the version kept as the previous one is the new one, too. Throws data_locked, data_unreadable,
   * data_newer, data_unwritable.
   */
  update(change: (current: T) => T, { forgets = false } = {}): Promise<T> {
    return this.#locked(async () => {
      const current = await this.#readOrRecover();
      const next = change(current);
      if (next === current) return current;
      await this.#write(next);
      if (forgets) await this.#write(next);
      return next;
    });
  }

  /** Puts the file away under another name; false where `mayGo` refuses what it holds. Throws as `update` does. */
  setAside(mayGo: (current: T) => boolean): Promise<boolean> {
    return this.#end(mayGo, () => void this.#moveAside('foreign'));
  }

  /** Deletes the file and the version before it; otherwise as `setAside`. */
  remove(mayGo: (current: T) => boolean): Promise<boolean> {
    return this.#end(mayGo, () => {
      for (const path of [this.path, this.#previous]) rmSync(path, { force: true });
    });
  }

  #end(mayGo: (current: T) => boolean, end: () => void): Promise<boolean> {
    return this.#locked(async () => {
      if (!mayGo(await this.#readOrRecover())) return false;
      try {
        end();
      } catch (error) {
        throw this.#unwritable(error);
      }
      this.#known = null;
      return true;
    });
  }

  /** One after the other in this process, then one process after the other. */
  #locked<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#queue.then(() => withLock(`${this.path}.lock`, { limitMs: LOCK_LIMIT_MS }, work));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #keep(stamp: string, value: T): T {
    this.#known = { stamp, value };
    return value;
  }

  get #previous(): string {
    return this.path.replace(/\.json$/, '.previous.json');
  }

  async #write(value: T): Promise<void> {
    const text = `${JSON.stringify({ version: this.#format.version, ...this.#format.serialize(value) }, null, 2)}\n`;
    try {
      await writeDurably(this.path, text, this.#previous);
    } catch (error) {
      throw this.#unwritable(error);
    }
    if (this.#damage?.recovered === false) this.#damage = null;
    this.#keep(await this.#stamp(), value);
  }

  #unwritable(error: unknown): AppError {
    return new AppError('data_unwritable', { file: basename(this.path) }, { technical: String(error), cause: error });
  }

  /** Under the lock: nobody changes the file meanwhile. */
  async #readOrRecover(): Promise<T> {
    const stamp = await this.#stamp();
    const found = await this.#load();
    if (found !== 'damaged') return this.#keep(stamp, found);
    try {
      const aside = this.#moveAside('damaged');
      const recovered = await this.#restorePrevious();
      this.#damage = { aside, recovered: recovered !== undefined };
      return this.#keep(await this.#stamp(), recovered === undefined ? this.#format.empty : recovered);
    } catch (error) {
      throw error instanceof AppError ? error : this.#unwritable(error);
    }
  }

  async #restorePrevious(): Promise<T | undefined> {
    const found = await this.#load(this.#previous);
    if (found === 'damaged' || found === this.#format.empty) return undefined;
    await writeDurably(this.path, await readFile(this.#previous, 'utf8'), this.#previous);
    return found;
  }

  async #load(path = this.path): Promise<T | 'damaged'> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return this.#format.empty;
      throw new AppError('data_unreadable', { file: basename(path) }, { technical: String(error), cause: error });
    }
    try {
      const raw: unknown = JSON.parse(text);
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return 'damaged';
      const record = raw as Record<string, unknown>;
      if (typeof record.version === 'number' && record.version > this.#format.version)
        throw new AppError('data_newer', { file: basename(path) });
      return this.#format.parse(record);
    } catch (error) {
      if (error instanceof AppError) throw error;
      return 'damaged';
    }
  }

  /** Where there is no file, but a damaged one that was: whoever set it aside may have told nobody. */
  #damagedBefore(): Damage | null {
    const start = basename(this.path).replace(/json$/, 'damaged-');
    const aside = readdirSync(dirname(this.path)).findLast((name) => name.startsWith(start));
    return aside === undefined ? null : { aside, recovered: false };
  }

  /** Throws what the file system throws. */
  #moveAside(kind: 'damaged' | 'foreign'): string {
    for (let n = 1; ; n += 1) {
      const aside = this.path.replace(/\.json$/, `.${kind}-${n}.json`);
      if (existsSync(aside)) continue;
      renameSync(this.path, aside);
      // What was before a foreign file is foreign, too.
      if (kind === 'foreign' && existsSync(this.#previous)) renameSync(this.#previous, aside.replace(/json$/, 'previous.json'));
      return basename(aside);
    }
  }

  /** Changes with every write; empty where there is no file. */
  async #stamp(): Promise<string> {
    try {
      const { mtimeNs, size, ino } = await stat(this.path, { bigint: true });
      return `${mtimeNs}:${size}:${ino}`;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : String(error);
    }
  }
}
