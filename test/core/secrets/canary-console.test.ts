import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import type { ServerFrame } from '../../../shared/contract/events.ts';
import { type CliResult, runCli, startCli } from '../../cli/run-cli.ts';
import { type RunningServer, startFixture } from '../../fixtures/start-server.ts';
import { Canaries } from './fixtures/canaries.ts';

const ECHO_STDIO = join(import.meta.dirname, 'fixtures', 'echo-stdio.mjs');

let folder: string;
let canaries: Canaries;
let http: RunningServer;

beforeAll(async () => {
  http = await startFixture('../../core/secrets/fixtures/echo-http.mjs');
});
afterAll(() => http.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-canary-'));
  canaries = new Canaries();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const leaksOf = ({ stdout, stderr }: CliResult) => [...canaries.leaks(stdout), ...canaries.leaks(stderr)];

/** Asks the browser shell as its page does; what it is told is kept. */
async function openPage(address: string) {
  const { origin, host, hash } = new URL(address);
  const socket = new WebSocket(`ws://${host}/bridge`, [`patchbay.${hash.replace('#token=', '')}`], { origin });
  onTestFinished(() => socket.terminate());
  const told: string[] = [];
  const waiting = new Map<number, (frame: ServerFrame) => void>();
  socket.on('message', (message) => {
    told.push(String(message));
    const frame = JSON.parse(String(message)) as ServerFrame;
    if ('id' in frame) waiting.get(frame.id)?.(frame);
  });
  await once(socket, 'open');
  let n = 0;
  const ask = (method: string, input: unknown) =>
    new Promise<{ id?: string; kind?: string }>((resolve, reject) => {
      n += 1;
      waiting.set(n, (frame) => {
        if (!('reply' in frame)) return;
        if (frame.reply.ok) resolve(frame.reply.value as object);
        else reject(new Error(frame.reply.error.message));
      });
      socket.send(JSON.stringify({ id: n, method, input }));
    });
  return { ask, told };
}

test('the browser shell prints no secret, also when it is killed', async () => {
  const { child, result } = startCli(folder, ['serve', '--no-open']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(child.stdout ?? child, 'data');
  const { ask, told } = await openPage(String(line).trim().replace('Patchbay is at ', ''));
  await ask('vault.protect', { by: 'passphrase', passphrase: canaries.plant('passphrase') });
  const $new = (kind: string) => ({ $new: canaries.plant(kind) });
  const transports = [
    { kind: 'stdio', command: process.execPath, args: [ECHO_STDIO], env: { TOKEN: $new('variable'), ECHO: 'TOKEN' } },
    { kind: 'stdio', command: process.execPath, args: [ECHO_STDIO, 'fails'], env: { TOKEN: $new('failing variable'), ECHO: 'TOKEN' } },
    { kind: 'remote', url: http.url, auth: { kind: 'bearer', token: $new('bearer') } },
    { kind: 'remote', url: http.url.replace('/mcp', '/500'), headers: { 'X-Key': $new('header') } },
  ];
  const kinds: unknown[] = [];
  for (const transport of transports) {
    const { id = '' } = await ask('servers.create', { name: 'Echo', transport });
    kinds.push((await ask('servers.connect', { id })).kind);
    for (const name of ['refuse', 'progress'])
      await ask('tools.call', { callId: `${id}${name}`, serverId: id, name, args: {} }).catch(() => {});
    await ask('servers.doctor', { id });
    await ask('servers.traffic', { id, after: 0 });
  }
  expect(kinds).toEqual(['connected', 'failed', 'connected', 'failed']);
  await ask('tools.call', { nonsense: $new('malformed') }).catch(() => {});
  await ask('servers.create', { name: 'x', transport: { kind: 'remote', url: canaries.plant('no address') } }).catch(() => {});
  child.kill('SIGABRT');
  expect(leaksOf(await result)).toEqual([]);
  expect(told.flatMap((each) => canaries.leaks(each)).slice(0, 5)).toEqual([]);
  expect(canaries.leaksInFiles(folder).slice(0, 5)).toEqual([]);
  // The next start ends what the killed one left running.
  const next = startCli(folder, ['serve', '--no-open']);
  await once(next.child.stdout ?? next.child, 'data');
  next.child.kill('SIGTERM');
  expect(leaksOf(await next.result)).toEqual([]);
});

test('the command line prints no secret, whatever it is asked for', async () => {
  const plain = (kind: string) => canaries.plant(kind);
  const now = { enabled: true, createdAt: 1, updatedAt: 1 };
  const servers = [
    {
      id: 'mcp_1',
      name: 'local',
      transport: { kind: 'stdio', command: process.execPath, args: [ECHO_STDIO], env: { TOKEN: plain('variable'), ECHO: 'TOKEN' } },
    },
    {
      id: 'mcp_2',
      name: 'fails',
      transport: { kind: 'stdio', command: process.execPath, args: [ECHO_STDIO, 'fails'], env: { TOKEN: plain('failing'), ECHO: 'TOKEN' } },
    },
    {
      id: 'mcp_3',
      name: 'remote',
      transport: { kind: 'remote', url: `${http.url}?k=${encodeURIComponent(plain('query'))}`, headers: { 'X-Key': plain('header') } },
    },
    {
      id: 'mcp_4',
      name: 'refused',
      transport: { kind: 'remote', url: http.url.replace('/mcp', '/500'), headers: { Authorization: `Bearer ${plain('bearer')}` } },
    },
    { id: 'mcp_5', name: 'missing', transport: { kind: 'remote', url: http.url, headers: { 'X-Key': { $secret: 'server/mcp_5/gone' } } } },
  ];
  writeFileSync(
    join(folder, 'servers.json'),
    JSON.stringify({ version: 1, servers: servers.map((each) => ({ ...each, ...now })), categories: [] }),
  );
  const commands = [
    ['list'],
    ...servers.flatMap(({ name }) => [
      ['tools', name],
      ['call', name, 'refuse'],
      ['call', name, 'progress'],
      ['doctor', name],
    ]),
  ];
  const header = `X-Key: ${plain('option header')}`;
  const unsaved = [
    ['tools', http.url, '--header', header],
    ['call', http.url, 'refuse', '--header', header],
    ['tools', http.url.replace('/mcp', '/400'), '--header', header],
    ['doctor', `${http.url}?token=${plain('option query')}`],
    ['tools', '--env', `TOKEN=${plain('option variable')}`, '--env', 'ECHO=TOKEN', '--', process.execPath, ECHO_STDIO],
  ];
  const withOptions = [...commands, ...unsaved].map((command, n) => {
    const verbose = ['tools', 'call'].includes(command[0] ?? '') ? ['--verbose'] : [];
    const end = command.indexOf('--');
    return command.toSpliced(end === -1 ? command.length : end, 0, ...(n % 2 === 0 ? ['--json'] : []), ...verbose);
  });
  const leaks: string[] = [];
  let printed = '';
  // Two at a time: each is a process.
  const work = withOptions.values();
  const worker = async () => {
    for (const args of work) {
      const result = await runCli(folder, args);
      printed += result.stdout + result.stderr;
      leaks.push(...leaksOf(result).map((leak) => `${args.slice(0, 2).join(' ')}: ${leak}`));
    }
  };
  await Promise.all([worker(), worker()]);
  expect(leaks.slice(0, 8)).toEqual([]);
  // They did tell them.
  expect(printed.split('•••').length).toBeGreaterThan(100);
}, 180_000);
