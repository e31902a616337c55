import { create } from 'zustand';
import { askToClose, useDialog } from './dialog-store.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

export type { Route, ServerTab } from './route.ts';

interface RouteState {
  readonly route: Route;
}

const useRouteStore = create<RouteState>(() => ({ route: parseRoute(window.location.hash) }));

/**
 * State of the history's step that an open dialog stands on, at the same address as the page: Back leaves the step, and so
 * closes the dialog. A step that outlives its dialog is taken by the next dialog or page, or passed over.
 */
const LAYER = 'layer';
let isOnLayer = window.history.state === LAYER;

function push(state: typeof LAYER | null, hash: string): void {
  window.history.pushState(state, '', hash);
  isOnLayer = state === LAYER;
}

useDialog.subscribe(({ open }) => {
  if (open !== null && !isOnLayer) push(LAYER, formatRoute(currentRoute()));
});

window.addEventListener('popstate', ({ state }) => {
  const wasOnLayer = isOnLayer;
  isOnLayer = state === LAYER;
  const shown = formatRoute(currentRoute());
  const stays = formatRoute(parseRoute(window.location.hash)) === shown;
  if (useDialog.getState().open === null) {
    if (wasOnLayer && !isOnLayer && stays) window.history.back();
    return;
  }
  askToClose();
  // The dialog may ask first; and an address that was typed must not change the page behind it.
  const isOpen = useDialog.getState().open !== null;
  if (isOpen || !stays) push(isOpen ? LAYER : null, shown);
});
window.addEventListener('hashchange', () => {
  // A link has made a step of its own.
  isOnLayer = window.history.state === LAYER;
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
  if (replace || isOnLayer) {
    window.history.replaceState(null, '', hash);
    isOnLayer = false;
  } else push(null, hash);
  useRouteStore.setState({ route });
}
