const SERVER_TABS = ['tools', 'log', 'process', 'network', 'details', 'settings'] as const;
export type ServerTab = (typeof SERVER_TABS)[number];

/** A place in the app. */
export type Route =
  | { readonly page: 'servers' }
  | { readonly page: 'server'; readonly id: string; readonly tab: ServerTab }
  | { readonly page: 'tools'; readonly serverId?: string; readonly tool?: string }
  | { readonly page: 'activity' }
  | { readonly page: 'settings' };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The route of a location's hash; anything unknown is the servers page. */
export function parseRoute(hash: string): Route {
  const [page = '', first = '', second = ''] = hash.replace(/^#\/?/, '').split('/').map(decode);
  switch (page) {
    case 'server': {
      if (first === '') return { page: 'servers' };
      return { page: 'server', id: first, tab: SERVER_TABS.find((tab) => tab === second) ?? 'tools' };
    }
    case 'tools':
      return { page: 'tools', ...(first === '' ? {} : { serverId: first }), ...(second === '' ? {} : { tool: second }) };
    case 'activity':
    case 'settings':
      return { page };
    default:
      return { page: 'servers' };
  }
}

/** The hash of a route: `parseRoute(formatRoute(route))` is the route. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'server':
      return `#/server/${encodeURIComponent(route.id)}/${route.tab}`;
    case 'tools': {
      const parts = [route.serverId, route.serverId === undefined ? undefined : route.tool].filter((part) => part !== undefined);
      return ['#/tools', ...parts.map(encodeURIComponent)].join('/');
    }
    default:
      return `#/${route.page}`;
  }
}
