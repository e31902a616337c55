import { fileURLToPath } from 'node:url';
import { expect, test } from './support/fixtures.ts';
import { addServer, card } from './support/steps.ts';

const manyTools = fileURLToPath(new URL('../fixtures/servers/many-tools.mjs', import.meta.url));

test('folding a server far down the list of all tools keeps the place', async ({ page }) => {
  for (const name of ['One', 'Two']) {
    await addServer(page, `'${process.execPath}' '${manyTools}' 60`, name, 'Save and connect');
    await expect(card(page, name).getByText('· 60 tools')).toBeVisible({ timeout: 30_000 });
  }
  await page.getByRole('link', { name: 'Tools' }).click();
  const second = page.getByRole('treeitem', { level: 1, name: /^Two/ });
  await page.getByRole('treeitem', { level: 2 }).first().click();
  await expect(page.getByRole('treeitem', { selected: true })).toBeInViewport();
  await page.getByRole('tree', { name: 'Tools' }).evaluate((element) => element.scrollTo(0, 49 * 55));
  await second.click();
  await expect(second).toHaveAttribute('aria-expanded', 'false');
  await expect(second).toBeInViewport();
});

test('the page of a failed server says its failure once', async ({ page }) => {
  await addServer(page, 'no-such-command-here', 'Broken', 'Save and connect');
  await expect(card(page, 'Broken').getByText(/was not found/)).toBeVisible();
  await card(page, 'Broken').click();
  await expect(page.getByRole('heading', { name: 'Broken' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' }).last()).toBeVisible();
  await expect(page.getByText(/“?no-such-command-here.* was not found/)).toHaveCount(1);
});

test('an image of a result is copied as PNG', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^show_image/ }).click();
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('button', { name: 'Copy the image' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
});

test('arrow keys walk the tabs of a server', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('tab', { name: /^Tools/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Log' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Details' })).toBeFocused();
});
