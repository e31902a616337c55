import { describe, expect, it } from 'vitest';
import { serverJson } from '../../../renderer/features/servers/server-json.ts';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import type { RemoteConfig } from '../../../shared/contract/model.ts';

const stored = { $secret: 'server/s1/secret' };
const remote = (more: Partial<RemoteConfig>): RemoteConfig => ({
  kind: 'remote',
  url: 'https://example.com/mcp',
  mode: 'auto',
  headers: {},
  query: {},
  auth: DEFAULT_AUTH,
  tls: DEFAULT_TLS,
  ...more,
});
const entry = (transport: Parameters<typeof serverJson>[0]['transport']) => {
  const { text, leavesOut } = serverJson({ name: 'x', transport });
  return { entry: JSON.parse(text).mcpServers.x, leavesOut };
};

describe('a server as JSON to paste elsewhere', () => {
  it('has variables in place of secrets, and says so', () => {
    expect(entry({ kind: 'stdio', command: 'npx', args: [], env: { API_KEY: stored, PORT: '1' }, cwd: null })).toEqual({
      entry: { command: 'npx', env: { API_KEY: '$' + '{env:API_KEY}', PORT: '1' } },
      leavesOut: true,
    });
  });

  it('writes a key as the header in which it is sent', () => {
    expect(entry(remote({ auth: { kind: 'bearer', token: stored } })).entry.headers).toEqual({ Authorization: 'Bearer $' + '{env:TOKEN}' });
    expect(
      entry(remote({ headers: { a: '1' }, auth: { kind: 'header', name: 'X-Api-Key', prefix: '', value: stored } })).entry.headers,
    ).toEqual({
      a: '1',
      'X-Api-Key': '$' + '{env:X_API_KEY}',
    });
  });

  it('leaves nothing out of a server without secrets', () => {
    expect(entry(remote({ headers: { a: '1' } }))).toEqual({
      entry: { url: 'https://example.com/mcp', headers: { a: '1' } },
      leavesOut: false,
    });
  });
});
