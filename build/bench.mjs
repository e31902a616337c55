// `npm run bench [-- part …]`: a table on stderr, JSON on stdout. Parts: size, connections, crowd, calls, messages, browser, start, window; `soak` (ten
// minutes) only when it is asked for.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'vite';
import { bundledCode } from './bundled-code.mjs';
import { displayProblem } from './electron-runtime.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { findOnPath } from './find-on-path.mjs';
import { NODE_TARGET, ROOT, TARGETS } from './targets.mjs';

/** Parts that measure the built app; the others need the core only. */
const NEEDS_APP = ['size', 'browser', 'start', 'window'];
const parts = process.argv.slice(2);
const needsApp = parts.length === 0 || parts.some((part) => NEEDS_APP.includes(part));
if (needsApp) await ensureBuilt(Object.keys(TARGETS), { say: (line) => console.error(line) });
await build({
  root: ROOT,
  configFile: false,
  logLevel: 'warn',
  plugins: [bundledCode()],
  build: { ssr: join(ROOT, 'test/bench/main.ts'), outDir: join(ROOT, 'dist/bench'), emptyOutDir: true, target: NODE_TARGET, minify: false },
});
const args = [join(ROOT, 'dist/bench/main.js'), ...parts];
// Electron needs a display; a virtual one serves where there is no other.
const xvfb = displayProblem() === null ? null : findOnPath(['xvfb-run']);
const [command, ...rest] = xvfb ? [xvfb, '-a', process.execPath, ...args] : [process.execPath, ...args];
process.exitCode = spawnSync(command, rest, { stdio: 'inherit', cwd: ROOT }).status ?? 1;
