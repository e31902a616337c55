import type { Page } from '@playwright/test';
import { AuthServer } from '../fixtures/auth-server/start.ts';
import { test as base, expect } from './support/fixtures.ts';
import type { PersonsBrowser } from './support/persons-browser.ts';
import { addServer, card, openServer, runEcho } from './support/steps.ts';

const PASSPHRASE = 'tulip harbor seven lanterns';

/** A server that asks for sign-in, with a page where a person consents. */
const test = base.extend<{ auth: AuthServer }>({
  auth: async ({ shell: _ }, use) => {
    const server = await AuthServer.start({ consent: 'page', idToken: true, scopes: ['openid', 'tools'], challengeScope: 'openid tools' });
    await use(server);
    await server.stop();
  },
});

async function addProtected(page: Page, auth: AuthServer): Promise<void> {
  await addServer(page, auth.mcp, 'Protected', 'Save and connect');
  await expect(card(page, 'Protected')).toContainText('Sign-in needed');
}

/** Presses Sign in, and answers where secrets are to be kept. */
async function beginFirst(page: Page): Promise<void> {
  await card(page, 'Protected').getByRole('button', { name: 'Sign in', exact: true }).click();
  const choice = page.getByRole('dialog', { name: 'Where should secrets be kept?' });
  await choice.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await choice.getByLabel('The same again').fill(PASSPHRASE);
  await choice.getByRole('button', { name: 'Use this passphrase' }).click();
}

/** The person’s part in the browser. */
async function consent(browser: PersonsBrowser, who: string, answer: 'Allow' | 'Deny'): Promise<Page> {
  const page = await browser.next();
  await page.getByLabel(who).check();
  await page.getByRole('button', { name: answer }).click();
  return page;
}

async function signInFirst(page: Page, auth: AuthServer, browser: PersonsBrowser): Promise<void> {
  await addProtected(page, auth);
  await beginFirst(page);
  const end = await consent(browser, 'Ada Lovelace', 'Allow');
  await expect(end.getByText('You can close this tab')).toBeVisible();
  await expect(card(page, 'Protected')).toContainText('Connected');
}

test('a person signs in once: the card is connected, also after a restart', async ({ page, auth, browserOfPerson, restart }) => {
  await addProtected(page, auth);
  await beginFirst(page);
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await expect(dialog.getByText('Go on in your browser')).toBeVisible();
  await expect(dialog.getByText(`${auth.issuer}/authorize`, { exact: false }).first()).toBeVisible();
  const end = await consent(browserOfPerson, 'Ada Lovelace', 'Allow');
  await expect(end.getByText('You can close this tab')).toBeVisible();
  await expect(dialog.getByText('Signed in as ada@example.com.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(card(page, 'Protected')).toContainText('Connected');
  await expect(card(page, 'Protected')).toContainText('ada@example.com');

  const again = await restart();
  await card(again, 'Protected').getByRole('button', { name: 'Connect' }).click();
  const unlock = again.getByRole('dialog', { name: 'Unlock your secrets' });
  await unlock.getByLabel('Passphrase').fill(PASSPHRASE);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(card(again, 'Protected')).toContainText('Connected');
  await openServer(again, 'Protected');
  await runEcho(again, 'hi');
  expect(browserOfPerson.waiting).toBe(0);
  expect(auth.grants('authorization_code')).toHaveLength(1);
});

test('a sign-in that is cancelled or declined leaves the card as it was, and the next one works', async ({
  page,
  auth,
  browserOfPerson,
}) => {
  await addProtected(page, auth);
  await beginFirst(page);
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await browserOfPerson.next();
  await dialog.getByRole('button', { name: 'Cancel sign-in' }).click();
  await expect(dialog.getByText('Nothing was stored')).toBeVisible();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  const end = await consent(browserOfPerson, 'Ada Lovelace', 'Deny');
  await expect(end.getByText('You can close this tab')).toBeVisible();
  await expect(dialog.getByText('Access was not granted').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(card(page, 'Protected')).toContainText('Sign-in needed');
  await card(page, 'Protected').getByRole('button', { name: 'Sign in', exact: true }).click();
  await consent(browserOfPerson, 'Grace Hopper', 'Allow');
  await expect(dialog.getByText('Signed in as grace@example.com.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(card(page, 'Protected')).toContainText('Connected');
});

test('while the browser is waited for, the card says so and can cancel it', async ({ page, auth, browserOfPerson }) => {
  await addProtected(page, auth);
  await beginFirst(page);
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await expect(dialog.getByText('Go on in your browser')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(card(page, 'Protected')).toContainText('Waiting for the browser');
  await browserOfPerson.next();
  await card(page, 'Protected').getByRole('button', { name: 'Cancel' }).click();
  await expect(card(page, 'Protected')).toContainText(/Sign-in needed|Not connected/);
});

test('a second account is added, chosen and signed out', async ({ page, auth, browserOfPerson }) => {
  await signInFirst(page, auth, browserOfPerson);
  await page.getByRole('dialog', { name: 'Sign in to Protected' }).getByRole('button', { name: 'Close' }).last().click();
  await openServer(page, 'Protected');
  await page.getByRole('button', { name: 'Account ada@example.com' }).click();
  await page.getByRole('menuitem', { name: 'Add account…' }).click();
  await consent(browserOfPerson, 'Grace Hopper', 'Allow');
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await expect(dialog.getByText('Signed in as grace@example.com.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: 'Account grace@example.com' }).click();
  await page.getByRole('menuitem', { name: /ada@example.com/ }).click();
  await expect(page.getByRole('button', { name: 'Account ada@example.com' })).toBeVisible();
  await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();

  await page.getByRole('button', { name: 'Account ada@example.com' }).click();
  await page.getByRole('menuitem', { name: 'Sign out…' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByText('Sign-in needed').or(page.getByText('Not connected')).first()).toBeVisible();
  await expect.poll(() => auth.seen('revoke').length).toBeGreaterThan(0);
});

test('access that has ended is renewed without the person; where it cannot be, the card asks', async ({ page, auth, browserOfPerson }) => {
  auth.options.lifetimeS = 1;
  await signInFirst(page, auth, browserOfPerson);
  await page.getByRole('dialog', { name: 'Sign in to Protected' }).getByRole('button', { name: 'Close' }).last().click();
  await openServer(page, 'Protected');
  await runEcho(page, 'renewed');
  expect(auth.grants('refresh_token').length).toBeGreaterThan(0);
  auth.forget('tokens');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByText('Sign-in needed').first()).toBeVisible();
  expect(browserOfPerson.waiting).toBe(0);
});

test('a call that needs more permissions leads to them, and works once they are granted', async ({ page, auth, browserOfPerson }) => {
  auth.options.toolScopes = { add: 'admin' };
  await signInFirst(page, auth, browserOfPerson);
  await page.getByRole('dialog', { name: 'Sign in to Protected' }).getByRole('button', { name: 'Close' }).last().click();
  await openServer(page, 'Protected');
  await page.getByRole('treeitem', { name: /^add/ }).click();
  await page.getByRole('textbox', { name: 'a', exact: true }).fill('2');
  await page.getByRole('textbox', { name: 'b', exact: true }).fill('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  const result = page.getByRole('region', { name: 'Result', exact: true });
  await expect(result.getByText('The server asks for more permissions: admin', { exact: true })).toBeVisible();
  await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
  // Nothing opens by itself.
  expect(browserOfPerson.waiting).toBe(0);
  const more = result.getByRole('button', { name: 'Sign in for more permissions' });
  await more.press('Enter');
  const question = page.getByRole('dialog', { name: 'Protected asks for more permissions' });
  await expect(question.getByText('ada@example.com')).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(more).toBeFocused();
  await more.press('Enter');
  await question.getByRole('button', { name: 'Sign in for more permissions' }).click();
  const consentPage = await browserOfPerson.next();
  await expect(consentPage.getByText('asks for admin openid tools')).toBeVisible();
  await consentPage.getByLabel('Ada Lovelace').check();
  await consentPage.getByRole('button', { name: 'Allow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await expect(dialog.getByText('Signed in as ada@example.com.')).toBeVisible();
  await page.keyboard.press('Escape');
  const repeat = result.getByRole('button', { name: 'Repeat' });
  await repeat.press('Enter');
  await expect(result.getByText('Done', { exact: true }).first()).toBeVisible();
  expect(await page.getByRole('button', { name: /^Account / }).count()).toBe(1);
});

test('a double click begins one sign-in; a wrong address that is pasted does not end it', async ({ page, auth, browserOfPerson }) => {
  await addProtected(page, auth);
  await beginFirst(page);
  const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
  await browserOfPerson.next();
  await dialog.getByRole('button', { name: 'Cancel sign-in' }).click();
  await expect(dialog.getByText('Nothing was stored')).toBeVisible();
  await page.keyboard.press('Escape');
  await card(page, 'Protected').getByRole('button', { name: 'Sign in', exact: true }).dblclick();
  await expect(dialog.getByText('Go on in your browser')).toBeVisible();
  const consentPage = await browserOfPerson.next();
  expect(browserOfPerson.waiting).toBe(0);
  await dialog.getByRole('button', { name: /The browser cannot come back/ }).click();
  const paste = dialog.getByLabel('Paste the address you were sent to');
  for (const wrong of ['nonsense', consentPage.url()]) {
    await paste.fill(wrong);
    await dialog.getByRole('button', { name: 'Finish' }).click();
    await expect(dialog.getByText('That is not the address at which this sign-in ends')).toBeVisible();
  }
  await consentPage.getByRole('button', { name: 'Allow' }).click();
  await expect(dialog.getByText('Signed in as ada@example.com.')).toBeVisible();
});
