import { create } from 'zustand';
import { askToClose, useDialog } from './dialog-store.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

export type { Route, ServerTab } from './route.ts';

interface RouteState {
  readonly route: Route;
}

const useRouteStore = create<RouteState>(() => ({ route: parseRoute(window.location.hash) }));
/** Where `navigate` went last: another change of the hash is the browser's Back or Forward, or typed. */
let sent: string | null = null;

window.addEventListener('hashchange', () => {
  const isOwn = window.location.hash === sent;
  sent = null;
  if (!isOwn && useDialog.getState().open !== null) {
    // Back closes the dialog, not the page behind it.
    window.history.pushState(null, '', formatRoute(useRouteStore.getState().route));
    askToClose();
    return;
  }
  useRouteStore.setState({ route: parseRoute(window.location.hash) });
});

/** The place that is shown just now, for what happens later than a render. */
export function currentRoute(): Route {
  return useRouteStore.getState().route;
}

/** The place that is shown. */
export function useRoute(): Route {
  return useRouteStore((state) => state.route);
}

/** Goes to a place; the browser's Back returns. `replace` leaves no step behind. */
export function navigate(route: Route, { replace = false }: { replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash) return;
  if (!replace) {
    sent = hash;
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(null, '', hash);
  useRouteStore.setState({ route });
}
