import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scanImports } from '../../../electron/core/config/import-scan.ts';
import { HeldSecrets } from '../../../electron/core/servers/held-secrets.ts';
import { importSource } from '../../../shared/contract/methods.ts';

let home: string;
let held: HeldSecrets;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-scan-'));
  let n = 0;
  held = new HeldSecrets(() => `${++n}`);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, content: unknown): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function scan(platform: NodeJS.Platform = 'linux', env: Record<string, string> = {}) {
  const sources = await scanImports({ home, platform, env }, (secret) => held.hold(secret));
  return sources.map((source) => importSource.parse(source));
}

const stdio = { command: 'npx', args: ['-y', 'server-foo'], env: { TOKEN: 'tt-1' } };
const CONFIG: Record<string, string> = { darwin: 'Library/Application Support', win32: 'AppData/Roaming', linux: '.config' };
const ZED: Record<string, string> = { darwin: '.config/zed', win32: 'AppData/Roaming/Zed', linux: '.config/zed' };

describe.each(['darwin', 'win32', 'linux'] as const)('%s', (platform) => {
  test('finds the servers of every app', async () => {
    const config = CONFIG[platform]!;
    put(`${config}/Claude/claude_desktop_config.json`, { mcpServers: { desktop: stdio } });
    put('.claude.json', {
      numStartups: 5,
      mcpServers: { user: stdio },
      projects: { '/projects/a': { mcpServers: { user: stdio } }, '/projects/b': {} },
    });
    put('.cursor/mcp.json', { mcpServers: { cursor: { url: 'https://mcp.linear.app/sse' } } });
    put(`${config}/Code/User/mcp.json`, `// mine\n{"servers": {"code": {"type": "http", "url": "https://x.dev/mcp",},}}`);
    put(`${config}/Code/User/settings.json`, {
      'editor.fontSize': 12,
      other: { a: { url: 'https://no.dev' } },
      mcp: { servers: { old: stdio } },
    });
    put('.codeium/windsurf/mcp_config.json', { mcpServers: { surf: { serverUrl: 'https://x.dev/sse' } } });
    put(`${config}/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`, {
      mcpServers: { cline: { ...stdio, timeout: 1_200, disabled: true, autoApprove: ['a'] } },
    });
    put(
      `${ZED[platform]!}/settings.json`,
      `{ "theme": "One", /* c */ "context_servers": { "zed": { "source": "custom", "command": "npx" } } }`,
    );
    put('.gemini/settings.json', { selectedAuthType: 'x', mcpServers: { gemini: { httpUrl: 'https://x.dev/mcp', timeout: 900 } } });
    put('.codex/config.toml', 'model = "o3"\n[mcp_servers.codex]\ncommand = "npx"\nargs = ["a"]\ntool_timeout_sec = 90\n');

    const sources = await scan(platform);
    expect(sources.map(({ app, servers, problem }) => [app, servers.map((server) => server.name).join(), problem])).toEqual([
      ['Claude Desktop', 'desktop', null],
      ['Claude Code', 'user,user (2)', null],
      ['Cursor', 'cursor', null],
      ['VS Code', 'code', null],
      ['VS Code', 'old', null],
      ['Windsurf', 'surf', null],
      ['Cline', 'cline', null],
      ['Zed', 'zed', null],
      ['Gemini CLI', 'gemini', null],
      ['Codex', 'codex', null],
    ]);
    const by = (app: string) => sources.find((source) => source.app === app)!;
    expect(by('Claude Desktop').servers[0]!.transport).toEqual({
      kind: 'stdio',
      ...stdio,
      env: { TOKEN: { $secret: 'held/1' } },
      cwd: null,
    });
    expect(by('Claude Code').servers[1]!.transport).toMatchObject({ cwd: '/projects/a' });
    expect(by('VS Code').servers[0]!.transport).toMatchObject({ mode: 'http', url: 'https://x.dev/mcp' });
    expect(by('Cline')).toMatchObject({
      servers: [{ callTimeoutMs: 1_200_000 }],
      warnings: ['“disabled” and “autoApprove” of “cline” were left out.'],
    });
    expect(by('Gemini CLI').servers[0]).toMatchObject({ callTimeoutMs: null });
    expect(by('Codex').servers[0]).toMatchObject({ callTimeoutMs: 90_000 });
  });
});

test('a secret stays in the core, under one name however often it is found', async () => {
  const key = 'sk-live-0123456789abcdef';
  put('.cursor/mcp.json', {
    mcpServers: {
      a: { command: 'x', env: { API_KEY: key, MODE: 'fast' } },
      b: { url: `https://x.dev/mcp?token=${key}`, headers: { Authorization: `Bearer ${key}` } },
    },
  });
  put('.gemini/settings.json', `{"mcpServers": {"c": {"command": "x", "env": {"API_KEY": "${key}"}}}} `);
  put(
    '.codex/config.toml',
    `[mcp_servers.d]\nurl = "https://x.dev/mcp"\nbearer_token = "${key}"\n[mcp_servers.d.http_headers]\nX-API-Key = "${key}"\n`,
  );
  const first = await scan();
  expect(JSON.stringify(first)).not.toContain(key);
  expect(first.flatMap(({ servers }) => servers.map(({ transport }) => transport))).toMatchObject([
    { env: { API_KEY: { $secret: 'held/1' }, MODE: 'fast' } },
    { url: 'https://x.dev/mcp', query: { token: { $secret: 'held/1' } }, auth: { kind: 'bearer', token: { $secret: 'held/1' } } },
    { env: { API_KEY: { $secret: 'held/1' } } },
    { headers: { 'X-API-Key': { $secret: 'held/1' } } },
  ]);
  expect(held.read('held/1')).toBe(key);
  expect(await scan()).toEqual(first);
});

test('the environment names other folders', async () => {
  put('elsewhere/Claude/claude_desktop_config.json', { mcpServers: { a: stdio } });
  put('claude/.claude.json', { mcpServers: { b: stdio } });
  put('codex/config.toml', '[mcp_servers.c]\nurl = "https://x.dev/mcp"\n');
  const linux = await scan('linux', {
    XDG_CONFIG_HOME: join(home, 'elsewhere'),
    CLAUDE_CONFIG_DIR: join(home, 'claude'),
    CODEX_HOME: join(home, 'codex'),
  });
  expect(linux.map((source) => source.app)).toEqual(['Claude Desktop', 'Claude Code', 'Codex']);
  const windows = await scan('win32', { APPDATA: join(home, 'elsewhere') });
  expect(windows.map((source) => source.app)).toEqual(['Claude Desktop']);
  expect(await scan('linux', { XDG_CONFIG_HOME: 'relative' })).toEqual([]);
});

test('apps without a file and files without servers are left out', async () => {
  expect(await scan()).toEqual([]);
  put('.cursor/mcp.json', { mcpServers: {} });
  put('.gemini/settings.json', '');
  put('.codeium', 'a file where a folder would be');
  put('.claude.json', { command: 'x', looks: { url: 'https://x.dev' } });
  expect(await scan()).toEqual([]);
});

test('broken, oversized and odd files have a problem and cost the others nothing', async () => {
  put('.cursor/mcp.json', '{"mcpServers": {\n "a" {}}}');
  put('.codex/config.toml', '[mcp_servers.a]\ncommand = \n');
  put('.gemini/settings.json', `{"mcpServers":{"a":{"command":"x"}}, "pad":"${'x'.repeat(10 * 1024 * 1024)}"}`);
  mkdirSync(join(home, '.config/zed/settings.json'), { recursive: true });
  mkdirSync(join(home, '.codeium/windsurf'), { recursive: true });
  symlinkSync('mcp_config.json', join(home, '.codeium/windsurf/mcp_config.json'));
  put('.claude.json', { mcpServers: { good: stdio, bad: 5 } });
  const sources = await scan();
  expect(Object.fromEntries(sources.map(({ app, problem }) => [app, problem]))).toEqual({
    'Claude Code': null,
    Cursor: 'The JSON is not valid at line 2, column 6: a colon is missing.',
    Windsurf: 'The file could not be read (ELOOP).',
    Zed: 'This is not a file.',
    'Gemini CLI': 'The file is larger than 10 MB.',
    Codex: expect.stringMatching(/^The TOML is not valid at line 2/),
  });
  expect(sources[0]).toMatchObject({ servers: [{ name: 'good' }], warnings: ['“bad” was left out: it is not an object.'] });
});

test('a file that may not be read', async ({ skip }) => {
  const reason = process.getuid?.() === 0 ? 'root may read everything' : process.platform === 'win32' ? 'Windows has no such bits' : '';
  if (reason !== '') process.stderr.write(`Skipped, ${reason}: a file that may not be read\n`);
  skip(reason !== '', reason);
  chmodSync(put('.cursor/mcp.json', '{}'), 0);
  expect(await scan()).toMatchObject([{ app: 'Cursor', problem: 'Patchbay may not read this file.' }]);
});
