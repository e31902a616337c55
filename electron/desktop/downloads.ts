import type { Session } from 'electron';
import type { PageOrigin } from './page-origin.ts';

/** Only what our page itself made may be saved, and only where the person says: the system's dialog asks. */
export function restrictDownloads(session: Session, page: PageOrigin): void {
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${page.origin}/`)) event.preventDefault();
  });
}
