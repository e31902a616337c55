import type { Page } from '@playwright/test';
import { startWebSocketServer } from '../core/transports/fixtures/websocket-server.ts';
import { fixtureCommand } from '../fixtures/start-server.ts';
import { expect, test } from './support/fixtures.ts';
import { addServer, card, openServer, openTab } from './support/steps.ts';

/** What stands out of the window to a side, or scrolls sideways without being made for it. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        if (width <= 1) return false;
        const clipped = (each: HTMLElement | null): boolean =>
          each !== null && (getComputedStyle(each).overflowX !== 'visible' || clipped(each.parentElement));
        return (right > innerWidth + 1 || left < -1) && !clipped(element.parentElement);
      })
      .map((element) => `${element.tagName} ${element.className}`)
      .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []),
  );
}

/** Buttons and tabs of the page, or of the dialog before it, that nobody could press because they stand outside or something covers them. */
async function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document.querySelector('main');
    return [...(root?.querySelectorAll<HTMLElement>('button:not([disabled]), [role="tab"]') ?? [])]
      .filter((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        for (let around = element.parentElement; around !== null; around = around.parentElement) {
          const box = around.getBoundingClientRect();
          const clips = getComputedStyle(around).overflowY !== 'visible';
          // Scrolled up or down is not covered; pushed out to a side is out of reach.
          if (clips && (y < box.top || y > box.bottom)) return false;
          if (clips && width > 1 && (x < box.left || x > box.right)) return true;
        }
        if (width > 1 && (x < 0 || x > innerWidth)) return true;
        const hit = document.elementFromPoint(x, y);
        return width > 1 && hit !== null && !element.contains(hit) && !hit.contains(element);
      })
      .map((element) => element.getAttribute('aria-label') ?? element.innerText);
  });
}

test('long and hostile words break no layout', { tag: '@browser' }, async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 880, height: 600 });
  const check = async (what: string) => {
    expect(await tooWide(page), `${what}: too wide`).toEqual([]);
    expect(await covered(page), `${what}: covered`).toEqual([]);
  };
  const name = `שרת ${'ארוך'.repeat(25)} W`;
  await addServer(page, JSON.stringify(fixtureCommand('hostile-words.mjs')), name, 'Save and connect');
  await expect(page.getByText('· 1 tool', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 tool not usable')).toBeVisible();
  const closing = await startWebSocketServer((socket) => socket.close(4_001, `\u202E${'מ'.repeat(60)}`));
  try {
    await addServer(page, closing.url, 'Closing', 'Save and connect');
    await expect(card(page, 'Closing').getByRole('button', { name: 'See what to do' })).toBeVisible();
  } finally {
    closing.stop();
  }
  await check('cards');
  await card(page, 'Closing').getByRole('button', { name: 'See what to do' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('failure');
  await page.keyboard.press('Escape');
  await openServer(page, 'Closing');
  await openTab(page, 'Network');
  await expect(page.getByText('Last errors')).toBeVisible();
  await check('network');

  await page.getByRole('link', { name: /^Servers/ }).click();
  await page.getByRole('row').first().click();
  await page.getByRole('treeitem', { level: 2 }).click();
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('region', { name: 'Earlier runs' }).getByRole('button').first()).toBeVisible();
  await check('tester');
  for (const tab of ['Log', 'Process', 'Details', 'Settings'] as const) {
    await openTab(page, tab);
    await expect(page.getByRole('tabpanel')).not.toBeEmpty();
    await check(tab);
  }
  await openTab(page, 'Log');
  await page.getByRole('button', { name: /Source/ }).click();
  await page.getByRole('option', { name: 'Messages' }).click();
  await page
    .getByRole('listbox')
    .getByRole('option', { name: /tools\/list/ })
    .first()
    .click();
  await check('messages');
  await page.getByRole('link', { name: /^Activity/ }).click();
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible();
  await check('activity');
});
