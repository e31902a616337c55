import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { AuthServer } from '../fixtures/auth-server/start.ts';
import { ELECTRON_FLAGS, electron, ROOT } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';
import type { PersonsBrowser } from './support/persons-browser.ts';
import { environment } from './support/running-app.ts';
import { addServer, card } from './support/steps.ts';

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
  const executable = await app.evaluate(() => process.execPath);
  const child = spawn(executable, [...ELECTRON_FLAGS, ROOT, '--', link], { cwd: home, env: environment(home), stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}

/** Starts the app as the system does with a link while it does not run. */
function startWith(home: string, link: string): Promise<ElectronApplication> {
  return _electron.launch({ args: [...ELECTRON_FLAGS, ROOT, '--', link], cwd: home, env: environment(home) });
}

const PASSPHRASE = 'tulip harbor seven lanterns';

/** A server whose client was registered by hand with a link of the app; nobody but a person ends its sign-in. */
async function authServer(): Promise<AuthServer> {
  const redirectUris = ['patchbay://oauth/callback'];
  return AuthServer.start({ consent: 'page', clients: [{ id: 'by-hand', secret: null, method: 'none', redirectUris }] });
}

/** Adds the server, signs in as far as the browser, and consents there; resolves with the link that the browser hands to the system. */
async function consented(page: Page, auth: AuthServer, browser: PersonsBrowser): Promise<string> {
  await addServer(page, auth.mcp, 'Linked', 'Save');
  await card(page, 'Linked').click();
  await page.getByRole('tab', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /Advanced/ }).click();
  await page.getByLabel('Client id').fill('by-hand');
  await page.getByRole('button', { name: /The browser comes back to/ }).click();
  await page.getByRole('option', { name: 'patchbay://oauth/callback' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Servers' }).click();
  await card(page, 'Linked').getByRole('button', { name: 'Connect' }).click();
  await card(page, 'Linked').getByRole('button', { name: 'Sign in', exact: true }).click();
  const choice = page.getByRole('dialog', { name: 'Where should secrets be kept?' });
  await choice.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await choice.getByLabel('The same again').fill(PASSPHRASE);
  await choice.getByRole('button', { name: 'Use this passphrase' }).click();
  const consent = await browser.next();
  await consent.getByLabel('Ada Lovelace').check();
  const answered = consent.waitForResponse((response) => response.url().endsWith('/consent'));
  await consent.getByRole('button', { name: 'Allow' }).click();
  return (await answered).headers().location ?? '';
}

test('a sign-in is answered by a link to the running app @desktop', async ({ page, current, home, browserOfPerson }) => {
  const app = current.app?.electron;
  if (!app) throw new Error('links reach the desktop app only');
  const auth = await authServer();
  try {
    const link = await consented(page, auth, browserOfPerson);
    expect(link).toContain('patchbay://oauth/callback?');
    expect(await openLink(app, home, link)).toBe(0);
    await expect(page.getByRole('dialog', { name: 'Sign in to Linked' }).getByText(/^Signed in/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card(page, 'Linked')).toContainText('Connected');
  } finally {
    await auth.stop();
  }
});

test('a sign-in is answered by a link that starts the app anew @desktop', async ({ page, current, home, browserOfPerson }) => {
  const auth = await authServer();
  let again: ElectronApplication | null = null;
  try {
    const link = await consented(page, auth, browserOfPerson);
    await current.app?.close();
    current.app = null;
    again = await startWith(home, link);
    await keepBoxes(again);
    const next = await again.firstWindow();
    await expect.poll(() => boxes(again as ElectronApplication)).toEqual(['The secrets are locked']);
    await next.getByRole('button', { name: /Secrets are locked/ }).click();
    const unlock = next.getByRole('dialog', { name: 'Unlock your secrets' });
    await unlock.getByLabel('Passphrase').fill(PASSPHRASE);
    await unlock.getByRole('button', { name: 'Unlock' }).click();
    await expect(card(next, 'Linked')).toContainText('Connected');
  } finally {
    await again?.close();
    await auth.stop();
  }
});

test('a link to the running app is told when it answers nothing or is not known, and the window comes forward @desktop', async ({
  page,
  current,
  home,
}) => {
  const app = current.app?.electron;
  if (!app) throw new Error('links reach the desktop app only');
  await expect(page.getByRole('main')).toBeVisible();
  await keepBoxes(app);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await openLink(app, home, CALLBACK)).toBe(0);
  await expect.poll(() => boxes(app)).toEqual([UNEXPECTED]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))).toEqual([true]);
  expect(await openLink(app, home, 'patchbay://settings/reset?all=1')).toBe(0);
  await expect.poll(() => boxes(app)).toEqual([UNEXPECTED, 'Patchbay does not know the link patchbay://settings/reset']);
});

test('a link that starts the app is told once its window is there @desktop', async ({ home }) => {
  test.skip(!electron.binary, electron.missing);
  const app = await startWith(home, CALLBACK);
  try {
    await keepBoxes(app);
    const page = await app.firstWindow();
    await expect(page.getByRole('main')).toBeVisible();
    await expect.poll(() => boxes(app)).toEqual([UNEXPECTED]);
  } finally {
    await app.close();
  }
});
