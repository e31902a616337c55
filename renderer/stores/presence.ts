import type { Client } from '../api/client.ts';

/** Where the page learns of its surroundings: the document and the window, as far as they are needed. */
interface Surroundings {
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly window: Pick<Window, 'addEventListener' | 'removeEventListener'> & { readonly navigator: Pick<Navigator, 'onLine'> };
}

/**
 * Tells the core whether anybody sees the page and whether the system says it is online: at every change, and whenever the
 * wire is up again. Returns the end of it.
 */
export function startPresence(client: Client, { document, window }: Surroundings): () => void {
  const tell = () => {
    const presence = { visible: document.visibilityState === 'visible', online: window.navigator.onLine };
    // A wire that is down is told anew when it is up.
    client.invoke('app.presence', presence).catch(() => {});
  };
  const endConnection = client.onConnection((up) => up && tell());
  document.addEventListener('visibilitychange', tell);
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return () => {
    endConnection();
    document.removeEventListener('visibilitychange', tell);
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}
