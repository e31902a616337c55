import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { type TransportConfig, tool } from '../../../shared/contract/model.ts';

const KEEP_MS = 24 * 60 * 60 * 1_000;
/** Of a longer text the tools are not kept. */
const MAX_CHARS = 8_000_000;

const remembered = z.object({
  /** of the transport it was learned with */
  config: z.string(),
  at: z.number(),
  /** what `discover` answered, or that the server is of the older era */
  verdict: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('legacy') }),
      z.object({ kind: z.literal('modern'), discover: z.looseObject({}) }),
    ])
    .nullable(),
  /** what `auto` found */
  remote: z.enum(['http', 'sse']).nullable(),
  tools: z.array(tool),
});

/** What is kept of one server between two connections and two starts of Patchbay. */
export type Remembered = Pick<z.infer<typeof remembered>, 'verdict' | 'remote' | 'tools'> & {
  /** when the tools were listed, ms since the epoch */
  at: number;
};

/** What a connection reads and writes; a failure to do so is no failure of the connection. */
export interface ServerMemory {
  read(id: string, config: TransportConfig): Remembered | null;
  write(id: string, config: TransportConfig, value: Omit<Remembered, 'at'>): void;
  forget(id: string): void;
}

/** Remembers nothing. */
export const NO_MEMORY: ServerMemory = { read: () => null, write: () => {}, forget: () => {} };

/**
 * A file for each server in `folder`, valid for 24 h and only for the transport it was learned with. It is a cache: what cannot
 * be read is forgotten, what cannot be written is not kept. `mayWrite` is false where another process owns the folder.
 */
export class FileServerMemory implements ServerMemory {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #mayWrite: () => boolean;
  readonly #writing = new Map<string, Promise<void>>();

  constructor(folder: string, now: () => number, mayWrite: () => boolean) {
    this.#folder = folder;
    this.#now = now;
    this.#mayWrite = mayWrite;
  }

  read(id: string, config: TransportConfig): Remembered | null {
    try {
      const { config: learnedWith, ...value } = remembered.parse(JSON.parse(readFileSync(this.#file(id), 'utf8')));
      return learnedWith === fingerprint(config) && this.#now() - value.at < KEEP_MS ? value : null;
    } catch {
      return null;
    }
  }

  write(id: string, config: TransportConfig, value: Omit<Remembered, 'at'>): void {
    const whole = this.#text(config, value);
    const text = whole.length <= MAX_CHARS ? whole : this.#text(config, { ...value, tools: [] });
    this.#change(id, async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.#file(id), text, { mode: 0o600 });
    });
  }

  forget(id: string): void {
    this.#change(id, () => rm(this.#file(id), { force: true }));
  }

  /** Resolves when everything is on disk that can be. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  /** One change of a file after the other. A cache that cannot be written costs a question at the next start. */
  #change(id: string, work: () => Promise<void>): void {
    if (!this.#mayWrite()) return;
    const before = this.#writing.get(id) ?? Promise.resolve();
    this.#writing.set(
      id,
      before.then(work).catch(() => {}),
    );
  }

  #text(config: TransportConfig, value: Omit<Remembered, 'at'>): string {
    return JSON.stringify({ ...value, config: fingerprint(config), at: this.#now() });
  }

  #file(id: string): string {
    return join(this.#folder, `${id.replaceAll(/[^\w-]/g, '_')}.json`);
  }
}

/** Values of the definition are secrets and do not stand in the file. */
function fingerprint(config: TransportConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex');
}
