import { treeAlive } from '../../electron/core/processes/process-tree.ts';
import { fixtureCommand } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, openServer, pidOf } from './support/steps.ts';

test('quitting ends every process, also a stubborn server and its child', async ({ page, current }) => {
  await addServer(page, JSON.stringify(fixtureCommand('ignores-sigterm.mjs')), 'Stubborn', 'Save and connect');
  await expect(card(page, 'Stubborn').getByText('Connected')).toBeVisible({ timeout: 30_000 });
  await openServer(page, 'Stubborn');
  const pid = await pidOf(page);
  expect(treeAlive(pid)).toBe(true);
  await current.app?.close();
  current.app = null;
  expect(treeAlive(pid)).toBe(false);
});
