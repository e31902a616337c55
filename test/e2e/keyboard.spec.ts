import { everythingCommand, fixtureCommand } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, fact } from './support/steps.ts';

/** Presses Tab until the wanted element has the focus; a person would, too. */
async function tabTo(page: import('@playwright/test').Page, wanted: import('@playwright/test').Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never got there');
}

test('the main job needs no mouse', async ({ page }) => {
  const { command, args } = everythingCommand();
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Add a server' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await expect(dialog.getByLabel('Paste anything')).toBeFocused();
  await page.keyboard.insertText(JSON.stringify({ command, args }));
  await expect(dialog.getByText(/^Recognised/)).toBeVisible();
  await tabTo(page, dialog.getByRole('button', { name: 'Save', exact: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const [first] = [page.getByRole('row').first()];
  await tabTo(page, first);
  await page.keyboard.press('Space');
  await expect(first.getByText('· 13 tools')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Enter');

  await expect(page.getByRole('treeitem', { name: /^echo/ })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('echo');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByRole('textbox', { name: 'message' }));
  await page.keyboard.type('typed');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Echo: typed')).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /Search servers/ })).toBeFocused();
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

test('arrow keys walk the cards', async ({ page }) => {
  for (const name of ['One', 'Two', 'Three']) await addServer(page, 'node a.js', name, 'Save');
  await card(page, 'One').focus();
  await page.keyboard.press('ArrowRight');
  await expect(card(page, 'Two')).toBeFocused();
  await page.keyboard.press('End');
  await expect(card(page, 'Three')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(card(page, 'Two')).toBeFocused();
});

test('? shows the keys and Escape closes them', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('Tab finds a card while the first category is folded, and while the card that had the focus is', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await expect(page.getByRole('treeitem', { name: /^echo/ })).toBeVisible();
  await page.getByRole('link', { name: /^Servers/ }).click();
  await addServer(page, 'node a.js', 'Second', 'Save');
  await page.getByRole('button', { name: 'Fold Getting started' }).click();
  await tabTo(page, card(page, 'Second'));
  await page.getByRole('button', { name: 'Unfold Getting started' }).click();
  await page.getByRole('button', { name: 'Fold Uncategorised' }).click();
  await tabTo(page, card(page, 'Sample server'));
});

test('restart, stop, diagnose and view the log need no mouse', async ({ page }) => {
  await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'Keys', 'Save and connect');
  await expect(card(page, 'Keys').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await card(page, 'Keys').focus();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('tab', { name: /^Tools/ }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Process' })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Restart' }));
  await page.keyboard.press('Enter');
  await expect(fact(page, 'Restarts')).toHaveText('1');
  await expect(page.getByRole('button', { name: 'Restart' })).toBeFocused();

  await tabTo(page, page.getByRole('button', { name: 'Diagnose' }));
  await page.keyboard.press('Enter');
  const diagnosis = page.getByRole('dialog', { name: 'Diagnosis of Keys' });
  await expect(diagnosis.getByRole('listitem').first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  await expect(diagnosis).toBeHidden();
  await expect(page.getByRole('button', { name: 'Diagnose' })).toBeFocused();

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('No process runs.')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'View log' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Log' })).toHaveAttribute('aria-selected', 'true');
  await tabTo(page, page.getByRole('searchbox', { name: 'Filter the log' }));
});

test('the focus stays at hand when a dialog that a menu opened closes, and when a button has nothing more to do', async ({ page }) => {
  await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'First', 'Save');
  const menu = page.getByRole('button', { name: 'Actions for First' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit First' });
  await dialog.getByLabel('Notes').fill('changed');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(menu).toBeFocused();

  await card(page, 'First').focus();
  await page.keyboard.press('Space');
  await expect(card(page, 'First').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Process' }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not connected')).toBeVisible();
  await expect(page.getByRole('button', { name: 'View log' })).toBeFocused();
});
