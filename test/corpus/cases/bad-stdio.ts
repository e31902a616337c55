import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bad } from '../case.ts';

const PROGRAM = join(import.meta.dirname, '..', 'fixtures', 'bad-stdio.mjs');

/** The local server of the fixtures with one of its behaviours. */
export function bad(behaviour: string): () => Bad {
  return () => {
    const file = join(mkdtempSync(join(tmpdir(), 'patchbay-bad-')), 'notes');
    const notes = () => {
      try {
        return readFileSync(file, 'utf8').trim().split('\n');
      } catch {
        return [];
      }
    };
    return { transport: { kind: 'stdio', command: process.execPath, args: [PROGRAM, behaviour], env: { BAD_NOTES: file } }, notes };
  };
}
