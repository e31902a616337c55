import { join } from 'node:path';
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { showContextMenu } from './context-menu.ts';
import type { PageOrigin } from './page-origin.ts';
import { clampPlace, MIN_SIZE, readPlace, rememberPlace } from './window-place.ts';

/** `--page` of the tokens in both themes: what is seen before the page has painted. */
const PAGE_COLOR = { light: '#f9fafc', dark: '#0e1015' };
const CRASHES_ALLOWED = 3;
const CRASH_WINDOW_MS = 60_000;

const pageColor = () => (nativeTheme.shouldUseDarkColors ? PAGE_COLOR.dark : PAGE_COLOR.light);

interface WindowOptions {
  page: PageOrigin;
  preload: string;
  dataFolder: string;
  icon?: string;
}

/** Opens the app's window where it was last, showing it once the page has painted. */
export function openWindow({ page, preload, dataFolder, icon }: WindowOptions): BrowserWindow {
  const place = clampPlace(
    readPlace(dataFolder),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: 'Patchbay',
    backgroundColor: pageColor(),
    autoHideMenuBar: true,
    ...(icon ? { icon } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (place.maximized) window.maximize();
  rememberPlace(window, dataFolder);
  window.once('ready-to-show', () => window.show());
  window.webContents.on('context-menu', (_event, params) => showContextMenu(window, params));
  const recolor = () => window.setBackgroundColor(pageColor());
  nativeTheme.on('updated', recolor);
  window.once('closed', () => nativeTheme.off('updated', recolor));
  reviveAfterCrash(window);
  // A page that cannot load leaves the window empty; `did-fail-load` has the reason, and there is nobody else to tell.
  void window.loadURL(page.url).catch((error: Error) => dialog.showErrorBox('Patchbay could not show its window', error.message));
  return window;
}

/** Loads the page again after its process died; gives up when that happens time and again. */
function reviveAfterCrash(window: BrowserWindow): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    if (crashes.length <= CRASHES_ALLOWED) window.webContents.reload();
    else dialog.showErrorBox('The window keeps failing', `Its process ended ${crashes.length} times (${reason}). Restart Patchbay.`);
  });
}

/** The preload script of the build, seen from dist/main/main.js. */
export function preloadFile(mainFolder: string): string {
  return join(mainFolder, '..', 'preload', 'preload.cjs');
}
