import { app, type Session, type WebContents } from 'electron';
import { openExternalPage } from './external-pages.ts';
import type { PageOrigin } from './page-origin.ts';

/** The only thing the page may ask of the browser: to copy text that the person chose to copy. */
const ALLOWED_PERMISSIONS = new Set(['clipboard-sanitized-write']);

/** Denies every permission, request and check alike, but for the table above. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission));
  session.setDevicePermissionHandler(() => false);
}

/** Whether a navigation stays where it is: a reload of our own page. */
function isReload(url: string, page: PageOrigin): boolean {
  return url.split('#', 1)[0] === page.url;
}

/** Keeps every page where it is: no navigation, no frame, no webview, no window. A link to the web opens in the browser. */
export function confineContents(contents: WebContents, page: PageOrigin): void {
  contents.on('will-navigate', (details) => {
    if (!isReload(details.url, page)) details.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isReload(details.url, page)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openExternalPage(url).catch(() => {});
    return { action: 'deny' };
  });
}

/** Confines every page that will ever exist in this app. */
export function guardPages(page: PageOrigin): void {
  app.on('web-contents-created', (_event, contents) => confineContents(contents, page));
}
