import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { treeAlive } from '../../electron/core/processes/process-tree.ts';
import { freePort, startServer } from '../fixtures/start-server.ts';
import { runCli, startCli } from './run-cli.ts';

const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
const manyTools = join(import.meta.dirname, '../fixtures/servers/many-tools.mjs');
const stdio = ['--', process.execPath, everything, 'stdio'];

let home: string;
let http: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  http = await startServer('streamableHttp');
});
afterAll(() => http.stop());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(home, args);

describe('saved servers', () => {
  test('are added, listed and removed', async () => {
    expect(await run('list')).toMatchObject({ code: 0, stdout: '' });
    expect(await run('add', 'Everything', ...stdio)).toMatchObject({ code: 0 });
    expect(await run('add', http.url, '--name', 'Remote', '--category', 'Work')).toMatchObject({ code: 0 });
    const list = JSON.parse((await run('list', '--json')).stdout);
    expect(list.servers).toMatchObject([
      { name: 'Everything', transport: 'stdio', category: '' },
      { name: 'Remote', transport: 'remote', category: 'Work', target: http.url },
    ]);
    expect(await run('remove', 'everything')).toMatchObject({ code: 0 });
    expect((await run('list')).stdout).toContain('Remote');
    expect((await run('list')).stdout).not.toContain('Everything');
  });

  test('get a name from what they are', async () => {
    await run('add', '--', 'npx', '-y', '@modelcontextprotocol/server-memory');
    expect(JSON.parse((await run('list', '--json')).stdout).servers[0].name).toBe('Memory');
  });

  test('are listed without the secrets of their addresses', async () => {
    const url = 'https://ann:s3cret@example.com/mcp?api_key=s3cret&team=s3cret#token=s3cret';
    const server = { id: 'mcp_r', name: 'Remote', enabled: true, createdAt: 0, updatedAt: 0, transport: { kind: 'remote', url } };
    writeFileSync(join(home, 'servers.json'), JSON.stringify({ version: 1, categories: [], servers: [server] }));
    await run('add', 'Local', '--', 'db-server', 'postgres://ann:s3cret@localhost/db', '--api=https://example.com/?key=s3cret');
    const [text, json] = [(await run('list')).stdout, (await run('list', '--json')).stdout];
    expect(JSON.parse(json).servers.map((server: { target: string }) => server.target)).toEqual([
      'https://•••@example.com/mcp?api_key=•••&team=•••#token=•••',
      'db-server postgres://•••@localhost/db --api=https://example.com/?key=•••',
    ]);
    expect(text + json).not.toContain('s3cret');
  });

  test('of the same name are told apart by id', async () => {
    await run('add', 'Twin', http.url);
    await run('add', 'Twin', http.url);
    const { code, stderr } = await run('remove', 'Twin');
    expect(code).toBe(2);
    expect(stderr).toMatch(/Several servers are called "Twin"; use an id: mcp_\w+, mcp_\w+/);
  });

  test('are used by name', async () => {
    await run('add', 'Everything', ...stdio);
    expect(await run('call', 'everything', 'echo', '--args', '{"message":"saved"}')).toMatchObject({ code: 0, stdout: 'Echo: saved\n' });
  });

  test('are not changed while another process has the data folder', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      await new Promise((resolve) => other.once('spawn', resolve));
      writeFileSync(join(home, 'lock.json'), JSON.stringify({ pid: other.pid, started: '' }));
      const { code, stdout } = await run('add', 'X', http.url, '--json');
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'data_locked', message: expect.stringContaining(String(other.pid)) } });
      expect(await run('list')).toMatchObject({ code: 0 });
    } finally {
      other.kill('SIGKILL');
    }
  });
});

describe('tools and call', () => {
  test('over a command', async () => {
    const { code, stdout } = await run('tools', '--json', ...stdio);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer.server.name).toMatch(/everything/i);
    expect(answer.protocolVersion).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(answer.tools.map((tool: { name: string }) => tool.name)).toContain('echo');
    expect(await run('call', 'echo', '--args', '{"message":"hi"}', ...stdio)).toMatchObject({ code: 0, stdout: 'Echo: hi\n' });
  });

  test('over an address, with the result as JSON', async () => {
    const { code, stdout } = await run(
      'call',
      http.url,
      'echo',
      '--args',
      '{"message":"hi"}',
      '--json',
      '--verbose',
      '--transport',
      'http',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ content: [{ type: 'text', text: 'Echo: hi' }] });
  });

  test('print a large result whole', async () => {
    const server = join(import.meta.dirname, '../core/connections/fixtures/raw-stdio.mjs');
    const { code, stdout } = await run('call', 'big', '--json', '--args', '{"bytes":6000000}', '--', process.execPath, server);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ content: [{ type: 'text', text: 'b'.repeat(6_000_000) }] });
  });

  test('take arguments from a file and from standard input', async () => {
    const file = join(home, 'args.json');
    writeFileSync(file, '{"message":"from a file"}');
    expect((await run('call', http.url, 'echo', '--args', `@${file}`)).stdout).toBe('Echo: from a file\n');
    expect((await runCli(home, ['call', http.url, 'echo', '--args', '-'], { input: '{"message":"piped"}' })).stdout).toBe('Echo: piped\n');
  });

  test('run the sample server once it is saved', async () => {
    writeFileSync(
      join(home, 'servers.json'),
      JSON.stringify({
        version: 1,
        categories: [],
        servers: [{ id: 'mcp_s', name: 'Sample', enabled: true, createdAt: 0, updatedAt: 0, transport: { kind: 'sample' } }],
      }),
    );
    expect(await run('call', 'sample', 'echo', '--args', '{"message":"hi"}')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('hi'),
    });
    expect(await run('call', 'sample', 'fail', '--json')).toMatchObject({ code: 1 });
  });
});

describe('failures have an exit code and one JSON document', () => {
  let answers: Server;
  let address: string;
  let closedPort: number;
  beforeAll(async () => {
    closedPort = await freePort();
    answers = createServer((request, response) => {
      if (request.url === '/401') response.writeHead(401).end();
      // `/silent` never answers.
    });
    await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    answers.closeAllConnections();
    answers.close();
  });

  test.each([
    ['an unknown command', () => ['frobnicate'], 2, 'invalid_input'],
    ['an unknown option', () => ['list', '--frobnicate'], 2, 'invalid_input'],
    ['a missing target', () => ['tools'], 2, 'invalid_input'],
    ['an unknown server', () => ['tools', 'nobody'], 2, 'not_found'],
    ['arguments that are not JSON', () => ['call', http.url, 'echo', '--args', '{message'], 2, 'invalid_input'],
    ['arguments that are no object', () => ['call', http.url, 'echo', '--args', '[1]'], 2, 'invalid_input'],
    ['arguments that do not fit', () => ['call', http.url, 'echo', '--args', '{"message":7}'], 2, 'invalid_arguments'],
    ['an unknown tool', () => ['call', http.url, 'nothing_like_it'], 2, 'tool_not_found'],
    ['a header without a colon', () => ['tools', http.url, '--header', 'nonsense'], 2, 'invalid_input'],
    ['an address without a host', () => ['tools', 'http://'], 2, 'url_invalid'],
    ['an address without a host to save', () => ['add', 'http://'], 2, 'url_invalid'],
    ['a command with no name', () => ['tools', '--', ''], 2, 'invalid_input'],
    ['a command that is not there', () => ['tools', '--', 'no-such-command-anywhere'], 3, 'command_not_found'],
    [
      'a command that ends at once',
      () => ['tools', '--', process.execPath, '-e', 'console.error("no database"); process.exit(3)'],
      3,
      'process_exited',
    ],
    ['a port where nothing listens', () => ['tools', `http://127.0.0.1:${closedPort}/mcp`], 3, 'connection_refused'],
    ['a server that wants sign-in', () => ['tools', `${address}/401`], 4, 'sign_in_needed'],
    ['a server that never answers', () => ['tools', `${address}/silent`, '--timeout', '700'], 5, 'connect_timeout'],
  ])('%s', async (_, args, code, errorCode) => {
    const words = args();
    const end = words.includes('--') ? words.indexOf('--') : words.length;
    const result = await runCli(home, words.toSpliced(end, 0, '--json'));
    expect({ code: result.code, error: JSON.parse(result.stdout) }).toMatchObject({
      code,
      error: { error: { code: errorCode, message: expect.any(String), hint: expect.any(String) } },
    });
  });

  test('the last lines of a server that ended are told', async () => {
    const { stderr } = await run('tools', '--', process.execPath, '-e', 'console.error("no database"); process.exit(3)');
    expect(stderr).toContain('exit code 3');
    expect(stderr).toContain('no database');
  });

  test('a call that takes too long', async () => {
    const { code } = await run(
      'call',
      http.url,
      'trigger-long-running-operation',
      '--args',
      '{"duration":30,"steps":1}',
      '--timeout',
      '1000',
    );
    expect(code).toBe(5);
  });
});

describe('signals', () => {
  /** A server from a file, as what follows `--`; `serverPid` is its process id once it runs. */
  const remembered = (file: string, ...args: string[]) => {
    const pidFile = join(home, 'server.pid');
    const script = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); import(${JSON.stringify(file)})`;
    return { words: ['--', process.execPath, '-e', script, file, ...args], serverPid: () => Number(readFileSync(pidFile, 'utf8')) };
  };

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the call, the server and the command', async (signal) => {
    const { words, serverPid } = remembered(everything, 'stdio');
    const long = ['call', 'trigger-long-running-operation', '--args', '{"duration":60,"steps":60}'];
    const { child, result } = startCli(home, [...long, ...words]);
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (text) => {
        if (String(text).includes('/60')) resolve();
      }),
    );
    child.kill(signal);
    expect((await result).code).toBe(130);
    expect(treeAlive(serverPid())).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('one is enough while nobody reads the answer', async () => {
    const fifo = join(home, 'unread');
    execFileSync('mkfifo', [fifo]);
    const unread = openSync(fifo, 'r+');
    onTestFinished(() => closeSync(unread));
    const { words, serverPid } = remembered(manyTools, '2000');
    const { child, result } = startCli(home, ['tools', '--json', ...words], { stdout: unread });
    await expect.poll(() => treeAlive(serverPid())).toBe(false);
    child.kill('SIGTERM');
    expect((await result).code).toBe(130);
  });

  test.skipIf(process.platform === 'win32')('a reader that stops early is no failure', async () => {
    const { child, result } = startCli(home, ['tools', '--json', ...remembered(manyTools, '2000').words]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await result).toMatchObject({ code: 0, stderr: '' });
  });
});

test('help and version', async () => {
  expect((await run('--help')).stdout).toContain('patchbay call <tool> [--args …] -- <command>');
  const { stdout } = await run('--version');
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse((await run('--version', '--json')).stdout)).toEqual({ version: stdout.trim() });
  expect(JSON.parse((await run('help', '--json')).stdout)).toEqual({ help: (await run('help')).stdout });
});

test('--json behind -- belongs to the program', async () => {
  const { code, stdout, stderr } = await run('tools', '--', 'no-such-command-anywhere', '--json');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('was not found');
});
