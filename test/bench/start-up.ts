import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { Row } from './report.ts';
import { pairwise } from './statistics.ts';

const ROUNDS = 6;

/** An Electron program that does nothing but show an empty window. */
const BLANK_MAIN = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1240, height: 800, webPreferences: { sandbox: true } });
  window.loadURL('data:text/html,<button>blank</button>');
});
`;

export const ELECTRON_FLAGS = process.getuid?.() === 0 && process.platform === 'linux' ? ['--no-sandbox'] : [];

async function launchBlank(folder: string): Promise<void> {
  const app = await _electron.launch({ args: [...ELECTRON_FLAGS, folder] });
  const page = await app.firstWindow();
  await page.getByRole('button', { name: 'blank' }).waitFor();
  await app.close();
}

export async function launchPatchbay(root: string, home: string) {
  const app = await _electron.launch({
    args: [...ELECTRON_FLAGS, root],
    env: { ...process.env, PATCHBAY_HOME: home } as Record<string, string>,
  });
  const page = await app.firstWindow();
  return { app, page };
}

/** From the start of the process to a window that answers, against a blank Electron window; both are closed again each time. */
export async function benchStartUp(root: string): Promise<Row[]> {
  const blank = mkdtempSync(join(tmpdir(), 'patchbay-blank-'));
  const home = mkdtempSync(join(tmpdir(), 'patchbay-home-'));
  writeFileSync(join(blank, 'package.json'), JSON.stringify({ name: 'blank', main: 'main.cjs' }));
  writeFileSync(join(blank, 'main.cjs'), BLANK_MAIN);
  try {
    const result = await pairwise(
      ROUNDS,
      async () => {
        const { app, page } = await launchPatchbay(root, home);
        await page.getByRole('button', { name: 'Try the sample server' }).waitFor();
        await app.close();
      },
      () => launchBlank(blank),
    );
    return [
      {
        name: 'start to interactive and quit / blank window',
        value: result.ratio,
        unit: 'x',
        note: `${result.ours.toFixed(0)} ms against ${result.theirs.toFixed(0)} ms`,
      },
    ];
  } finally {
    rmSync(blank, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
