const KEY = 'patchbay.token';

/**
 * The token of the browser shell: from `#token=…` at the first load, then from this tab's session. The fragment is
 * removed, so that neither the history nor a copied address gives the token away.
 */
export function takeSessionToken(): string {
  const match = /^#token=([A-Za-z0-9._-]+)/.exec(window.location.hash);
  if (match?.[1]) {
    window.sessionStorage.setItem(KEY, match[1]);
    window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}`);
  }
  return window.sessionStorage.getItem(KEY) ?? '';
}
