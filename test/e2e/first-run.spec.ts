import { expect, test } from './support/fixtures.ts';
import { card } from './support/steps.ts';

test('the sample server works with nothing installed', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await expect(page.getByRole('treeitem', { name: /^echo/ })).toBeVisible();
  await page.getByRole('treeitem', { name: /^echo/ }).click();
  await page.getByRole('textbox', { name: 'message' }).fill('Hello, Patchbay');
  await page.getByRole('button', { name: /^Run/ }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('Hello, Patchbay').first()).toBeVisible();

  await page.getByRole('link', { name: /^Servers/ }).click();
  await expect(page.getByRole('region', { name: 'Getting started' })).toBeVisible();
  await expect(card(page, 'Sample server').getByText('Connected')).toBeVisible();
});

test('a tool reports its progress and can be cancelled', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^countdown/ }).click();
  await page.getByRole('textbox', { name: 'seconds' }).fill('60');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('progressbar').getByText(/s to go/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Cancelled').first()).toBeVisible();
});

test('a form and its JSON are two views of the same arguments', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^echo/ }).click();
  await page.getByRole('textbox', { name: 'message' }).fill('from the form');
  await page.getByRole('radio', { name: 'JSON' }).click({ force: true });
  const editor = page.locator('.cm-content');
  await expect(editor).toContainText('from the form');
  await editor.fill('{"message": "from JSON"}');
  await page.getByRole('radio', { name: 'Form' }).click({ force: true });
  await expect(page.getByRole('textbox', { name: 'message' })).toHaveValue('from JSON');
});

test('a destructive tool asks once before it runs', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^delete_everything/ }).click();
  await page.getByRole('button', { name: /^Run/ }).click();
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('No result yet')).toBeVisible();
  await page.getByRole('button', { name: /^Run/ }).click();
  await question.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Done', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('region', { name: 'Earlier runs' }).getByRole('button')).toHaveCount(2);
});

test('a double click runs a tool once', async ({ page }) => {
  await page.getByRole('button', { name: 'Try the sample server' }).click();
  await page.getByRole('treeitem', { name: /^slow/ }).click();
  await page.getByRole('textbox', { name: 'seconds' }).fill('1');
  await page.getByRole('button', { name: /^Run/ }).dblclick();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Done', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Earlier runs' }).getByRole('button')).toHaveCount(1);
});
