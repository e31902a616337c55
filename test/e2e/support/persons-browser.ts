import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium as chromiumType, expect, type Page } from '@playwright/test';
import { CHROMIUM_FLAGS, chromium } from './environment.ts';

/** A real Chromium apart from the app: what the app asks the system to open is opened in it when the spec says so. */
export class PersonsBrowser {
  readonly #file: string;
  #browser: Browser | null = null;
  #seen = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Every address that was to be opened. */
  get addresses(): readonly string[] {
    return existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim().split('\n') : [];
  }

  /** How many of them nobody has looked at. */
  get waiting(): number {
    return this.addresses.length - this.#seen;
  }

  /** The next page that the app opened, once it has. */
  async next(): Promise<Page> {
    await expect.poll(() => this.waiting, 'pages that the app opened').toBeGreaterThan(0);
    const address = this.addresses[this.#seen] ?? '';
    this.#seen += 1;
    this.#browser ??= await chromiumType.launch({ executablePath: chromium.binary, args: CHROMIUM_FLAGS });
    const page = await (await this.#browser.newContext()).newPage();
    await page.goto(address);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}
