import { expect, test } from './support/fixtures.ts';

test('starts, shows its page and talks to its core', async ({ page, shell }) => {
  await expect(page).toHaveTitle('Patchbay');
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try the sample server' })).toBeVisible();
  expect(await page.evaluate(() => 'patchbay' in window)).toBe(shell === 'desktop');
});

test('is right again at once after a reload', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Try the sample server' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Try the sample server' })).toBeVisible();
});
