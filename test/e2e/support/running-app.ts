import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { ELECTRON_FLAGS, ROOT } from './environment.ts';

const SIZE = { width: 1240, height: 800 };

/** Patchbay in one of its shells, with its page. */
export interface RunningApp {
  readonly page: Page;
  /** The Electron app in the desktop shell. */
  readonly electron: ElectronApplication | null;
  /** The address with its token in the browser shell. */
  readonly url: string | null;
  readonly pid: number;
  /** Ends the shell as a person would, and waits until it has ended. */
  close(): Promise<void>;
}

/** The environment of a shell under test: its own data folder, and nothing that belongs to whoever runs the tests. */
export function environment(home: string): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _node, NODE_OPTIONS: _options, ...env } = process.env;
  const browser = [process.execPath, join(ROOT, 'test/e2e/support/opened-pages.mjs'), openedPages(home), '%s'].join(' ');
  return { ...(env as Record<string, string>), PATCHBAY_HOME: home, PATCHBAY_KEYCHAIN: 'none', BROWSER: browser };
}

/** The file that has every address a person’s browser was asked to open, one a line. */
export function openedPages(home: string): string {
  return `${home}.opened`;
}

/**
 * Without `executablePath`: Playwright finds the same Electron as the test script, and only then holds the app back until it
 * is attached. A window that opens while it attaches makes the launch hang now and then (2 of 175 starts; 0 of 250 held back).
 */
export async function startDesktop(home: string): Promise<RunningApp> {
  const app = await _electron.launch({ args: [...ELECTRON_FLAGS, ROOT], cwd: home, env: environment(home) });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return { page, electron: app, url: null, pid: app.process().pid ?? 0, close: () => app.close() };
}

async function addressOf(shell: ChildProcess): Promise<string> {
  if (!shell.stdout) throw new Error('The browser shell has no output');
  for await (const line of createInterface({ input: shell.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error('The browser shell ended without an address');
}

export async function startBrowser(home: string, browser: Browser): Promise<RunningApp> {
  const cli = join(ROOT, 'dist', 'node', 'cli.js');
  const shell = spawn(process.execPath, [cli, 'serve', '--no-open'], {
    cwd: home,
    env: environment(home),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(shell, 'exit');
  const url = await addressOf(shell);
  const context = await browser.newContext({ viewport: SIZE });
  const page = await context.newPage();
  await page.goto(url);
  return {
    page,
    electron: null,
    url,
    pid: shell.pid ?? 0,
    async close() {
      await context.close();
      shell.kill('SIGTERM');
      await ended;
    },
  };
}
