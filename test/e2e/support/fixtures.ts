import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, chromium as chromiumType, expect, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, chromium, electron } from './environment.ts';
import { PersonsBrowser } from './persons-browser.ts';
import { openedPages, type RunningApp, startBrowser, startDesktop } from './running-app.ts';

export interface ShellOptions {
  /** Which shell the project runs its specs in. */
  shell: 'desktop' | 'browser';
}

interface ShellFixtures {
  /** A fresh data folder; write into it before `app` or `page` is used to start with something there. */
  home: string;
  app: RunningApp;
  page: Page;
  /** Ends the app and starts it again on the same data folder; resolves with the new page. */
  restart: () => Promise<Page>;
  /** The browser of the person, as far as the app opens pages in it. */
  browserOfPerson: PersonsBrowser;
  /** What went wrong in the page so far; a spec that provokes errors empties it. */
  problems: string[];
  /** The app that runs now: another one after a restart. */
  current: { app: RunningApp | null };
}

interface WorkerFixtures {
  /** One Chromium a worker; null in the desktop shell. */
  chromiumBrowser: Browser | null;
}

/** Errors of the page that no spec expects: exceptions, and whatever the page's policy had to block. */
function watchPage(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text())) problems.push(message.text());
  });
}

/**
 * Specs import `test` and `expect` from here: `page` is the page of a freshly started Patchbay, in Electron or in the
 * browser shell. A project whose program is missing is skipped with the reason.
 */
export const test = base.extend<ShellFixtures, WorkerFixtures & ShellOptions>({
  shell: ['browser', { option: true, scope: 'worker' }],

  chromiumBrowser: [
    async ({ shell }, use) => {
      if (shell !== 'browser' || !chromium.binary) return use(null);
      const browser = await chromiumType.launch({ executablePath: chromium.binary, args: CHROMIUM_FLAGS });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  home: async ({ shell: _ }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    rmSync(openedPages(folder), { force: true });
  },

  browserOfPerson: async ({ home }, use, info) => {
    info.skip(!chromium.binary, chromium.missing);
    const browser = new PersonsBrowser(openedPages(home));
    await use(browser);
    await browser.close();
  },

  problems: async ({ shell: _ }, use) => {
    const problems: string[] = [];
    await use(problems);
    expect(problems, 'errors of the page').toEqual([]);
  },

  current: async ({ shell: _ }, use) => {
    const current: { app: RunningApp | null } = { app: null };
    await use(current);
    await current.app?.close();
  },

  app: async ({ shell, home, chromiumBrowser, problems, current }, use, info) => {
    const program = shell === 'desktop' ? electron : chromium;
    info.skip(!program.binary, program.missing);
    current.app = chromiumBrowser ? await startBrowser(home, chromiumBrowser) : await startDesktop(home);
    watchPage(current.app.page, problems);
    await use(current.app);
  },

  page: async ({ app }, use) => {
    await use(app.page);
  },

  restart: async ({ app, home, chromiumBrowser, problems, current }, use) => {
    await use(async () => {
      await (current.app ?? app).close();
      current.app = null;
      const again = chromiumBrowser ? await startBrowser(home, chromiumBrowser) : await startDesktop(home);
      current.app = again;
      watchPage(again.page, problems);
      return again.page;
    });
  },
});

export { expect };
