// What is built from what. Vite itself is imported only when something is really built: deciding must be fast.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node of the oldest Electron the code runs on. */
export const NODE_TARGET = 'node20.18';

/** Index.html carries this word where a fresh nonce belongs; whoever serves the page fills it in. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string[]} sources Files and folders, relative to the root, whose change makes the target stale.
 * @property {Record<string, string>} entries Entry points, relative to the root, by output name.
 * @property {string} output Folder, relative to the root.
 */
const COMMON = ['build/targets.mjs', 'build/vite-options.mjs', 'build/bundled-code.mjs', 'package.json', 'package-lock.json', 'shared'];

/** @type {Record<'renderer' | 'main' | 'preload' | 'node', Target>} */
export const TARGETS = {
  renderer: {
    name: 'renderer',
    sources: [...COMMON, 'renderer'],
    entries: { index: 'renderer/index.html' },
    output: 'dist/renderer',
  },
  main: {
    name: 'main',
    sources: [...COMMON, 'electron'],
    entries: { main: 'electron/main.ts' },
    output: 'dist/main',
  },
  preload: {
    name: 'preload',
    sources: [...COMMON, 'electron/preload.ts'],
    entries: { preload: 'electron/preload.ts' },
    output: 'dist/preload',
  },
  node: {
    name: 'node',
    sources: [...COMMON, 'electron'],
    entries: { cli: 'electron/cli.ts' },
    output: 'dist/node',
  },
};

/** The entry points as absolute paths. */
export function entriesOf(target) {
  return Object.fromEntries(Object.entries(target.entries).map(([name, path]) => [name, join(ROOT, path)]));
}
