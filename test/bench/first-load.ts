import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from './report.ts';

/** JavaScript that the page asks for before anything can be seen: its scripts and their module preloads, gzipped. */
export function benchFirstLoad(root: string): Row[] {
  const folder = join(root, 'dist/renderer');
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  const bytes = [...new Set(files)].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
  return [{ name: 'first JavaScript load, gzip', value: bytes / 1024, unit: 'KB', aim: 250, note: `${files.length} files` }];
}
