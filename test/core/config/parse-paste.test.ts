import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePaste } from '../../../electron/core/config/parse-paste.ts';
import { CONNECTORS } from '../../../shared/connectors.ts';
import { parsedPaste } from '../../../shared/contract/methods.ts';
import { serverInput } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';

function only(text: string) {
  const parsed = parsePaste(text);
  expect(parsed.servers).toHaveLength(1);
  return { ...parsed, server: serverInput.parse(parsed.servers[0]) };
}

function stdio(text: string) {
  const { server, warnings, format } = only(text);
  if (server.transport.kind !== 'stdio') throw new Error('not a local server');
  return { name: server.name, warnings, format, callTimeoutMs: server.callTimeoutMs, ...server.transport };
}

function remote(text: string) {
  const { server, warnings, format } = only(text);
  if (server.transport.kind !== 'remote') throw new Error('not a remote server');
  return { name: server.name, warnings, format, ...server.transport };
}

function refusal(text: string): string {
  try {
    parsePaste(text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('invalid_input');
    const [issue] = error.details.issues as { path: string; message: string }[];
    expect(issue!.path).toBe('text');
    return issue!.message;
  }
  throw new Error('was accepted');
}

describe('addresses', () => {
  test.each([
    ['https://mcp.linear.app/sse', 'Linear', 'https://mcp.linear.app/sse'],
    ['  https://www.example.co.uk/mcp\n', 'Example', 'https://www.example.co.uk/mcp'],
    ['https://api.githubcopilot.com/mcp/', 'Githubcopilot', 'https://api.githubcopilot.com/mcp/'],
    ['http://localhost:3000/mcp', 'localhost:3000', 'http://localhost:3000/mcp'],
    ['https://my-notes.someone.workers.dev/mcp', 'My Notes', 'https://my-notes.someone.workers.dev/mcp'],
    ['<https://mcp.stripe.com>', 'Stripe', 'https://mcp.stripe.com'],
    ['`https://mcp.stripe.com`', 'Stripe', 'https://mcp.stripe.com'],
    ['wss://mcp.example.com/socket', 'Example', 'wss://mcp.example.com/socket'],
    ['ws://localhost:3000/mcp', 'localhost:3000', 'ws://localhost:3000/mcp'],
  ])('%s', (text, name, url) => {
    expect(remote(text)).toMatchObject({ format: 'url', name, url, mode: 'auto', headers: {}, warnings: [] });
  });

  test('a missing scheme is put in front, with a note', () => {
    expect(remote('mcp.linear.app/sse')).toMatchObject({
      url: 'https://mcp.linear.app/sse',
      warnings: [expect.stringContaining('https://')],
    });
    expect(remote('localhost:3001/mcp').url).toBe('http://localhost:3001/mcp');
  });

  test('other schemes are refused', () => {
    expect(refusal('ftp://example.com/x')).toContain('http');
    expect(refusal('https://')).toContain('address');
  });
});

describe('command lines', () => {
  test.each([
    ['npx -y @scope/server-foo /path', 'Foo', 'npx', ['-y', '@scope/server-foo', '/path']],
    ['$ npx -y @modelcontextprotocol/server-everything', 'Everything', 'npx', ['-y', '@modelcontextprotocol/server-everything']],
    ['npx @playwright/mcp@latest', 'Playwright', 'npx', ['@playwright/mcp@latest']],
    ['npx -y @upstash/context7-mcp', 'Context7', 'npx', ['-y', '@upstash/context7-mcp']],
    ['npx -y github-mcp-server', 'GitHub', 'npx', ['-y', 'github-mcp-server']],
    ['npx mcp-remote https://mcp.linear.app/sse', 'Linear', 'npx', ['mcp-remote', 'https://mcp.linear.app/sse']],
    ['uvx mcp-server-git', 'Git', 'uvx', ['mcp-server-git']],
    ['uvx --from git+https://github.com/a/b b-mcp', 'B', 'uvx', ['--from', 'git+https://github.com/a/b', 'b-mcp']],
    ['docker run -i --rm mcp/fetch', 'Fetch', 'docker', ['run', '-i', '--rm', 'mcp/fetch']],
    [
      'docker run -i -e TOKEN ghcr.io/github/github-mcp-server:latest',
      'GitHub',
      'docker',
      ['run', '-i', '-e', 'TOKEN', 'ghcr.io/github/github-mcp-server:latest'],
    ],
    ['python -m mcp_server_time', 'Time', 'python', ['-m', 'mcp_server_time']],
    ['python3.12 -m mcp_server_time --x', 'Time', 'python3.12', ['-m', 'mcp_server_time', '--x']],
    ['uv run --directory /a/b weather.py', 'Weather', 'uv', ['run', '--directory', '/a/b', 'weather.py']],
    ['node /home/me/weather/dist/index.js', 'Weather', 'node', ['/home/me/weather/dist/index.js']],
    ['/usr/local/bin/my-server --stdio', 'My', '/usr/local/bin/my-server', ['--stdio']],
    ['cmd /c npx -y @scope/server-foo', 'Foo', 'cmd', ['/c', 'npx', '-y', '@scope/server-foo']],
  ])('%s', (text, name, command, args) => {
    expect(stdio(text)).toMatchObject({ format: 'command', name, command, args, env: {}, cwd: null, warnings: [] });
  });

  test.each([
    [`server 'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`server "a\\"b" 'it'\\''s' ""`, ['a"b', "it's", '']],
    ['server \\\n  --one \\\r\n  --two', ['--one', '--two']],
    ['server "C:\\\\Users\\\\me" C:\\Users\\me --root=D:\\data\\new', ['C:\\Users\\me', 'C:\\Users\\me', '--root=D:\\data\\new']],
    ['server a#b # a comment', ['a#b']],
    ['server "two\nlines"', ['two\nlines']],
  ])('quoting: %j', (text, args) => {
    expect(stdio(text).args).toEqual(args);
  });

  test('a Windows program', () => {
    expect(stdio('C:\\tools\\notes-mcp.exe --stdio')).toMatchObject({
      name: 'Notes',
      command: 'C:\\tools\\notes-mcp.exe',
      args: ['--stdio'],
    });
    expect(stdio('"C:\\Program Files\\nodejs\\npx.cmd" -y server-foo')).toMatchObject({ name: 'Foo', args: ['-y', 'server-foo'] });
  });

  test('variables in front become the environment', () => {
    expect(stdio(`TOKEN='s e' DEBUG= npx server-foo`)).toMatchObject({ command: 'npx', env: { TOKEN: 's e', DEBUG: '' } });
    expect(stdio('env A=1 B=2 uvx mcp-server-git')).toMatchObject({ command: 'uvx', env: { A: '1', B: '2' } });
    expect(stdio('env -i A=1 uvx x')).toMatchObject({ command: 'env', args: ['-i', 'A=1', 'uvx', 'x'], env: {} });
  });

  test('what only a shell could do is said, and kept', () => {
    const piped = stdio('npx server-foo && rm -rf "$HOME" | cat');
    expect(piped.args).toEqual(['server-foo', '&&', 'rm', '-rf', '$HOME', '|', 'cat']);
    expect(piped.warnings.join(' ')).toMatch(/“&&” and “\|” will not work.*“\$HOME” was kept/);
    expect(stdio(`server '$HOME && x'`).warnings).toEqual([]);
    expect(stdio('server ~/notes').warnings.join()).toContain('home folder');
    expect(stdio('server <your-folder>').warnings).toEqual(['Replace “<your-folder>” with the real value.']);
  });

  test('of several commands the first is taken, with a note', () => {
    const { args, warnings } = stdio('# start it\nnpx server-foo\nnpx server-bar\n');
    expect(args).toEqual(['server-foo']);
    expect(warnings).toHaveLength(1);
  });

  test('claude mcp add', () => {
    expect(stdio('claude mcp add my-git -s user -e A=1 B=2 -- uvx mcp-server-git --repo .')).toMatchObject({
      name: 'my-git',
      command: 'uvx',
      args: ['mcp-server-git', '--repo', '.'],
      env: { A: '1', B: '2' },
      warnings: [],
    });
    expect(
      remote('claude mcp add --transport http notion https://mcp.notion.com/mcp --header "Authorization: Bearer abc" -H "X-Team: a:b"'),
    ).toMatchObject({
      name: 'notion',
      url: 'https://mcp.notion.com/mcp',
      mode: 'http',
      headers: { 'X-Team': 'a:b' },
      auth: { kind: 'bearer', token: { $new: 'abc' } },
      warnings: [],
    });
    expect(remote('claude mcp add --transport=sse linear https://mcp.linear.app/sse')).toMatchObject({ name: 'linear', mode: 'sse' });
    expect(stdio('claude mcp add foo npx -y server-foo')).toMatchObject({ name: 'foo', command: 'npx', args: ['-y', 'server-foo'] });
    expect(stdio(`claude mcp add-json -s user foo '{"command":"npx","args":["x"]}'`)).toMatchObject({ name: 'foo', args: ['x'] });
    expect(remote('codex mcp add linear --url https://mcp.linear.app/mcp')).toMatchObject({
      name: 'linear',
      url: 'https://mcp.linear.app/mcp',
    });
    expect(refusal('claude mcp add foo')).toContain('no server');
  });

  test('code --add-mcp', () => {
    expect(stdio(`code --add-mcp '{"name":"play","command":"npx","args":["@playwright/mcp@latest"]}'`)).toMatchObject({
      name: 'play',
      command: 'npx',
      args: ['@playwright/mcp@latest'],
    });
  });

  test.each([
    ['', 'Paste'],
    ['   \n', 'Paste'],
    ['# only a comment', 'Paste'],
    ['npx "open', 'never closed'],
    ['A=1', 'Paste'],
    ['(what is this)', 'neither'],
  ])('refuses %j', (text, words) => {
    expect(refusal(text)).toContain(words);
  });
});

describe('JSON', () => {
  const github = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-github'], env: { TOKEN: 'secret' } };

  test.each([
    ['mcpServers', { mcpServers: { github } }],
    ['servers', { servers: { github: { type: 'stdio', ...github } } }],
    ['servers', { mcp: { servers: { github } } }],
    ['servers', { 'mcp.servers': { github } }],
    [
      'servers',
      { theme: 'dark', context_servers: { github: { source: 'custom', command: { path: 'npx', args: github.args, env: github.env } } } },
    ],
    ['servers', { mcp: { github: { type: 'local', enabled: true, command: ['npx', ...github.args], environment: github.env } } }],
    ['mcpServers', { github }],
    ['servers', [{ name: 'github', ...github }]],
    ['entry', { name: 'github', ...github }],
  ])('%s %#', (format, value) => {
    expect(stdio(JSON.stringify(value, null, 2))).toMatchObject({
      format,
      name: 'github',
      cwd: null,
      warnings: [],
      ...github,
      env: { TOKEN: { $new: 'secret' } },
    });
  });

  test('a fragment, comments, trailing commas, a code fence, a byte order mark', () => {
    const fragment = '"github": { "command": "npx", /* c */ "args": ["a",], // d\n },';
    expect(stdio(fragment)).toMatchObject({ name: 'github', command: 'npx', args: ['a'] });
    expect(stdio(`\`\`\`json\n{ "mcpServers": { ${fragment} } }\n\`\`\``)).toMatchObject({ name: 'github' });
    expect(stdio(`\uFEFF// mine\n{${fragment}}`)).toMatchObject({ name: 'github' });
    expect(parsePaste(`"mcpServers": {${fragment}}`).format).toBe('mcpServers');
  });

  test.each([
    [{ url: 'https://x.dev/mcp' }, 'auto'],
    [{ serverUrl: 'https://x.dev/mcp' }, 'auto'],
    [{ httpUrl: 'https://x.dev/mcp' }, 'http'],
    [{ url: 'https://x.dev/mcp', type: 'http' }, 'http'],
    [{ url: 'https://x.dev/mcp', type: 'streamable-http' }, 'http'],
    [{ url: 'https://x.dev/mcp', transport: 'streamableHttp' }, 'http'],
    [{ url: 'https://x.dev/mcp', type: 'sse' }, 'sse'],
    [{ url: 'https://x.dev/mcp', type: 'remote' }, 'auto'],
    [{ url: 'wss://x.dev/mcp' }, 'auto'],
    [{ url: 'wss://x.dev/mcp', type: 'websocket' }, 'websocket'],
  ])('remote %j', (entry, mode) => {
    expect(remote(JSON.stringify({ ...entry, headers: { 'X-Key': 5 } }))).toMatchObject({
      name: 'X',
      format: 'entry',
      mode,
      headers: { 'X-Key': '5' },
      warnings: [],
    });
  });

  test('what it says of the vault itself is not taken', () => {
    const refs = { A: { $secret: 'server/mcp_other/abc' }, B: { $new: 'x' } };
    const local = stdio(JSON.stringify({ a: { command: 'x', env: refs } }));
    expect(local).toMatchObject({ env: {}, warnings: [expect.stringContaining('“A” and “B” were left out: not text')] });
    const entry = { url: 'https://x.dev/mcp', headers: refs, auth: { kind: 'bearer', token: refs.A }, query: refs };
    const away = remote(JSON.stringify(entry));
    expect(away).toMatchObject({ headers: {}, query: {}, auth: { kind: 'oauth' } });
    expect(away.warnings.join(' ')).toContain('“auth” and “query” of this server were left out');
  });

  test('values become text, what cannot is named', () => {
    const text = '{"a":{"command":"x","args":[1,true,{}],"env":{"N":1,"B":false,"O":{},"__proto__":"p"}}}';
    const { args, env, warnings } = stdio(text);
    expect({ args, env }).toEqual({ args: ['1', 'true'], env: { N: '1', B: 'false' } });
    expect(warnings.join(' ')).toMatch(/1 arguments? of “a”.*“O” and “__proto__”/);
  });

  test('left out parts are named, never their values; harmless defaults are not', () => {
    const entry = { command: 'x', disabled: true, alwaysAllow: ['a'], autoApprove: [], envFile: 'my-secret-path', enabled: true };
    expect(stdio(JSON.stringify({ github: entry })).warnings).toEqual([
      '“disabled”, “alwaysAllow” and “envFile” of “github” were left out.',
    ]);
    expect(stdio(JSON.stringify({ github: { ...entry, disabled: false, alwaysAllow: [] } })).warnings).toEqual([
      '“envFile” of “github” was left out.',
    ]);
  });

  test('placeholders stay and are named', () => {
    const text = JSON.stringify({
      inputs: [{ id: 'key', type: 'promptString' }],
      servers: { a: { command: 'x', env: { K: `$\{input:key}` }, cwd: `$\{workspaceFolder}` } },
    });
    expect(stdio(text)).toMatchObject({ env: { K: `$\{input:key}` }, warnings: [expect.stringMatching(/input:key.*workspaceFolder/)] });
  });

  test('what is taken from the environment is no placeholder, and is said with who gets it', () => {
    const local = { command: 'x', args: [`$\{env:HOME}/files`], env: { K: `$\{env:GITHUB_TOKEN}` } };
    expect(stdio(JSON.stringify(local)).warnings).toEqual([
      'This server takes values from this computer’s environment and gives them to its command: “HOME” and “GITHUB_TOKEN”.',
    ]);
    const stranger = { url: 'https://stranger.example/mcp', headers: { 'X-Id': `$\{env:AWS_SECRET_ACCESS_KEY}` } };
    expect(parsePaste(JSON.stringify(stranger)).warnings).toEqual([
      'This server takes values from this computer’s environment and sends them to stranger.example: “AWS_SECRET_ACCESS_KEY”.',
    ]);
    const address = { url: `https://x.example/$\{env:KEY}` };
    expect(parsePaste(JSON.stringify(address)).warnings).toEqual([expect.stringContaining('does not fill in')]);
  });

  test.each([
    [{ timeout: 60 }, 60_000],
    [{ timeout: 120_000 }, 120_000],
    [{ tool_timeout_sec: 2.5 }, 2_500],
    [{ timeout: 0 }, null],
    [{ timeout: '60' }, null],
  ])('%j', (extra, ms) => {
    expect(stdio(JSON.stringify({ command: 'x', ...extra })).callTimeoutMs).toBe(ms);
  });

  test('names are unique and short', () => {
    const text = JSON.stringify([
      { command: 'x' },
      { command: 'x' },
      { command: 'x', name: 'n'.repeat(300) },
      { command: 'x', name: '\n\u0000 ' },
    ]);
    const names = parsePaste(text).servers.map((server) => server.name);
    expect(names).toEqual(['X', 'X (2)', 'n'.repeat(120), 'X (3)']);
  });

  test('one bad entry does not cost the others', () => {
    const text = '{"mcpServers":{"bad":5,"none":{},"url":{"url":"nonsense"},"ftp":{"url":"ftp://x"},"good":{"command":"x"}}}';
    const { name, warnings } = stdio(text);
    expect(name).toBe('good');
    expect(warnings).toHaveLength(4);
  });

  test('Codex TOML', () => {
    expect(stdio('[mcp_servers.docs]\ncommand = "npx"\nargs = ["-y", "docs"]\n[mcp_servers.docs.env]\nK = "v"\n')).toMatchObject({
      name: 'docs',
      args: ['-y', 'docs'],
      env: { K: 'v' },
    });
    expect(refusal('[mcp_servers.docs]\ncommand = ')).toContain('TOML');
  });

  test.each([
    ['{"mcpServers": {\n  "a": {"command" "x"}\n}}', 'line 2, column 19: a colon is missing'],
    ['{"a": {"command": "x" "args": []}}', 'line 1, column 23: a comma is missing'],
    ['"a": {"command": “x”}', 'line 1, column 18'],
    ['{"a": {"command": "C:\\Users"}}', 'backslash has to be doubled'],
    ['{"a": 1}', 'No server was found'],
    ['{"mcpServers": {}}', 'No server was found'],
    ['{"command": ""}', 'neither a command nor an address'],
    ['[]', 'No server was found'],
  ])('refuses %j', (text, words) => {
    expect(refusal(text)).toContain(words);
  });
});

describe('hostile text', () => {
  test('__proto__ as a server, a map and an entry', () => {
    expect(stdio('{"mcpServers":{"__proto__":{"command":"x"}}}').name).toBe('__proto__');
    expect(refusal('{"__proto__":{"mcpServers":{"a":{"command":"x"}}}}')).toContain('No server');
    // The tolerant reader (here because of the trailing comma) sets the prototype; nothing may be read through it.
    expect(refusal('{"__proto__":{"mcpServers":{"a":{"command":"x"}}},}')).toContain('No server');
    expect(Object.hasOwn(Object.prototype, 'command')).toBe(false);
  });

  // What grows with the square of the input would run into the test's time limit.
  test('2 MB, deep nesting and 10,000 servers are answered in time', () => {
    expect(refusal('['.repeat(1_000_000))).toBeTypeOf('string');
    expect(refusal('{"a":'.repeat(300_000))).toBeTypeOf('string');
    expect(refusal(' '.repeat(1_999_999))).toContain('Paste');
    expect(refusal(`x ${'"'.repeat(1_999_997)}`)).toContain('too long');
    expect(refusal('a\\\n'.repeat(30_000))).toBeTypeOf('string');
    expect(refusal(`x '${'\n'.repeat(99_000)}`)).toContain('never closed');
    expect(parsePaste(`x${'\n#'.repeat(49_000)}`).warnings).toEqual([]);
    expect(refusal(`${'#\n'.repeat(49_000)}`)).toContain('Paste');
    expect(refusal('x'.repeat(2_000_001))).toContain('2,000,000');
    const many = parsePaste(
      JSON.stringify({ mcpServers: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`s${i}`, { command: 'x' }])) }),
    );
    expect(many.servers).toHaveLength(500);
    expect(many.warnings).toEqual(['Only the first 500 of 10000 servers were taken.']);
  });

  test('any text gives a valid answer or invalid_input', () => {
    const json = fc.json({ maxDepth: 5 });
    const configish = fc
      .dictionary(fc.constantFrom('mcpServers', 'mcp', 'servers', 'a', '__proto__', 'projects'), fc.jsonValue({ maxDepth: 4 }))
      .map((value) => JSON.stringify(value));
    const entry = fc
      .record(
        {
          command: fc.jsonValue(),
          args: fc.jsonValue(),
          env: fc.jsonValue(),
          url: fc.jsonValue(),
          type: fc.jsonValue(),
          timeout: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify({ mcpServers: { x: value } }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), json, configish, entry), (text) => {
        try {
          const parsed = parsePaste(text);
          parsedPaste.parse(parsed);
          expect(parsed.servers.length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.code).toBe('invalid_input');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('secrets', () => {
  const KEY = 'abcdefghij0123456789';

  test('of an address go to the header and the query that they stand for', () => {
    expect(remote(`https://ada:p%40ss@x.dev/mcp?api_key=${KEY}&page=2#top`)).toMatchObject({
      url: 'https://x.dev/mcp?page=2#top',
      headers: { Authorization: { $new: `Basic ${btoa('ada:p@ss')}` } },
      query: { api_key: { $new: KEY } },
    });
    expect(remote('https://x.dev/mcp?page=2&lang=en')).toMatchObject({ url: 'https://x.dev/mcp?page=2&lang=en', query: {} });
    expect(remote('https://x.dev/mcp?key=one-one&key=two-two').url).toContain('key=one-one&key=two-two');
  });

  test('a key becomes the way to authenticate only where the same is sent', () => {
    const headers = (each: object, url = 'https://x.dev/mcp') => remote(JSON.stringify({ url, headers: each }));
    expect(headers({ authorization: `Bearer ${KEY}` })).toMatchObject({ headers: {}, auth: { kind: 'bearer', token: { $new: KEY } } });
    expect(headers({ Authorization: `Bearer $\{env:KEY}` }).auth).toEqual({ kind: 'bearer', token: `$\{env:KEY}` });
    for (const other of [`bearer ${KEY}`, `Bearer  ${KEY}`, `Bearer ${KEY} more`, `Basic ${KEY}`, KEY])
      expect(headers({ Authorization: other })).toMatchObject({ headers: { Authorization: { $new: other } }, auth: { kind: 'oauth' } });
    expect(headers({ Authorization: `Bearer ${KEY}`, authorization: 'other' })).toMatchObject({ auth: { kind: 'oauth' } });
    expect(headers({ 'X-API-Key': KEY })).toMatchObject({ headers: { 'X-API-Key': { $new: KEY } }, auth: { kind: 'oauth' } });
  });

  test('of a header in which a known service wants its key', () => {
    const known = CONNECTORS.find(({ key, hosts }) => key !== null && key.header !== 'Authorization' && /^[a-z]/.test(hosts[0] ?? ''));
    if (!known?.key) throw new Error('no connector has a header of its own');
    const { header, prefix } = known.key;
    const found = remote(JSON.stringify({ url: `https://${known.hosts[0]}/mcp`, headers: { [header]: prefix + KEY, 'X-Team': 'a' } }));
    expect(found).toMatchObject({ headers: { 'X-Team': 'a' }, auth: { kind: 'header', name: header, prefix, value: { $new: KEY } } });
  });

  test('are neither what stands for something else nor words, numbers and files', () => {
    const env = {
      TOKEN: '<your token>',
      API_KEY: 'YOUR_API_KEY',
      KEY: `$\{env:KEY}`,
      AUTH: 'false',
      KEYS: '12',
      SECRET_FILE: '/run/key',
      PAT: '',
    };
    expect(stdio(JSON.stringify({ command: 'x', env })).env).toEqual(env);
  });
});
