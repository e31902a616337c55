import { shell } from 'electron';

/** Opens an address outside the app when it is a whole http(s) one; does nothing with anything else. */
export async function openExternalPage(address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') await shell.openExternal(url.href);
}
