import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { addServer, card } from './support/steps.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Findings of axe that are serious or worse, one line each. */
async function serious(page: Page): Promise<string[]> {
  // Colors on their way from one to the other are of neither theme.
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const runner = (window as unknown as { axe: { run(context: object): Promise<{ violations: Violation[] }> } }).axe;
    // React Aria speaks by pointing at elements for a moment; what it pointed at may be gone when axe looks.
    return (await runner.run({ exclude: [['[data-live-announcer]']] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

for (const theme of ['Light', 'Dark']) {
  test(`no serious findings on any page, ${theme.toLowerCase()}`, async ({ page }) => {
    test.slow();
    expect(await serious(page), 'first run').toEqual([]);
    await page.getByRole('link', { name: /^Settings/ }).click();
    await page.getByRole('radio', { name: theme }).click({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    expect(await serious(page), 'settings').toEqual([]);

    await page.getByRole('link', { name: /^Servers/ }).click();
    await addServer(page, 'no-such-command-anywhere', 'Broken', 'Save and connect');
    await expect(card(page, 'Broken').getByRole('button', { name: 'See what to do' })).toBeVisible();
    expect(await serious(page), 'servers').toEqual([]);
    await card(page, 'Broken').getByRole('button', { name: 'See what to do' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await serious(page), 'failure').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add server' }).first().click();
    await expect(page.getByRole('dialog', { name: 'Add server' })).toBeVisible();
    expect(await serious(page), 'add server').toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+k');
    await page.keyboard.type('sample');
    expect(await serious(page), 'palette').toEqual([]);
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
    expect(await serious(page), 'tools without a connection').toEqual([]);
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
      expect(await serious(page), tool).toEqual([]);
    }
    await page.getByRole('link', { name: /^Activity/ }).click();
    expect(await serious(page), 'activity').toEqual([]);
  });
}
