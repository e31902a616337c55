import { shell } from 'electron';
import { openBrowser } from '../headless/open-browser.ts';

/** Opens an address outside the app, in `BROWSER` where that is set, when it is a whole http(s) one; does nothing with anything else. */
export async function openExternalPage(address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return;
  if (process.env.BROWSER?.trim()) await openBrowser(url.href);
  else await shell.openExternal(url.href);
}
