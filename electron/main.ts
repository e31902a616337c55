import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, nativeTheme, safeStorage, session } from 'electron';
import { version } from '../package.json';
import { toErrorData } from '../shared/errors.ts';
import { type App, createApp } from './core/app.ts';
import { ensureDataFolder } from './core/storage/data-folder.ts';
import { declareAppScheme, serveAppScheme } from './desktop/app-protocol.ts';
import { restrictDownloads } from './desktop/downloads.ts';
import { openExternalPage } from './desktop/external-pages.ts';
import { serveIpc } from './desktop/ipc.ts';
import { LinkInbox } from './desktop/link-inbox.ts';
import { hearLinks, registerLinks, tellLinkProblem } from './desktop/links.ts';
import { setApplicationMenu } from './desktop/menu.ts';
import { denyPermissions, guardPages } from './desktop/page-guard.ts';
import { pageOrigin } from './desktop/page-origin.ts';
import { silenceChromium, silenceSession } from './desktop/quiet-chromium.ts';
import { quitAfter } from './desktop/quit.ts';
import { safeStorageKeychain } from './desktop/safe-storage.ts';
import { openWindow, preloadFile } from './desktop/window.ts';
import { chosenKeychains } from './headless/chosen-keychains.ts';
import { dataFolder } from './headless/data-folder.ts';
import { keyring } from './headless/keyring.ts';
import { renderedPageFolder } from './headless/rendered-page.ts';

const folder = dataFolder();
const page = pageOrigin(process.env.PATCHBAY_DEV_URL, app.isPackaged);

/** Once it has started. */
let running: App | null = null;

const links = new LinkInbox({
  onAction: showWindow,
  resume: async (url) => (await running?.resumeSignIn(url)) ?? false,
  onProblem: (error) => {
    showWindow();
    tellLinkProblem(BrowserWindow.getAllWindows()[0], error);
  },
});

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) {
    // A packaged app has its icon from the system; one started from the repository brings it along.
    const icon = app.isPackaged ? {} : { icon: join(app.getAppPath(), 'build', 'icons', 'icon.png') };
    const preload = preloadFile(dirname(fileURLToPath(import.meta.url)));
    openWindow({ page, preload, dataFolder: folder, ...icon }).once('show', () => links.ready());
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function followTheme(core: App): void {
  nativeTheme.themeSource = core.settings.theme;
  core.onSettings(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
}

async function start(): Promise<void> {
  const core = await createApp({
    dataFolder: folder,
    shell: 'desktop',
    version,
    openExternal: openExternalPage,
    keychains: chosenKeychains(() => [safeStorageKeychain(safeStorage, { platform: process.platform, ready: app.whenReady() }), keyring()]),
    appRedirects: links.redirects,
    onSignInAnswered: showWindow,
  });
  running = core;
  quitAfter(() => core.shutdown());
  await app.whenReady();
  silenceSession(session.defaultSession);
  denyPermissions(session.defaultSession);
  restrictDownloads(session.defaultSession, page);
  serveAppScheme(renderedPageFolder(), () => core.settings.theme);
  serveIpc(core.bridge, {
    origin: page.origin,
    isOurs: (sender) => BrowserWindow.getAllWindows().some((window) => window.webContents.id === sender.id),
  });
  followTheme(core);
  setApplicationMenu();
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  showWindow();
}

/** Says why there is no app, and ends. Before the app is ready Linux has no boxes: there it goes to standard error. */
function giveUp(error: unknown): void {
  const { message, hint, technical } = toErrorData(error);
  dialog.showErrorBox('Patchbay could not start', [message, hint, technical].filter(Boolean).join('\n'));
  app.exit(1);
}

function prepare(): void {
  // Chromium's own files live beside ours, so that one folder holds everything and two folders are two apps.
  const chromiumFolder = join(folder, 'electron');
  ensureDataFolder(chromiumFolder);
  app.setPath('userData', chromiumFolder);
  // enableSandbox() would take --no-sandbox back for the child processes, which root cannot start without it.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  silenceChromium();
  declareAppScheme();
  guardPages(page);
}

try {
  prepare();
  if (app.requestSingleInstanceLock()) {
    hearLinks(links);
    registerLinks();
    start().catch(giveUp);
  } else app.exit(0);
} catch (error) {
  giveUp(error);
}
