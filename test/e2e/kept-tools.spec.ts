import { startFixture } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, openServer } from './support/steps.ts';

test('tools are there after a restart of the app, greyed until the server confirms them', async ({ page, restart }) => {
  const server = await startFixture('modern-http.mjs');
  try {
    await addServer(page, server.url, 'Known', 'Save and connect');
    await expect(card(page, 'Known').getByText(/^· \d+ tools$/)).toBeVisible({ timeout: 30_000 });
    const again = await restart();
    await expect(card(again, 'Known').getByText(/^\d+ tools when last seen$/)).toBeVisible();
    await openServer(again, 'Known');
    const echo = again.getByRole('treeitem', { name: /^echo/ });
    await expect(again.getByText('from the last connection', { exact: true })).toBeVisible();
    await expect(echo).toHaveAttribute('data-stale', 'true');
    await echo.click();
    await again.getByRole('textbox', { name: 'message' }).fill('typed before it stands');
    await expect(again.getByText('Known from the last connection. Connect to run it.')).toBeVisible();
    await expect(again.getByRole('button', { name: /^Run/ })).toBeDisabled();

    await again.getByRole('button', { name: 'Connect', exact: true }).first().click();
    await expect(echo).not.toHaveAttribute('data-stale');
    await expect(again.getByText('from the last connection', { exact: true })).toBeHidden();
    await again.getByRole('button', { name: /^Run/ }).click();
    await expect(again.getByRole('region', { name: 'Result' }).getByText('typed before it stands').first()).toBeVisible();
  } finally {
    await server.stop();
  }
});
