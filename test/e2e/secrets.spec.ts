import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthServer } from '../fixtures/auth-server/start.ts';
import { expect, test } from './support/fixtures.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { addServer, card, keepForSession, openServer, openTab, paste } from './support/steps.ts';

const KEY = 'sk_5f8d1c2b9a7e4d3f6a5b';
const PASSPHRASE = 'tulip harbor seven lanterns';

test('a key is kept in the vault, replaced, never shown again; one that stands outside is moved into it', async ({ page, home }) => {
  const saved = () => readFileSync(join(home, 'servers.json'), 'utf8');
  await page.getByRole('button', { name: 'Add server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await dialog.getByRole('radio', { name: 'Remote address' }).click({ force: true });
  await dialog.getByLabel('Address').fill('https://example.com/mcp');
  await dialog.getByLabel('Name', { exact: true }).fill('Keyed');
  await dialog.getByRole('button', { name: /Authentication/ }).click();
  await page.getByRole('option', { name: 'Bearer token' }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText('Enter the key, or choose another kind of authentication')).toBeVisible();
  await dialog.getByLabel('Token', { exact: true }).fill(KEY);
  await dialog.getByRole('button', { name: 'Add header' }).click();
  await page.keyboard.type('X-Api-Key');
  await dialog.getByLabel('Value of header 1').fill('plain-enough');
  await dialog.getByRole('button', { name: 'Keep in the vault' }).click();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await keepForSession(page);
  await expect(dialog).toBeHidden();
  expect(saved()).not.toContain(KEY);
  expect(saved()).toContain('plain-enough');

  await openServer(page, 'Keyed');
  await openTab(page, 'Settings');
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const token = page.getByRole('group', { name: 'Token' });
  await expect(token).toContainText('stored in the vault');
  await token.getByRole('button', { name: 'Replace' }).click();
  await page.keyboard.type('another');
  await page.getByRole('button', { name: 'Keep the stored one' }).click();
  await expect(save).toBeDisabled();
  const before = saved();
  await token.getByRole('button', { name: 'Replace' }).click();
  await page.keyboard.type('another');
  await save.click();
  await expect(token).toContainText('stored in the vault');
  expect(saved()).not.toBe(before);
  expect(await page.content()).not.toContain(KEY);

  await page.getByRole('link', { name: /^Settings/ }).click();
  await page.getByRole('button', { name: 'Move it into the vault' }).click();
  await expect(page.getByText('Moved 1 value into the vault')).toBeVisible();
  expect(saved()).not.toContain('plain-enough');
});

test('a key that was forgotten is asked for where it belongs; the passphrase stands before a change of protection', async ({ page }) => {
  const dialog = await paste(page, JSON.stringify({ mcpServers: { Local: { command: 'node', args: ['-v'], env: { API_KEY: KEY } } } }));
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const choice = page.getByRole('dialog', { name: 'Where should secrets be kept?' });
  await choice.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await choice.getByLabel('The same again').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await page.getByRole('link', { name: /^Settings/ }).click();
  await page.getByRole('button', { name: 'Change…' }).first().click();
  await expect(choice.getByRole('button', { name: 'Use this passphrase' })).toBeDisabled();
  await choice.getByText('Only until Patchbay ends').click();
  await choice.getByLabel('Passphrase until now').fill('not it');
  await page.keyboard.press('Enter');
  await expect(choice.getByText('That is not the passphrase.', { exact: false })).toBeVisible();
  await choice.getByLabel('Passphrase until now').fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(choice.getByText('There are secrets on the disk')).toBeVisible();
  await choice.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Forget…' }).click();
  await page.getByRole('menuitem', { name: 'Of Local…' }).click();
  await page.getByRole('button', { name: 'Forget', exact: true }).click();
  await expect(page.getByText('Forgot the secrets of Local')).toBeVisible();
  await page.getByRole('link', { name: /^Servers/ }).click();
  await card(page, 'Local').getByRole('button', { name: 'Connect' }).click();
  await card(page, 'Local').getByRole('button', { name: 'Enter key' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Local' });
  await expect(form.getByText('No longer in the vault: enter it again.')).toBeVisible();
  await expect(form.getByLabel('Value of variable 1')).toBeFocused();
});

for (const theme of ['Light', 'Dark']) {
  test(`no serious findings in authentication, signing in and the vault, ${theme.toLowerCase()}`, async ({ page, browserOfPerson }) => {
    test.slow();
    const auth = await AuthServer.start({ consent: 'page', idToken: true });
    await page.getByRole('link', { name: /^Settings/ }).click();
    await page.getByRole('radio', { name: theme }).click({ force: true });
    await page.getByRole('link', { name: /^Servers/ }).click();
    await addServer(page, auth.mcp, 'Protected', 'Save and connect');
    await expect(card(page, 'Protected')).toContainText('Sign-in needed');
    expect(await seriousFindings(page), 'a card that asks for sign-in').toEqual([]);
    await card(page, 'Protected').getByRole('button', { name: 'Sign in', exact: true }).click();
    const choice = page.getByRole('dialog', { name: 'Where should secrets be kept?' });
    await choice.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await choice.getByRole('button', { name: 'Use this passphrase' }).click();
    await expect(choice.getByText('The two are not the same')).toBeVisible();
    expect(await seriousFindings(page), 'the choice of a protection').toEqual([]);
    await choice.getByLabel('The same again').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Sign in to Protected' });
    await dialog.getByRole('button', { name: /The browser cannot come back/ }).click();
    await dialog.getByRole('button', { name: /Find the sign-in server/ }).click();
    expect(await seriousFindings(page), 'a sign-in under way').toEqual([]);
    await browserOfPerson.next();
    await dialog.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(dialog.getByText('Nothing was stored')).toBeVisible();
    await page.keyboard.press('Escape');

    await openServer(page, 'Protected');
    await openTab(page, 'Settings');
    for (const kind of ['Key in a header', 'Client credentials', 'Sign in when the server asks']) {
      await page.getByRole('button', { name: /Authentication/ }).click();
      await page.getByRole('option', { name: kind }).click();
      await page.getByRole('button', { name: 'Add header' }).click();
      expect(await seriousFindings(page), kind).toEqual([]);
    }
    await page.getByRole('button', { name: /^Advanced/ }).click();
    await page.getByRole('checkbox', { name: /calls itself something else/ }).click({ force: true });
    expect(await seriousFindings(page), 'advanced').toEqual([]);

    await page.getByRole('link', { name: /^Settings/ }).click();
    expect(await seriousFindings(page), 'security').toEqual([]);
    await page.getByRole('button', { name: 'Lock now' }).click();
    await page.getByRole('button', { name: 'Secrets are locked' }).click();
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByText('That is not the passphrase.', { exact: false })).toBeVisible();
    expect(await seriousFindings(page), 'a wrong passphrase').toEqual([]);
    await auth.stop();
  });
}
