import { resolve } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { AppError } from '../../shared/errors.ts';
import type { LinkInbox } from './link-inbox.ts';
import { LINK_SCHEME } from './parse-link.ts';

/**
 * Puts what the system hands over into the inbox: at this start, and later. To be called before the app is ready, by the one
 * instance that there is.
 */
export function hearLinks(inbox: LinkInbox): void {
  // macOS
  app.on('open-url', (event, url) => {
    event.preventDefault();
    inbox.receive(url);
  });
  // Windows and Linux
  app.on('second-instance', (_event, argv) => inbox.receiveFrom(argv));
  inbox.receiveFrom(process.argv.slice(1));
}

/**
 * Makes the app the one that opens our links where its installer does not: on Windows. From the repository only when
 * `PATCHBAY_REGISTER_LINKS` asks for it.
 */
export function registerLinks(): void {
  // What stands behind "--" is no option, whatever the link looks like.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  else if (!app.isPackaged && process.env.PATCHBAY_REGISTER_LINKS) {
    app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [resolve(process.argv[1] ?? '.'), '--']);
  }
}

let telling = false;

/** Tells why a link did nothing. While that is on the screen, further ones are not told: a web page can send any number. */
export function tellLinkProblem(window: BrowserWindow | undefined, error: AppError): void {
  if (telling) return;
  telling = true;
  const { message, hint } = error.toData();
  const box = { type: 'warning', title: 'Patchbay', message, detail: hint } as const;
  const closed = window ? dialog.showMessageBox(window, box) : dialog.showMessageBox(box);
  void closed
    .catch(() => {})
    .finally(() => {
      telling = false;
    });
}
