import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './support/environment.ts';
import { test as base, expect } from './support/fixtures.ts';
import { card } from './support/steps.ts';

const NOW = 1_700_000_000_000;
const server = (id: string, name: string, categoryId: string | null, enabled: boolean) => ({
  id,
  name,
  categoryId,
  enabled,
  icon: '',
  notes: '',
  callTimeoutMs: null,
  createdAt: NOW,
  updatedAt: NOW,
  transport: { kind: 'sample' },
});

/** A data folder with two servers, held by another Patchbay. */
const test = base.extend({
  home: async ({ home }, use) => {
    const library = {
      version: 1,
      servers: [server('mcp_a', 'Alpha', 'ctg_w', false), server('mcp_b', 'Beta', null, true)],
      categories: [{ id: 'ctg_w', name: 'Work', icon: '', color: 'gray', description: '' }],
    };
    writeFileSync(join(home, 'servers.json'), JSON.stringify(library));
    const holder = spawn(process.execPath, [join(ROOT, 'dist', 'node', 'cli.js'), 'serve', '--no-open'], {
      env: { ...process.env, PATCHBAY_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(holder, 'exit');
    await once(createInterface({ input: holder.stdout }), 'line');
    await use(home);
    holder.kill('SIGTERM');
    await ended;
  },
});

test('while another Patchbay holds the data, looking works and nothing offers what would fail', async ({ page }) => {
  await expect(page.getByText(/Another Patchbay \(process \d+\) uses this data folder/)).toBeVisible();
  await page.getByRole('button', { name: 'Fold Work' }).click();
  await expect(card(page, 'Alpha')).toBeHidden();
  await page.getByRole('button', { name: 'Unfold Work' }).click();
  await expect(card(page, 'Alpha').getByRole('button', { name: 'Enable' })).toBeDisabled();
  await card(page, 'Alpha').focus();
  await page.keyboard.press('Space');

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('dark theme');
  const theme = page.getByRole('option', { name: /Use the dark theme/ });
  await expect(theme).toBeDisabled();
  await expect(theme).toContainText('changes are not saved');
  await page.keyboard.press('Enter');
  await expect(theme).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Add server' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await dialog.getByRole('button', { name: /Category/ }).click();
  await expect(page.getByRole('option', { name: 'Work' })).toBeVisible();
  await expect(page.getByRole('option', { name: /New category/ })).toBeHidden();
  await page.keyboard.press('Escape');
  // The key goes to the list for as long as it is there.
  await expect(dialog.getByRole('button', { name: /Category/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Notifications' }).getByRole('button')).toHaveCount(0);
});
