import { describe, expect, it } from 'vitest';
import { CONNECTORS, connectorFor } from '../../shared/connectors.ts';
import { icon, serverInput } from '../../shared/contract/model.ts';
import { namesSecret } from '../../shared/secret-names.ts';

const nameOf = (server: Parameters<typeof connectorFor>[0]) => connectorFor(server)?.id ?? null;

describe('every connector', () => {
  it('has an id, hosts and packages of its own', () => {
    for (const list of [
      CONNECTORS.map(({ id }) => id),
      CONNECTORS.map(({ name }) => name.toLowerCase()),
      CONNECTORS.flatMap(({ hosts }) => hosts),
      CONNECTORS.flatMap(({ packages }) => packages),
    ]) {
      expect(list).toEqual([...new Set(list)]);
    }
    expect(CONNECTORS.length).toBeGreaterThanOrEqual(30);
  });

  it.each(CONNECTORS.map((each) => [each.id, each] as const))('%s is valid', (_, each) => {
    expect(each.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(icon.safeParse(each.icon).success && each.icon !== '').toBe(true);
    expect(each.category).toMatch(/^[A-Z]/);
    expect(each.hosts.length + each.packages.length).toBeGreaterThan(0);
    for (const host of each.hosts) expect(host).toMatch(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/);
    for (const name of each.packages) expect(name).toMatch(/^[a-z0-9@][a-z0-9@./_-]*$/);
    for (const name of each.env) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    for (const page of [each.keyPage, each.oauth.clientPage]) if (page !== null) expect(new URL(page).protocol).toBe('https:');
    if (each.auth === 'key') expect(each.key).not.toBeNull();
    if (each.key) {
      const auth = { kind: 'header', name: each.key.header, prefix: each.key.prefix, value: 'x' };
      const host = each.hosts[0]?.replace('*', 'any');
      const server = { name: each.name, icon: each.icon, transport: { kind: 'remote', url: `https://${host}/mcp`, auth } };
      expect(serverInput.safeParse(server).error?.issues).toBeUndefined();
    }
  });

  it.each(CONNECTORS.flatMap((each) => each.hosts.map((host) => [host, each.id] as const)))('is found at %s', (pattern, id) => {
    const host = pattern.replace('*', 'eu2');
    expect(nameOf({ url: `https://${host}/mcp` })).toBe(id);
    expect(nameOf({ url: `wss://${host.toUpperCase()}.:443/` })).toBe(id);
  });

  it.each(CONNECTORS.flatMap((each) => each.packages.map((name) => [name, each.id] as const)))('is found as %s', (name, id) => {
    expect(nameOf({ command: 'npx', args: ['-y', `${name}@latest`] })).toBe(id);
    expect(nameOf({ command: 'docker', args: ['run', '-i', '--rm', '-e', 'TOKEN', `${name}:1.2`, 'stdio'] })).toBe(id);
  });

  it.each(CONNECTORS.flatMap((each) => each.hosts.map((host) => host.replace('*.', ''))))('is no look-alike of %s', (host) => {
    const impostors = [
      `https://${host}.evil.example/mcp`,
      `https://evil${host}/mcp`,
      `https://evil-${host}/mcp`,
      `https://${host}@evil.example/mcp`,
      `https://evil.example/${host}`,
      `https://evil.example/?${host}`,
      `https://evil.example#.${host}`,
      `https://evil.example\\@${host}.evil.example/`,
      `http://${host}/mcp`,
      `file://${host}/mcp`,
      `https://${host.replace('o', 'о').replace('e', 'е').replace('a', 'а')}x/mcp`,
      host,
    ];
    for (const url of impostors) expect([url, nameOf({ url })]).toEqual([url, null]);
  });
});

it('does not take the host above a pattern for one below it', () => {
  expect(nameOf({ url: 'https://make.com/mcp' })).toBeNull();
  expect(nameOf({ url: 'https://.make.com/mcp' })).toBeNull();
});

it.each([
  ['npx', ['evil-package', '@notionhq/notion-mcp-server']],
  ['npx', ['-p', 'evil-package', '@notionhq/notion-mcp-server']],
  ['npx', ['--package=evil-package', '@notionhq/notion-mcp-server']],
  ['npx', ['@evil/notion-mcp-server']],
  ['npx', ['@notionhq/notion-mcp-server-evil']],
  ['uvx', ['--from', 'evil', 'mcp-atlassian']],
  ['docker', ['run', 'evil/image', 'mcp/github']],
  ['docker', ['run', 'registry.example/mcp/github']],
  ['docker', ['push', 'mcp/github']],
  ['node', ['@stripe/mcp']],
  ['npx', ['mcp-remote', 'https://mcp.linear.app.evil.example/sse']],
  ['npx', []],
  ['', ['@stripe/mcp']],
])('%s %j is no service', (command, args) => {
  expect(nameOf({ command, args })).toBeNull();
});

it.each([
  ['npx', ['--yes', '--package=@stripe/mcp', 'mcp'], 'stripe'],
  ['C:\\Program Files\\nodejs\\npx.cmd', ['-y', 'firecrawl-mcp'], 'firecrawl'],
  ['cmd', ['/c', 'npx', '-y', 'figma-developer-mcp', '--stdio'], 'figma'],
  ['/usr/local/bin/uvx', ['--python', '3.12', 'mcp-atlassian==0.11'], 'atlassian'],
  ['uv', ['tool', 'run', '--from=mcp-atlassian[all]', 'x'], 'atlassian'],
  ['docker', ['run', '--env=TOKEN', 'ghcr.io/github/github-mcp-server@sha256:0123'], 'github'],
  ['/opt/github-mcp-server', ['stdio'], 'github'],
  ['npx', ['-y', 'mcp-remote@latest', 'https://mcp.linear.app/sse'], 'linear'],
])('%s %j is %s', (command, args, id) => {
  expect(nameOf({ command, args })).toBe(id);
});

it('believes a name only where there is nothing better', () => {
  expect(nameOf({ name: ' github ' })).toBe('github');
  expect(nameOf({ name: 'GitHub', url: 'https://evil.example/mcp' })).toBeNull();
  expect(nameOf({ name: 'GitHub', command: 'npx', args: ['evil'] })).toBeNull();
  expect(nameOf({ name: 'constructor' })).toBeNull();
  expect(nameOf({ command: 'constructor', args: [] })).toBeNull();
  expect(nameOf({})).toBeNull();
});

it('knows variables that their names do not give away as secrets', () => {
  expect(CONNECTORS.flatMap(({ env }) => env).filter((name) => !namesSecret(name))).toEqual(
    expect.arrayContaining(['MDB_MCP_CONNECTION_STRING', 'OPENAPI_MCP_HEADERS']),
  );
});
