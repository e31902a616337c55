import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from '../../../renderer/stores/route.ts';

describe('routes', () => {
  it.each<Route>([
    { page: 'servers' },
    { page: 'server', id: 'mcp_a/b #1', tab: 'log' },
    { page: 'server', id: 'mcp_1', tab: 'process' },
    { page: 'server', id: 'mcp_1', tab: 'network' },
    { page: 'tools' },
    { page: 'tools', serverId: 'mcp_1' },
    { page: 'tools', serverId: 'mcp_1', tool: 'read/file?ä' },
    { page: 'activity' },
    { page: 'settings' },
  ])('%j survives the address', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nowhere', '#token=abc', '#/server', '#/%E0%A4%A'])('%s is the servers page', (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'servers' });
  });

  it('shows the tools of a server when the tab is unknown', () => {
    expect(parseRoute('#/server/x/other')).toEqual({ page: 'server', id: 'x', tab: 'tools' });
  });
});
