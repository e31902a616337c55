import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DownloadItem } from 'electron';
import { everythingCommand, startFixture } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import type { RunningApp } from './support/running-app.ts';
import { addServer, card, openServer, openTab, runEcho } from './support/steps.ts';

const TOKEN = 'tok_5f8d1c2b9a7e4d3f';

/** What is saved by a press, as text: in the desktop shell the question where to is answered for it. */
async function saved(app: RunningApp, home: string, press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const path = join(home, 'saved');
  if (app.electron === null) {
    const [download] = await Promise.all([app.page.waitForEvent('download'), press()]);
    await download.saveAs(path);
    return { name: download.suggestedFilename(), text: readFileSync(path, 'utf8') };
  }
  const window = await app.electron.browserWindow(app.page);
  const name = await window.evaluateHandle(
    ({ webContents: { session } }, to) => ({
      done: new Promise<string>((resolve) => {
        session.once('will-download', (_: unknown, item: DownloadItem) => {
          item.setSavePath(to);
          item.once('done', () => resolve(item.getFilename()));
        });
      }),
    }),
    path,
  );
  await press();
  return { name: await name.evaluate(({ done }) => done), text: readFileSync(path, 'utf8') };
}

async function showMessages(page: Page): Promise<void> {
  await openTab(page, 'Log');
  await page.getByRole('button', { name: /Source/ }).click();
  await page.getByRole('option', { name: 'Messages' }).click();
}

test('the messages on the wire are shown with sizes and without secrets, filtered, paused, copied and saved', async ({
  page,
  app,
  home,
}) => {
  const server = await startFixture('modern-http.mjs', { args: ['--both'], env: { FIXTURE_TOKEN: TOKEN } });
  try {
    const json = { mcpServers: { Wired: { url: server.url, headers: { Authorization: `Bearer ${TOKEN}` } } } };
    await addServer(page, JSON.stringify(json), 'Wired', 'Save and connect', { hasSecret: true });
    await expect(card(page, 'Wired').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await openServer(page, 'Wired');
    await showMessages(page);
    const messages = page.getByRole('listbox', { name: 'Messages of Wired' });
    const row = (name: RegExp) => messages.getByRole('option', { name });
    await expect(row(/sent tools\/list \d+ B/).first()).toBeVisible();
    await expect(row(/received result of tools\/list [\d.]+ KB [\d.]+ m?s/).first()).toBeVisible();
    await expect(row(/POST 200/).first()).toBeVisible();

    await row(/POST 200/)
      .first()
      .click();
    const content = page.getByRole('region', { name: /Content of POST 200/ });
    await expect(content.getByText(/authorization/i).first()).toBeVisible();
    expect(await page.content()).not.toContain(TOKEN);

    await page.getByRole('searchbox', { name: 'Filter the log' }).fill('result of');
    await expect(row(/POST|sent/)).toHaveCount(0);
    const found = await messages.getByRole('option').count();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(page.getByText('Paused')).toBeVisible();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible();
    await expect(messages.getByRole('option')).toHaveCount(found);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => messages.getByRole('option').count()).toBeGreaterThan(found);

    const file = await saved(app, home, () => page.getByRole('button', { name: 'Save as a file' }).click());
    expect(file.name).toMatch(/Wired-messages.*\.jsonl$/);
    const entries = file.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { label: string; sizeBytes: number });
    expect(entries.map(({ label }) => label)).toContain('result of tools/list');
    expect(entries.every(({ label }) => label.startsWith('result of'))).toBe(true);
    expect(file.text).not.toContain(TOKEN);
  } finally {
    await server.stop();
  }
});

test('a handshake over stdio is among the messages; arrow keys choose, Escape closes what was chosen', async ({ page }) => {
  const { command, args } = everythingCommand();
  await addServer(page, JSON.stringify({ command, args }), 'Wired', 'Save and connect');
  await expect(card(page, 'Wired').getByText('· 13 tools')).toBeVisible({ timeout: 30_000 });
  await openServer(page, 'Wired');
  await runEcho(page, 'over the wire');
  await showMessages(page);
  const messages = page.getByRole('listbox', { name: 'Messages of Wired' });
  await expect(messages.getByRole('option', { name: /sent initialize \d+ B/ })).toBeVisible();
  await expect(messages.getByRole('option', { name: /received result of initialize/ })).toBeVisible();
  await messages.focus();
  await page.keyboard.press('End');
  await expect(messages.getByRole('option', { selected: true })).toHaveAccessibleName(/received result of tools\/call/);
  const content = page.getByRole('region', { name: 'Content of result of tools/call' });
  await expect(content.getByText(/Echo: over the wire/)).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('region', { name: 'Content of tools/call' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: /^Content of/ })).toBeHidden();
  await expect(messages).toBeFocused();
});

test('a line that would fill the screen is cut until all of it is asked for; it is copied whole', async ({ page, app, home }) => {
  const script = "console.error('begin' + 'x'.repeat(4000) + 'end'); console.error('after it'); process.stdin.resume()";
  await addServer(page, JSON.stringify({ command: process.execPath, args: ['-e', script] }), 'Wordy', 'Save and connect');
  await openServer(page, 'Wordy');
  await openTab(page, 'Log');
  const log = page.getByRole('log', { name: 'Log of Wordy' });
  const end = log.getByText(/xend/).first();
  await expect(log.getByText('after it').first()).toBeVisible();
  await expect(end).toHaveCount(0);
  const button = log.getByRole('button', { name: 'Show all 4,008 characters' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(end).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Follow' })).not.toBeChecked();
  await expect(log.getByRole('button', { name: 'Show less' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(end).toHaveCount(0);
  const file = await saved(app, home, () => page.getByRole('button', { name: 'Save as a file' }).click());
  expect(file.text).toContain('xend');
});

test('a long log is followed to its end, until the reader goes elsewhere', async ({ page, app, home }) => {
  const script = "for (let n = 1; n <= 2500; n += 1) console.error('line ' + n); process.stdin.on('data', () => console.error('asked'))";
  await addServer(page, JSON.stringify({ command: process.execPath, args: ['-e', script] }), 'Chatty', 'Save and connect');
  await openServer(page, 'Chatty');
  await openTab(page, 'Log');
  const log = page.getByRole('log', { name: 'Log of Chatty' });
  const follow = page.getByRole('switch', { name: 'Follow' });
  await expect(log.getByText('asked').first()).toBeVisible();
  await expect(follow).toBeChecked();
  await log.focus();
  await page.keyboard.press('Home');
  await expect(follow).not.toBeChecked();
  // The oldest of 2,000 lines that are kept.
  await expect(log.getByText(/^line 50\d$/).first()).toBeVisible();
  expect(await log.getByText(/^line/).count()).toBeLessThan(200);
  await page.getByRole('searchbox', { name: 'Filter the log' }).fill('line 2500');
  await expect(log.getByText('line 2500')).toBeVisible();
  const file = await saved(app, home, () => page.getByRole('button', { name: 'Save as a file' }).click());
  expect(file.name).toMatch(/^Chatty-log.*\.txt$/);
  expect(file.text).toContain('line 2500');
  expect(file.text.trim().split('\n')).toHaveLength(1);
});

test('what is read stays where it is while lines come and the oldest go', async ({ page }) => {
  const script = "for (let n = 1; n <= 2100; n += 1) console.error('line ' + n); setInterval(() => console.error('more'), 60)";
  await addServer(page, JSON.stringify({ command: process.execPath, args: ['-e', script] }), 'Chatty', 'Save and connect');
  await openServer(page, 'Chatty');
  await openTab(page, 'Log');
  const log = page.getByRole('log', { name: 'Log of Chatty' });
  await expect(log.getByText('more').first()).toBeVisible();
  await log.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await expect(page.getByRole('switch', { name: 'Follow' })).not.toBeChecked();
  const place = () =>
    log.evaluate((element) => {
      const { top } = element.getBoundingClientRect();
      const rows = [...element.querySelectorAll('[data-stream]')];
      const row = rows.find((each) => each.getBoundingClientRect().top >= top);
      return { text: row?.textContent, y: Math.round((row?.getBoundingClientRect().top ?? 0) - top), scrolled: element.scrollTop };
    });
  const before = await place();
  expect(before.text).toMatch(/line 1\d\d\d$/);
  await expect.poll(async () => (await place()).scrolled).toBeLessThan(before.scrolled - 400);
  expect(await place()).toMatchObject({ text: before.text, y: before.y });
});
