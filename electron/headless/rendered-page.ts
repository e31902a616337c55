import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built page beside the built code: dist/renderer, seen from any file of dist/main or dist/node. */
export function renderedPageFolder(): string {
  return join(dirname(dirname(fileURLToPath(import.meta.url))), 'renderer');
}
