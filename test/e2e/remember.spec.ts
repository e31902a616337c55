import { everythingCommand } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card } from './support/steps.ts';

test('theme, sidebar, folded categories and servers are there after a restart', async ({ page, restart }) => {
  const { command, args } = everythingCommand();
  await addServer(page, JSON.stringify({ command, args }), 'Kept', 'Save');
  await page.getByRole('button', { name: 'Fold Uncategorised' }).click();
  await page.getByRole('link', { name: /^Settings/ }).click();
  await page.getByRole('radio', { name: 'Dark' }).click({ force: true });
  await page.getByRole('radio', { name: 'Icons only' }).click({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  const again = await restart();
  await expect(again.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(again.getByRole('button', { name: 'Unfold Uncategorised' })).toBeVisible();
  await expect(again.getByRole('button', { name: 'Widen the sidebar' })).toBeVisible();
  await again.getByRole('button', { name: 'Unfold Uncategorised' }).click();
  await expect(card(again, 'Kept').getByText('Not connected')).toBeVisible();
});

test('a reloaded page knows the state and the runs of before', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^echo/ }).click();
  await page.getByRole('textbox', { name: 'message' }).fill('before the reload');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('before the reload').first()).toBeVisible();
  await page.reload();
  await page.getByRole('treeitem', { name: /^echo/ }).click();
  const earlier = page.getByRole('region', { name: 'Earlier runs' }).getByRole('button', { name: /before the reload/ });
  await earlier.click();
  await expect(page.getByRole('textbox', { name: 'message' })).toHaveValue('before the reload');
  await expect(page.getByRole('region', { name: 'Result' }).getByText('before the reload').first()).toBeVisible();
});
