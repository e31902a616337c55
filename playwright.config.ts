import { defineConfig } from '@playwright/test';
import type { ShellOptions } from './test/e2e/support/fixtures.ts';

/**
 * The same specs in both shells, but for those tagged @desktop or @browser. `npm run test:e2e` finds Electron, Chromium
 * and a display for them.
 */
export default defineConfig<ShellOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'line',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'electron', grepInvert: /@browser/, use: { shell: 'desktop' } },
    { name: 'chromium', grepInvert: /@desktop/, use: { shell: 'browser' } },
  ],
});
