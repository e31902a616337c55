import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installElectron } from './electron-installer.mjs';
import { ROOT } from './targets.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');

const BINARY = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';

function installedBinary() {
  const pathFile = join(PACKAGE, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(PACKAGE, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/**
 * The Electron to run: from ELECTRON_OVERRIDE_DIST_PATH, from the installed package, or downloaded by that package's
 * installer. Resolves with `{ binary }` or `{ reason }`, the latter in the form "Electron … (why)".
 */
export async function findElectron({ say = () => {} } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const binary = join(override, BINARY);
    return existsSync(binary) ? { binary } : { reason: `Electron is not in ELECTRON_OVERRIDE_DIST_PATH (${override})` };
  }
  const installed = installedBinary();
  if (installed) return { binary: installed };
  say('Electron is not here yet, downloading it…');
  const failure = await installElectron(PACKAGE, { say });
  if (failure) return { reason: `Electron could not be downloaded (${failure})` };
  const binary = installedBinary();
  return binary ? { binary } : { reason: 'Electron could not be found after its installer ran' };
}

/** Why no window can be shown here, or null. */
export function displayProblem() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  return 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/** Flags that this machine needs, with a sentence for each that a person should know of. */
export function requiredFlags({ say }) {
  if (process.platform !== 'linux' || process.getuid() !== 0) return [];
  say('Warning: running as root, so Electron runs without its sandbox (--no-sandbox). Better use an ordinary account.');
  return ['--no-sandbox'];
}
