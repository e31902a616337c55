import { fixtureCommand, startFixture } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { seriousFindings } from './support/serious-findings.ts';
import { addServer, card, openServer, openTab, paste } from './support/steps.ts';

for (const theme of ['Light', 'Dark']) {
  test(`no serious findings on any page, ${theme.toLowerCase()}`, async ({ page }) => {
    test.slow();
    expect(await seriousFindings(page), 'first run').toEqual([]);
    await page.getByRole('link', { name: /^Settings/ }).click();
    await page.getByRole('radio', { name: theme }).click({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    expect(await seriousFindings(page), 'settings').toEqual([]);

    await page.getByRole('link', { name: /^Servers/ }).click();
    await addServer(page, 'no-such-command-anywhere', 'Broken', 'Save and connect');
    await expect(card(page, 'Broken').getByRole('button', { name: 'See what to do' })).toBeVisible();
    expect(await seriousFindings(page), 'servers').toEqual([]);
    await card(page, 'Broken').getByRole('button', { name: 'See what to do' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await seriousFindings(page), 'failure').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add server' }).first().click();
    await expect(page.getByRole('dialog', { name: 'Add server' })).toBeVisible();
    expect(await seriousFindings(page), 'add server').toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('sample');
    expect(await seriousFindings(page), 'palette').toEqual([]);
    await page.keyboard.press('Escape');

    await page.evaluate(() => {
      location.hash = '#/tools';
    });
    await expect(
      page
        .getByRole('button', { name: /Servers|Connect/ })
        .or(page.getByRole('link', { name: /Servers/ }))
        .first(),
    ).toBeVisible();
    expect(await seriousFindings(page), 'tools without a connection').toEqual([]);
  });

  test(`no serious findings in the tester, ${theme.toLowerCase()}`, async ({ page }) => {
    test.slow();
    await page.getByRole('button', { name: 'Try the sample server' }).click();
    await expect(page.getByRole('treeitem', { name: /^echo/ })).toBeVisible();
    const tester = page.url();
    await page.getByRole('link', { name: /^Settings/ }).click();
    await page.getByRole('radio', { name: theme }).click({ force: true });
    await page.goto(tester);
    for (const tool of ['all_fields', 'table', 'show_markdown', 'show_image', 'show_audio', 'embed_resource', 'fail', 'crash']) {
      await page.getByRole('treeitem', { name: new RegExp(`^${tool}`) }).click();
      if (tool !== 'all_fields') {
        await page.getByRole('button', { name: /^Run/ }).click();
        await expect(page.getByRole('region', { name: 'Earlier runs' }).getByRole('button').first()).toBeVisible();
      }
      expect(await seriousFindings(page), tool).toEqual([]);
    }
    await page.getByRole('link', { name: /^Activity/ }).click();
    expect(await seriousFindings(page), 'activity').toEqual([]);
  });

  test(`no serious findings in what is said about a connection, ${theme.toLowerCase()}`, async ({ page }) => {
    test.slow();
    await page.getByRole('link', { name: /^Settings/ }).click();
    await page.getByRole('radio', { name: theme }).click({ force: true });
    await page.getByRole('link', { name: /^Servers/ }).click();
    const server = await startFixture('legacy-http.mjs');
    await addServer(page, server.url, 'Remote', 'Save and connect');
    await expect(card(page, 'Remote').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await addServer(page, JSON.stringify(fixtureCommand('modern-stdio.mjs')), 'Local', 'Save and connect');
    await expect(card(page, 'Local').getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await openServer(page, 'Local');
    await openTab(page, 'Process');
    await expect(page.getByRole('table', { name: 'What runs' })).toBeVisible();
    expect(await seriousFindings(page), 'process').toEqual([]);
    await page.getByRole('button', { name: 'Diagnose' }).click();
    await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible({ timeout: 30_000 });
    expect(await seriousFindings(page), 'diagnosis').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Restart' }).click();
    await expect(page.getByRole('table', { name: 'How it ended before' })).toBeVisible();
    expect(await seriousFindings(page), 'process with its ends').toEqual([]);
    await openTab(page, 'Log');
    expect(await seriousFindings(page), 'log').toEqual([]);
    await page.getByRole('button', { name: /Source/ }).click();
    await page.getByRole('option', { name: 'Messages' }).click();
    await page.getByRole('listbox', { name: 'Messages of Local' }).getByRole('option').first().click();
    await expect(page.getByRole('region', { name: /^Content of/ })).toBeVisible();
    expect(await seriousFindings(page), 'messages').toEqual([]);

    await page.getByRole('link', { name: /^Servers/ }).click();
    await server.stop();
    await expect(card(page, 'Remote').getByText('Connection lost')).toBeVisible();
    expect(await seriousFindings(page), 'reconnecting card').toEqual([]);
    await openServer(page, 'Remote');
    await expect(page.getByText('from the last connection')).toBeVisible();
    expect(await seriousFindings(page), 'tools that are not confirmed').toEqual([]);
    await openTab(page, 'Network');
    await expect(page.getByText('ECONNREFUSED').first()).toBeVisible();
    expect(await seriousFindings(page), 'network').toEqual([]);

    await page.getByRole('link', { name: /^Servers/ }).click();
    const dialog = await paste(page, 'https://example.com/mcp');
    await dialog.getByRole('button', { name: /^Certificate/ }).click();
    await dialog.getByRole('checkbox', { name: 'Accept any certificate of this server' }).click({ force: true });
    await dialog.getByRole('button', { name: /^Limits/ }).click();
    await dialog.getByRole('button', { name: 'Add parameter' }).click();
    expect(await seriousFindings(page), 'certificates and limits').toEqual([]);
    await dialog.getByRole('radio', { name: 'Local command' }).click({ force: true });
    await dialog.getByRole('button', { name: /Import .env/ }).click();
    const variables = page.getByRole('dialog', { name: 'Import variables' });
    await variables.getByLabel('Or paste its lines').fill('A=1\nnonsense');
    await expect(variables.getByText('1 variable', { exact: true })).toBeVisible();
    expect(await seriousFindings(page), 'import of variables').toEqual([]);
  });
}
