// `npm run package [-- --dir] [arguments of electron-builder]`: builds, then packs what was built. `--dir` leaves an
// unpacked folder below release/. Honours ELECTRON_OVERRIDE_DIST_PATH.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './ensure-built.mjs';
import { runInstead } from './run-child.mjs';
import { ROOT } from './targets.mjs';

/** A runtime of another version than the pinned one must be named, or electron-builder looks for the pinned one in it. */
function overriddenRuntime() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return [];
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH (${folder}) holds no Electron`);
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
}

try {
  await ensureBuilt(['renderer', 'preload', 'main'], { say: (line) => console.error(line) });
  const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
  const args = ['--config', join(ROOT, 'electron-builder.yml'), '--publish', 'never', ...overriddenRuntime(), ...process.argv.slice(2)];
  process.exitCode = await runInstead(process.execPath, [builder, ...args]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
