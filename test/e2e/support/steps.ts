import { expect, type Locator, type Page } from '@playwright/test';

/** The card of a server, whatever its state. */
export function card(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) });
}

/** Opens "Add server", pastes, and waits until the form says that it understood. */
export async function paste(page: Page, text: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add server' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add server' });
  await dialog.getByLabel('Paste anything').fill(text);
  await expect(dialog.getByText(/^Recognised/)).toBeVisible();
  return dialog;
}

/** Answers where secrets are to be kept: nowhere but in memory. */
export async function keepForSession(page: Page): Promise<void> {
  const choice = page.getByRole('dialog', { name: 'Where should secrets be kept?' });
  await choice.getByText('Only until Patchbay ends').click();
  await choice.getByRole('button', { name: 'Keep for this session' }).click();
}

interface AddOptions {
  /** There is a secret in it, the first one. */
  readonly hasSecret?: boolean;
}

/** Pastes, names and saves a server. */
export async function addServer(
  page: Page,
  text: string,
  name: string,
  button: 'Save' | 'Save and connect',
  { hasSecret = false }: AddOptions = {},
): Promise<void> {
  const dialog = await paste(page, text);
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByRole('button', { name: button, exact: true }).click();
  if (hasSecret) await keepForSession(page);
  await expect(dialog).toBeHidden();
}

/** Opens a server's page from its card. */
export async function openServer(page: Page, name: string): Promise<void> {
  await card(page, name).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** On a server's page: opens one of its tabs. */
export async function openTab(page: Page, name: 'Tools' | 'Log' | 'Process' | 'Network' | 'Details' | 'Settings'): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/** On a page of facts: what is said under a name. */
export function fact(page: Page, name: string): Locator {
  return page.locator('dl', { has: page.getByText(name, { exact: true }) }).locator('dd');
}

/** On a local server's page: the pid of the server itself, from the Process tab. */
export async function pidOf(page: Page): Promise<number> {
  await openTab(page, 'Process');
  return Number(await page.getByRole('table', { name: 'What runs' }).getByRole('cell').first().innerText());
}

/** On a server's page: runs a tool that takes one text, and waits for its end. */
export async function runEcho(page: Page, message: string): Promise<void> {
  await page.getByRole('treeitem', { name: /^echo/ }).click();
  await page.getByRole('textbox', { name: 'message' }).fill(message);
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Done', { exact: true }).first()).toBeVisible();
}
