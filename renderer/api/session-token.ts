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

/**
 * A newly printed address opened in this same tab changes nothing but the fragment: the page takes its token and loads
 * again. An address of this very start only loses its fragment.
 */
export function followNewToken(current: string): void {
  const take = () => {
    if (window.location.hash.startsWith('#token=') && takeSessionToken() !== current) window.location.reload();
  };
  window.addEventListener('popstate', take);
  window.addEventListener('hashchange', take);
}
