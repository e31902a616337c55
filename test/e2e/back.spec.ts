import { expect, test } from './support/fixtures.ts';
import { addServer, card } from './support/steps.ts';

test('Back closes what lies over the page, and only then leaves it', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.goBack();
  await expect(page.getByRole('combobox')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();

  await page.getByRole('button', { name: 'Add a server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await dialog.getByLabel('Name', { exact: true }).fill('Typed');
  await page.goBack();
  const question = page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  await page.goBack();
  await expect(question).toBeHidden();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Typed');
  await page.goBack();
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toBeHidden();
});

test('a dialog that was closed leaves no step behind', async ({ page }) => {
  await page.getByRole('link', { name: /^Settings/ }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  // At once: no letter may go to the page.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to activity');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/activity$/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.goBack();
  await expect(page).toHaveURL(/#\/settings$/);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Add a server' })).toBeVisible();
});

test('arrow keys walk the tabs of a server', async ({ page }) => {
  await addServer(page, 'node a.js', 'Tabs', 'Save');
  await card(page, 'Tabs').click();
  await page.getByRole('tab', { name: 'Tools' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Log' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Process' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Settings' })).toBeFocused();
});
