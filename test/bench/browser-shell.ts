import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Row } from './report.ts';
import { callsFromPage } from './window.ts';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A call from a page in Chromium to the core and back, over the WebSocket. */
export async function benchBrowserShell(root: string): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const shell = spawn(process.execPath, [join(root, 'build/patchbay.mjs'), 'serve', '--no-open', '--home', home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    shell.once('exit', () => reject(new Error('the browser shell ended')));
    shell.stdout.on('data', (chunk) => {
      const match = /http:\S+/.exec(String(chunk));
      if (match) resolve(match[0]);
    });
  });
  const executablePath = SYSTEM_CHROMIUM.find((path) => existsSync(path));
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Try the sample server' }).waitFor();
    const value = await callsFromPage(page, 'websocket');
    return [{ name: 'tools/call from the page and back over WebSocket (median)', value, unit: 'ms' }];
  } finally {
    await browser.close();
    shell.kill('SIGTERM');
    rmSync(home, { recursive: true, force: true });
  }
}
