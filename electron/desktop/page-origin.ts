/** Scheme and host of the window's page. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://patchbay`;

/** Where the window's page comes from: our own scheme, or Vite's server during development. */
export interface PageOrigin {
  /** The one origin that may speak to the core. */
  readonly origin: string;
  readonly url: string;
}

/**
 * The page's origin. `PATCHBAY_DEV_URL` replaces it in an unpackaged app only, and only by a loopback address.
 */
export function pageOrigin(devUrl: string | undefined, isPackaged: boolean): PageOrigin {
  const url = devUrl && !isPackaged && URL.canParse(devUrl) ? new URL(devUrl) : null;
  if (url?.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')) {
    return { origin: url.origin, url: url.href };
  }
  return { origin: APP_ORIGIN, url: `${APP_ORIGIN}/` };
}
