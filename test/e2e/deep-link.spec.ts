import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron, type ElectronApplication } from '@playwright/test';
import { ELECTRON_FLAGS, electron, ROOT } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';

const CALLBACK = 'patchbay://oauth/callback?code=c&state=s';
const UNEXPECTED = 'No sign-in waits for this answer of the browser';

/** Keeps the boxes that the app would show; there is nobody to close them. */
async function keepBoxes(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app, dialog }) => {
    const boxes: string[] = [];
    Object.assign(app, { boxes });
    dialog.showMessageBox = (async (...args: unknown[]) => {
      boxes.push((args.at(-1) as { message: string }).message);
      return { response: 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
}

const boxes = (app: ElectronApplication) => app.evaluate(({ app }) => (app as unknown as { boxes: string[] }).boxes);

/** What the system does with a link: it starts the app once more. Resolves with the exit code. */
async function openLink(app: ElectronApplication, home: string, link: string): Promise<number | null> {
  const { PATCHBAY_HOME: _, ...env } = process.env;
  const executable = await app.evaluate(() => process.execPath);
  const child = spawn(executable, [...ELECTRON_FLAGS, ROOT, '--', link], {
    cwd: home,
    env: { ...env, PATCHBAY_HOME: home },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit');
  return code;
}

test('a link to the running app is told when it answers nothing or is not known, and the window comes forward', async ({
  page,
  current,
  home,
}) => {
  const app = current.app?.electron;
  test.skip(!app, 'links reach the desktop app only');
  if (!app) return;
  await expect(page.getByRole('main')).toBeVisible();
  await keepBoxes(app);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await openLink(app, home, CALLBACK)).toBe(0);
  await expect.poll(() => boxes(app)).toEqual([UNEXPECTED]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))).toEqual([true]);
  expect(await openLink(app, home, 'patchbay://settings/reset?all=1')).toBe(0);
  await expect.poll(() => boxes(app)).toEqual([UNEXPECTED, 'Patchbay does not know the link patchbay://settings/reset']);
});

test('a link that starts the app is told once its window is there', async ({ shell, home }) => {
  test.skip(shell !== 'desktop' || !electron.binary, 'links reach the desktop app only');
  const { PATCHBAY_HOME: _, ...env } = process.env as Record<string, string>;
  const app = await _electron.launch({
    args: [...ELECTRON_FLAGS, ROOT, '--', CALLBACK],
    cwd: home,
    env: { ...env, PATCHBAY_HOME: home },
  });
  try {
    await keepBoxes(app);
    const page = await app.firstWindow();
    await expect(page.getByRole('main')).toBeVisible();
    await expect.poll(() => boxes(app)).toEqual([UNEXPECTED]);
  } finally {
    await app.close();
  }
});
