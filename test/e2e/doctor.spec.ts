import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fixtureCommand } from '../fixtures/start-server.ts';
import { ROOT } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, fact, openServer, openTab } from './support/steps.ts';

test('a command that is missing: where was searched, and what brings it', async ({ page }) => {
  await addServer(page, 'uvx-that-nobody-has server-things', 'Missing', 'Save and connect');
  await expect(card(page, 'Missing').getByText('The command “uvx-that-nobody-has” was not found')).toBeVisible();
  await openServer(page, 'Missing');
  await openTab(page, 'Process');
  await expect(fact(page, 'Found at')).toHaveText('not found');
  await expect(fact(page, 'Searched').getByRole('listitem').first()).toBeVisible();
  await page.getByRole('button', { name: 'Diagnose' }).click();
  const diagnosis = page.getByRole('dialog', { name: 'Diagnosis of Missing' });
  const command = diagnosis.getByRole('listitem').filter({ hasText: 'Command' });
  await expect(command.getByText('problem', { exact: true })).toBeVisible();
  await expect(command.getByText(/Install it, or give its full path/)).toBeVisible();
  await diagnosis.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  await diagnosis.getByRole('button', { name: 'Edit server' }).click();
  await expect(page.getByRole('dialog', { name: 'Edit Missing' })).toBeVisible();
});

test('a diagnosis that takes long says how long, in place of the words of its button', async ({ page }) => {
  await addServer(page, JSON.stringify(fixtureCommand('slow-start.mjs', '60000')), 'Slow', 'Save');
  await openServer(page, 'Slow');
  await openTab(page, 'Process');
  await page.getByRole('button', { name: 'Diagnose' }).click();
  const diagnosis = page.getByRole('dialog', { name: 'Diagnosis of Slow' });
  await expect(diagnosis.getByText('Looking…')).toBeVisible();
  await expect(diagnosis.getByText('Look again')).toHaveCSS('opacity', '0');
  await expect(diagnosis.getByText(/^[3-9] s so far$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(diagnosis).toBeHidden();
  await expect(page.getByRole('button', { name: 'Diagnose' })).toBeFocused();
});

test('a healthy server: the window and the command line find the same', async ({ page, home }) => {
  await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'Healthy', 'Save and connect');
  await expect(card(page, 'Healthy').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await openServer(page, 'Healthy');
  await openTab(page, 'Process');
  await page.getByRole('button', { name: 'Diagnose' }).click();
  const diagnosis = page.getByRole('dialog', { name: 'Diagnosis of Healthy' });
  const connection = diagnosis.getByRole('listitem').filter({ hasText: 'Connection' });
  await expect(connection.getByText('fine', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(diagnosis.getByText('problem', { exact: true })).toHaveCount(0);
  await diagnosis.getByRole('button', { name: 'Look again' }).click();
  await expect(connection.getByText('fine', { exact: true })).toBeVisible({ timeout: 30_000 });
  const titles = await diagnosis.getByRole('listitem').locator('p:first-child').allInnerTexts();

  // The app holds the data folder; the command line may read it all the same.
  const cli = join(ROOT, 'dist', 'node', 'cli.js');
  const { status, stdout } = spawnSync(process.execPath, [cli, 'doctor', 'Healthy', '--json', '--home', home], {
    encoding: 'utf8',
    timeout: 40_000,
  });
  expect(status).toBe(0);
  const { findings } = JSON.parse(stdout) as { findings: { level: string; title: string }[] };
  expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
  for (const title of ['Command', 'Version', 'Connection']) {
    expect(findings.map((finding) => finding.title)).toContain(title);
    expect(titles.some((text) => text.startsWith(title))).toBe(true);
  }
});
