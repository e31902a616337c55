import { client } from '../../api/client.ts';

/** Opens an address that `safeLink` let through, outside of Patchbay. Rejects with the AppError of `app.openExternal`. */
export async function openLink(url: string): Promise<void> {
  if (client.shell === 'browser') {
    window.open(url, '_blank', 'noopener,noreferrer');
    return;
  }
  await client.invoke('app.openExternal', { url });
}
