import { create } from 'zustand';
import { formatRoute, parseRoute, type Route } from './route.ts';

export type { Route, ServerTab } from './route.ts';

interface RouteState {
  readonly route: Route;
}

const useRouteStore = create<RouteState>(() => ({ route: parseRoute(window.location.hash) }));
window.addEventListener('hashchange', () => useRouteStore.setState({ route: parseRoute(window.location.hash) }));

/** The place that is shown. */
export function useRoute(): Route {
  return useRouteStore((state) => state.route);
}

/** Goes to a place; the browser's Back returns. `replace` leaves no step behind. */
export function navigate(route: Route, { replace = false }: { replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash) return;
  if (!replace) {
    window.location.hash = hash;
    return;
  }
  window.history.replaceState(null, '', hash);
  useRouteStore.setState({ route });
}
