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

async function untilButton(launch: () => ReturnType<typeof _electron.launch>, name: string): Promise<number> {
  const start = performance.now();
  const app = await launch();
  const page = await app.firstWindow();
  await page.getByRole('button', { name }).waitFor();
  const elapsed = performance.now() - start;
  await app.close();
  return elapsed;
}

function launchApp(root: string, home: string) {
  return _electron.launch({ args: [...ELECTRON_FLAGS, root], env: { ...process.env, PATCHBAY_HOME: home } as Record<string, string> });
}

export async function launchPatchbay(root: string, home: string) {
  const app = await launchApp(root, home);
  const page = await app.firstWindow();
  return { app, page };
}

/** From the start of the process to a window that answers, against a blank Electron window. */
export async function benchStartUp(root: string): Promise<Row[]> {
  const blank = mkdtempSync(join(tmpdir(), 'patchbay-blank-'));
  const home = mkdtempSync(join(tmpdir(), 'patchbay-home-'));
  writeFileSync(join(blank, 'package.json'), JSON.stringify({ name: 'blank', main: 'main.cjs' }));
  writeFileSync(join(blank, 'main.cjs'), BLANK_MAIN);
  try {
    const { ratio, ours, theirs } = await pairwise(
      ROUNDS,
      () => untilButton(() => launchApp(root, home), 'Try the sample server'),
      () => untilButton(() => _electron.launch({ args: [...ELECTRON_FLAGS, blank] }), 'blank'),
    );
    return [
      {
        name: 'start to interactive window / blank window',
        value: ratio,
        unit: 'x',
        note: `${ours.toFixed(0)} ms against ${theirs.toFixed(0)} ms`,
      },
    ];
  } finally {
    rmSync(blank, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
