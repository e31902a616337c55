import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { displayProblem, findElectron } from './electron-runtime.mjs';
import { findOnPath } from './find-on-path.mjs';
import { ROOT } from './targets.mjs';

const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL_LIMIT_MS = 300_000;

/** Chromium as Playwright installed it, as the system has it, or freshly installed by Playwright. */
function findChromium(say) {
  const own = chromium.executablePath();
  if (existsSync(own)) return { binary: own };
  const system = findOnPath(SYSTEM_BROWSERS);
  if (system) return { binary: system };
  say('Chromium is not here yet, installing it with Playwright…');
  const command = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  spawnSync(command, ['playwright', 'install', 'chromium'], { cwd: ROOT, stdio: ['ignore', 2, 2], timeout: INSTALL_LIMIT_MS });
  return existsSync(own) ? { binary: own } : { reason: 'Chromium is neither installed nor could Playwright install it' };
}

/**
 * What the end-to-end tests need of this machine, as environment variables for them, and the command that gives them
 * a display where there is none.
 */
export async function testEnvironment({ say }) {
  const needsDisplay = displayProblem() !== null;
  const xvfb = needsDisplay ? findOnPath(['xvfb-run']) : null;
  const electron = needsDisplay && !xvfb ? { reason: 'there is no display and no xvfb-run' } : await findElectron({ say });
  const browser = findChromium(say);
  const env = {
    ...(electron.binary ? { PATCHBAY_TEST_ELECTRON: electron.binary } : { PATCHBAY_TEST_NO_ELECTRON: electron.reason }),
    ...(browser.binary ? { PATCHBAY_TEST_CHROMIUM: browser.binary } : { PATCHBAY_TEST_NO_CHROMIUM: browser.reason }),
  };
  const missing = [
    ...(electron.reason ? [`Electron tests are skipped: ${electron.reason}`] : []),
    ...(browser.reason ? [`Browser tests are skipped: ${browser.reason}`] : []),
  ];
  return { env, missing, wrapper: xvfb ? [xvfb, '-a', '-s', '-screen 0 1600x1200x24'] : [] };
}
