import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { benchBrowserShell } from './browser-shell.ts';
import { benchConnections } from './connections.ts';
import { benchCrowd } from './crowd.ts';
import { benchFirstLoad } from './first-load.ts';
import { benchManyCalls } from './many-calls.ts';
import { benchMessages } from './messages.ts';
import { printTable, type Row } from './report.ts';
import { benchSoak } from './soak/soak.ts';
import { benchStartUp } from './start-up.ts';
import { benchWindow } from './window.ts';

const root = process.cwd();
const hasElectron =
  existsSync(
    join(
      process.env.ELECTRON_OVERRIDE_DIST_PATH ?? 'node_modules/electron/dist',
      process.platform === 'win32' ? 'electron.exe' : 'electron',
    ),
  ) &&
  (process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY));

const parts: [string, () => Row[] | Promise<Row[]>, boolean][] = [
  ['size', () => benchFirstLoad(root), true],
  ['connections', benchConnections, true],
  ['crowd', benchCrowd, true],
  ['calls', benchManyCalls, true],
  ['messages', benchMessages, true],
  ['browser', () => benchBrowserShell(root), true],
  ['start', () => benchStartUp(root), hasElectron],
  ['window', () => benchWindow(root), hasElectron],
];

/** Parts that run only when they are asked for. */
const long: typeof parts = [['soak', benchSoak, true]];

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, run, possible] of [...parts, ...long]) {
  if (wanted.length === 0 ? long.some(([each]) => each === name) : !wanted.includes(name)) continue;
  if (!possible) {
    console.error(`${name}: skipped, there is no Electron or no display`);
    continue;
  }
  rows.push(...(await run()));
}
printTable(rows);
process.stdout.write(`${JSON.stringify({ node: process.version, platform: process.platform, rows }, null, 2)}\n`);
process.exit(0);
