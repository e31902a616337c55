import type { Page } from '@playwright/test';
import { treeAlive } from '../../electron/core/processes/process-tree.ts';
import { fixtureCommand, freePort, startFixture } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, fact, openServer, openTab, pidOf, runEcho } from './support/steps.ts';

const table = (page: Page, name: string) => page.getByRole('table', { name });

test('a local server that is killed comes back by itself; the call it was working on ends at once and can be repeated', async ({
  page,
}) => {
  await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'Killed', 'Save and connect');
  await openServer(page, 'Killed');
  const pid = await pidOf(page);
  await expect(fact(page, 'Restarts')).toHaveText('0');
  await openTab(page, 'Tools');
  await page.getByRole('treeitem', { name: /^wait/ }).click();
  await page.getByRole('textbox', { name: 'ms' }).fill('3000');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();

  process.kill(pid, 'SIGKILL');
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('The connection to the server was lost', { exact: true })).toBeVisible();
  await expect(result.getByText(/It may have run already/)).toBeVisible();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  await openTab(page, 'Process');
  await expect(fact(page, 'Restarts')).toHaveText('1');
  await expect(table(page, 'How it ended before').getByText('Was killed (SIGKILL)')).toBeVisible();
  expect(await pidOf(page)).not.toBe(pid);
  expect(treeAlive(pid)).toBe(false);

  await openTab(page, 'Tools');
  await result.getByRole('button', { name: 'Repeat' }).click();
  await expect(result.getByText('waited 3000 ms')).toBeVisible();
});

test('the card of a local server that is killed says that it tries again, until it stands again', async ({ page }) => {
  await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'Killed', 'Save and connect');
  await openServer(page, 'Killed');
  const pid = await pidOf(page);
  await page.getByRole('link', { name: /^Servers/ }).click();
  const connected = card(page, 'Killed').getByText('Connected', { exact: true });
  await expect(connected).toBeVisible();
  process.kill(pid, 'SIGKILL');
  await expect(card(page, 'Killed').getByText('Connection lost')).toBeVisible();
  await expect(card(page, 'Killed').getByText(/\(1st try\)/)).toBeVisible();
  await expect(card(page, 'Killed').getByRole('button', { name: 'Try now' })).toBeVisible();
  await expect(connected).toBeVisible();
});

test('a remote server that goes away is tried again with a countdown; Try now connects, Stop trying ends it', async ({ page }) => {
  const port = await freePort();
  const env = { PORT: String(port) };
  let server = await startFixture('legacy-http.mjs', { env });
  try {
    await addServer(page, server.url, 'Away', 'Save and connect');
    const away = card(page, 'Away');
    const tryNow = away.getByRole('button', { name: 'Try now' });
    await expect(away.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await server.stop();
    await expect(away.getByText('Connection lost')).toBeVisible();
    await expect(away.getByText(`Nothing answers at 127.0.0.1:${port}`)).toBeVisible();
    // By the fourth try the pause is long enough not to be over before the press.
    await expect(away.getByText(/trying again in [5-9] s \(4th try\)/)).toBeVisible({ timeout: 20_000 });
    server = await startFixture('legacy-http.mjs', { env });
    await tryNow.click();
    await expect(away.getByText('Connected', { exact: true })).toBeVisible();

    await away.click();
    await runEcho(page, 'back again');
    await server.stop();
    await expect(page.getByRole('button', { name: 'Try now' }).first()).toBeVisible();
    await page.getByRole('link', { name: /^Servers/ }).click();
    await page.getByRole('button', { name: 'Actions for Away' }).click();
    await page.getByRole('menuitem', { name: 'Stop trying' }).click();
    await expect(away.getByText('Not connected')).toBeVisible();
    server = await startFixture('legacy-http.mjs', { env });
    await expect(away.getByRole('button', { name: 'Connect', exact: true })).toBeVisible();
    expect(server.output()).toMatch(/^listening \d+\s*$/);
  } finally {
    await server.stop();
  }
});

test('a server that keeps ending is left alone, with the reason', async ({ page }) => {
  test.slow();
  await addServer(page, JSON.stringify(fixtureCommand('dies-soon.mjs')), 'Mortal', 'Save and connect');
  const mortal = card(page, 'Mortal');
  await expect(mortal.getByText('The server ended 5 times within a minute (exit code 7)')).toBeVisible({ timeout: 60_000 });
  await expect(mortal.getByText('gave up after 4 tries')).toBeVisible();
  await mortal.getByRole('button', { name: 'See what to do' }).click();
  const failure = page.getByRole('dialog', { name: 'Mortal keeps ending' });
  await expect(failure.getByText('out of luck').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await openServer(page, 'Mortal');
  await openTab(page, 'Process');
  await expect(page.getByText('No process runs.')).toBeVisible();
  await expect(table(page, 'How it ended before').getByText('Ended with an error (exit code 7)')).toHaveCount(5);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
});
