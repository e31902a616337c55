import { everythingCommand, fixtureCommand, startServer } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, keepForSession, paste, runEcho } from './support/steps.ts';

const { command, args } = everythingCommand();
const everything = [command, ...args].map((word) => `'${word}'`).join(' ');

test('a local server is added by its command line, connected and used', async ({ page }) => {
  const dialog = await paste(page, everything);
  await dialog.getByLabel('Name', { exact: true }).fill('Everything');
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(dialog.getByText(/Connected · 13 tools/)).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();

  await expect(card(page, 'Everything').getByText('Not connected')).toBeVisible();
  await card(page, 'Everything').getByRole('button', { name: 'Connect' }).click();
  await expect(card(page, 'Everything').getByText('· 13 tools')).toBeVisible({ timeout: 30_000 });
  await card(page, 'Everything').click();
  await runEcho(page, 'over stdio');
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Echo: over stdio')).toBeVisible();

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('Not connected').first()).toBeVisible();
});

test('a remote server is added by its address, connected and used', async ({ page }) => {
  const server = await startServer('streamableHttp');
  try {
    await addServer(page, server.url, 'Remote', 'Save and connect');
    await expect(card(page, 'Remote').getByText('· 13 tools')).toBeVisible({ timeout: 30_000 });
    await card(page, 'Remote').click();
    await runEcho(page, 'over HTTP');
    await expect(page.getByRole('region', { name: 'Result' }).getByText('Echo: over HTTP')).toBeVisible();
  } finally {
    await server.stop();
  }
});

test('a server is edited, put into a category, duplicated, disabled and removed', async ({ page }) => {
  await addServer(page, everything, 'First name', 'Save');
  const menu = async (name: string, item: string) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('First name', 'Edit…');
  const dialog = page.getByRole('dialog', { name: 'Edit First name' });
  await dialog.getByLabel('Name', { exact: true }).fill('Second name');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(card(page, 'Second name')).toBeVisible();

  await page.getByRole('button', { name: 'New category' }).click();
  const category = page.getByRole('dialog', { name: 'New category' });
  await category.getByLabel('Name').fill('Work');
  await category.getByRole('button', { name: 'Create category' }).click();
  await expect(page.getByRole('region', { name: 'Work' })).toBeVisible();
  await page.getByRole('button', { name: 'New category' }).click();
  await category.getByLabel('Name').fill('WORK');
  await category.getByRole('button', { name: 'Create category' }).click();
  await expect(category.getByText('There is already a category called "WORK"')).toBeVisible();
  await category.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();

  await page.getByRole('button', { name: 'Actions for Second name' }).click();
  await page.getByRole('menuitem', { name: 'Move to category' }).click();
  await page
    .getByRole('menuitemradio', { name: 'Work' })
    .or(page.getByRole('menuitem', { name: 'Work' }))
    .click();
  await expect(page.getByRole('region', { name: 'Work' }).getByText('Second name', { exact: true })).toBeVisible();

  await menu('Second name', 'Duplicate');
  await expect(card(page, 'Second name copy')).toBeVisible();
  await menu('Second name copy', 'Disable');
  await expect(card(page, 'Second name copy').getByText('Disabled')).toBeVisible();
  await menu('Second name copy', 'Remove…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(card(page, 'Second name copy')).toBeHidden();

  await page.getByRole('button', { name: 'Actions for the category Work' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('region', { name: 'Work' })).toBeHidden();
  await expect(card(page, 'Second name')).toBeVisible();
});

test('a command that fails shows its cause and what to do', async ({ page }) => {
  await addServer(page, 'no-such-command-anywhere --flag', 'Broken', 'Save and connect');
  await expect(card(page, 'Broken').getByText('The command “no-such-command-anywhere” was not found')).toBeVisible();
  await card(page, 'Broken').getByRole('button', { name: 'See what to do' }).click();
  const failure = page.getByRole('dialog', { name: /Broken could not start/ });
  await expect(failure.getByText('What to try')).toBeVisible();
  await failure.getByRole('button', { name: 'Edit server' }).last().click();
  await expect(page.getByRole('dialog', { name: 'Edit Broken' })).toBeVisible();
});

test('a server that ends at once shows its last words', async ({ page }) => {
  const script = 'console.error("DATABASE_URL is not set"); process.exit(3)';
  await addServer(page, JSON.stringify({ command: process.execPath, args: ['-e', script] }), 'Exits', 'Save and connect');
  await expect(card(page, 'Exits').getByText(/stopped right after it started/)).toBeVisible();
  await card(page, 'Exits').getByRole('button', { name: 'See what to do' }).click();
  await expect(page.getByRole('dialog').getByText('DATABASE_URL is not set').first()).toBeVisible();
});

test('what is not valid is marked at its field', async ({ page }) => {
  await page.getByRole('button', { name: 'Add server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await dialog.getByRole('radio', { name: 'Remote address' }).click({ force: true });
  await dialog.getByLabel('Address').fill('ftp://example.com');
  await dialog.getByLabel('Name', { exact: true }).fill('X');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog.getByText(/begins with http/)).toBeVisible();
  await expect(dialog.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Address')).toBeFocused();
});

test('a removed server comes back as it was', async ({ page }) => {
  for (const name of ['One', 'Two', 'Three']) await addServer(page, 'node a.js', name, 'Save');
  await page.getByRole('button', { name: 'Actions for Two' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(card(page, 'Two')).toBeHidden();
  await expect(card(page, 'Three')).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row')).toHaveText([/One/, /Two/, /Three/]);
});

test('a category that was only typed is made with the server', async ({ page }) => {
  const dialog = await paste(page, 'node a.js');
  await dialog.getByLabel('Name', { exact: true }).fill('Inside');
  await dialog.getByRole('button', { name: /Category/ }).click();
  await page.getByRole('option', { name: 'New category…' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the new category' }).fill('Typed');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Typed' }).getByText('Inside', { exact: true })).toBeVisible();
});

test('a double click on Connect connects', async ({ page }) => {
  await addServer(page, JSON.stringify(fixtureCommand('slow-start.mjs', '1500')), 'Slow', 'Save');
  await card(page, 'Slow').getByRole('button', { name: 'Connect', exact: true }).dblclick({ delay: 150 });
  await expect(card(page, 'Slow').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await card(page, 'Slow').getByRole('button', { name: 'Disconnect' }).click();
  await expect(card(page, 'Slow').getByText('Not connected')).toBeVisible();
  await card(page, 'Slow').getByRole('button', { name: 'Connect', exact: true }).click();
  await card(page, 'Slow').getByRole('button', { name: 'Cancel' }).click();
  await expect(card(page, 'Slow').getByText('Not connected')).toBeVisible();
});

test('a value of several lines stays one, whoever edits it', async ({ page }) => {
  const dialog = await paste(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')));
  await dialog.getByLabel('Name', { exact: true }).fill('Lines');
  await dialog.getByRole('button', { name: 'Add variable' }).click();
  await dialog.getByRole('textbox', { name: 'Name of variable 1' }).fill('KEY');
  const value = dialog.getByLabel('Value of variable 1');
  await value.focus();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----\r\n');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(value).toHaveValue('-----BEGIN KEY-----\nabc\n-----END KEY-----\n');
  await expect(value).toBeFocused();
  await value.press('Control+End');
  await page.keyboard.type('more');
  await dialog.getByRole('button', { name: 'Save and connect', exact: true }).click();
  await keepForSession(page);
  await expect(card(page, 'Lines').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await card(page, 'Lines').click();
  await page.getByRole('treeitem', { name: /^process/ }).click();
  await page.getByRole('textbox', { name: 'variable' }).fill('KEY');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(
    page
      .getByRole('region', { name: 'Result' })
      .getByText(/BEGIN KEY-----\\nabc\\n-----END KEY-----\\nmore/)
      .first(),
  ).toBeVisible();
});
