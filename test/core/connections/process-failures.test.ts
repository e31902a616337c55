import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureCommand } from '../../fixtures/start-server.ts';
import { definition, Recorder, raw, runs, textOf, until } from './fixtures/harness.ts';

const recorders: Recorder[] = [];
function record(ports: ConstructorParameters<typeof Recorder>[0] = {}): Recorder {
  const recorder = new Recorder(ports);
  recorders.push(recorder);
  return recorder;
}
afterEach(() => Promise.all(recorders.splice(0).map((recorder) => recorder.manager.shutdown())));

const node = (...args: string[]) => ({ kind: 'stdio', command: process.execPath, args });
const plainFile = join(mkdtempSync(join(tmpdir(), 'patchbay-plain-')), 'plain');
writeFileSync(plainFile, 'not a program', { mode: 0o644 });
const QUICK = { stdin: 100, term: 100, kill: 1_000 };

/** The pids in the notes of a raw server: its own and those of its grandchildren. */
function pidsIn(notes: string[]): number[] {
  return notes.flatMap((line) => (/^(started|grandchild)/.test(line) ? line.split(' ').slice(1).map(Number) : []));
}

describe('a server that cannot be started', () => {
  it.each([
    [
      'a missing command',
      { kind: 'stdio', command: 'patchbay-no-such-command' },
      'command_not_found',
      { command: 'patchbay-no-such-command' },
    ],
    ['a missing file', { kind: 'stdio', command: '/no/such/file' }, 'command_not_found', { command: '/no/such/file' }],
    ['a missing folder', { ...node(), cwd: '/no/such/folder' }, 'folder_not_found', { folder: '/no/such/folder' }],
    ['a file that is no program', { kind: 'stdio', command: plainFile }, 'command_not_executable', { command: plainFile }],
  ])('%s', async (_, transport, code, details) => {
    const state = await record().failed(transport);
    expect(state).toMatchObject({ error: { code, details }, exit: null });
  });

  it('one that ends at once, with its last lines and its exit code', async () => {
    const recorder = record();
    const state = await recorder.failed({ kind: 'stdio', ...fixtureCommand('exits.mjs', '3') });
    expect(state.error).toMatchObject({ code: 'process_exited', details: { exit: 'exit code 3' } });
    expect(state.error.message).toBe('The server stopped right after it started (exit code 3)');
    expect(state.error.technical).toContain('DATABASE_URL is not set');
    expect(state.exit).toMatchObject({ code: 3, signal: null });
  });

  it('one that ends at once both times is told of once, by its last start', async () => {
    const recorder = record();
    const count = join(mkdtempSync(join(tmpdir(), 'patchbay-count-')), 'count');
    const script = `
      const { appendFileSync, statSync } = require('node:fs');
      appendFileSync(process.env.COUNT_FILE, 'x');
      const { size } = statSync(process.env.COUNT_FILE);
      console.error('start ' + size);
      process.exit(40 + size);`;
    const state = await recorder.failed({ ...node('-e', script), env: { COUNT_FILE: count } });
    expect(state).toMatchObject({ error: { code: 'process_exited', details: { exit: 'exit code 42' } }, exit: { code: 42 } });
    expect(state.error.technical).toBe('start 2');
    expect(recorder.log('stderr')).toEqual(['start 1', 'start 2']);
    expect(recorder.log('patchbay')).toEqual([
      'The server ended at the first request; starting it again in the older protocol.',
      'The server stopped right after it started (exit code 42)',
    ]);
    expect(recorder.states.filter(([, { kind }]) => kind === 'failed')).toHaveLength(1);
  });

  it('is not started twice when the shell did not find it', async () => {
    const recorder = record();
    await recorder.failed({ kind: 'stdio', command: 'sh', args: ['-c', 'echo once >&2; no-such-command'] });
    expect(recorder.log('stderr').filter((line) => line === 'once')).toHaveLength(1);
  });

  it('shows no value of its environment', async () => {
    const script = 'console.error("bad key", process.env.KEY); process.exit(1)';
    const state = await record().failed({ ...node('-e', script), env: { KEY: 'sk-very-secret-1234' } });
    expect(state.error.technical).toContain('bad key •••');
    expect(JSON.stringify(state)).not.toContain('sk-very-secret');
  });
});

describe('a program that is no MCP server', () => {
  it('one that echoes its input', async () => {
    const recorder = record();
    const state = await recorder.failed({ kind: 'stdio', command: 'cat' });
    expect(state.error).toMatchObject({ code: 'not_mcp', details: { target: 'cat' } });
  });

  it('one that only prints', async () => {
    const recorder = record({ connectTimeoutMs: 600, grace: QUICK });
    const state = await recorder.failed(node('-e', 'console.log("Listening on 3000"); setInterval(() => {}, 1000)'));
    expect(state.error).toMatchObject({ code: 'not_mcp', technical: 'Listening on 3000' });
  });

  it('one that is silent', async () => {
    const recorder = record({ connectTimeoutMs: 600, grace: QUICK });
    const state = await recorder.failed(node('-e', 'setInterval(() => {}, 1000)'));
    expect(state.error).toMatchObject({ code: 'connect_timeout', details: { seconds: 0.6 } });
  });
});

describe('negotiation', () => {
  it('starts a server again that dies of the probe, and remembers it', async () => {
    const recorder = record();
    const server = raw('dies-on-probe');
    expect(await recorder.connected(server.transport)).toMatchObject({ era: 'legacy', protocolVersion: '2025-06-18' });
    expect(server.notes().filter((line) => line.startsWith('started'))).toHaveLength(2);
    await recorder.manager.disconnect('s');
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
    expect(server.notes().filter((line) => line.startsWith('started'))).toHaveLength(3);
    expect(pidsIn(server.notes()).filter(runs)).toHaveLength(1);
  });

  it('asks a server in the older way that is silent on the probe', async () => {
    const recorder = record({ connectTimeoutMs: 1_000 });
    expect(await recorder.connected(raw('silent-on-probe').transport)).toMatchObject({ era: 'legacy' });
  });

  it.each([
    ['bad-version', 'version_unsupported', ''],
    ['refuses-initialize', 'protocol_error', 'The license has expired'],
    ['no-list', 'protocol_error', 'not a list'],
  ])('%s', async (trait, code, detail) => {
    const server = raw(trait);
    const state = await record().failed(server.transport);
    expect(state.error.code).toBe(code);
    expect(state.error.hint).toContain(detail);
    await until(() => !pidsIn(server.notes()).some(runs), 'the end of the process');
  });

  it('takes a server without tools as one with none', async () => {
    expect(await record().connected(raw('no-tools').transport)).toMatchObject({ toolCount: 0, rejectedTools: [] });
  });
});

describe('a remembered modern server without tools', () => {
  it('is asked again before it is called connected', async () => {
    const recorder = record();
    const server = raw('modern', 'no-tools');
    await recorder.connected(server.transport);
    await recorder.manager.disconnect('s');
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected', era: 'modern' });
    expect(server.notes().filter((note) => note === 'server/discover')).toHaveLength(2);
  });
});

describe('a strange list of tools', () => {
  it.each([['malformed'], ['malformed modern']])('keeps the valid ones and reports the rest (%s)', async (traits) => {
    const recorder = record();
    const state = await recorder.connected(raw(...traits.split(' ')).transport);
    expect(recorder.manager.tools('s').map((tool) => tool.name)).toEqual(['good', 'last']);
    expect(state).toMatchObject({ toolCount: 2, era: traits.includes('modern') ? 'modern' : 'legacy' });
    expect(state.rejectedTools).toEqual([
      'The tool “no_schema” was left out: “inputSchema” is not as it should be.',
      'A tool without a name was left out: “name” is not as it should be.',
      'A tool without a name was left out: it is not as it should be.',
      'The tool “bad_description” was left out: “description” is not as it should be.',
      'The tool “good” is listed twice; the first one is used.',
    ]);
  });

  it('leaves out a tool with an endless name', async () => {
    const state = await record().connected(raw('long-name').transport);
    expect(state).toMatchObject({
      toolCount: 1,
      rejectedTools: [`The tool “${'m'.repeat(100)}” was left out: its name is longer than 1,000 characters.`],
    });
  });

  it('ends an endless list', async () => {
    const state = await record().connected(raw('endless').transport);
    expect(state.toolCount).toBe(200);
    expect(state.rejectedTools).toEqual(['The list of tools has no end; only the first 200 are shown.']);
  });

  it('cuts a page with too many, and says so', async () => {
    const state = await record().connected(raw('too-many').transport);
    expect(state).toMatchObject({ toolCount: 10_000, rejectedTools: ['The list of tools is too long; only the first 10,000 are shown.'] });
  });

  it('ends a list that goes in circles', async () => {
    const recorder = record();
    const state = await recorder.connected(raw('circle').transport);
    expect(recorder.manager.tools('s').map((tool) => tool.name)).toEqual(['tool_first', 'tool_a', 'tool_b']);
    expect(state.rejectedTools).toEqual(['The list of tools goes in circles; it was read once.']);
  });
});

describe('output', () => {
  it('is no obstacle before and between messages', async () => {
    const recorder = record();
    await recorder.connected(raw('noise-first').transport);
    expect(textOf(await recorder.call('noisy'))).toBe('heard');
    expect(recorder.log('stdout')).toEqual([
      'Welcome to the server',
      '{"level":"info","msg":"ready"}',
      '[1,2]',
      'progress bar without a line break ',
    ]);
  });

  it('is read however much it is, and its lines are bounded', async () => {
    const recorder = record();
    await recorder.connected(raw('stderr-flood', 'stderr-partial').transport);
    await until(() => recorder.log('stderr').includes('after the flood'), 'the line after the flood');
    expect(recorder.log('stderr')[0]?.length).toBeLessThan(9_000);
    await recorder.manager.disconnect('s');
    expect(recorder.log('stderr').at(-1)).toBe('half a ');
  });
});

describe('what a server prints', () => {
  it('is shown without its key', async () => {
    const recorder = record();
    const { transport } = raw('prints-key');
    await recorder.connected({ ...transport, env: { ...transport.env, API_KEY: 'sk-very-secret-1234' } });
    await until(() => recorder.log('stderr').length > 0, 'the line');
    expect(recorder.log('stderr')).toEqual(['using key •••']);
  });

  it('is shown without a value that only its variable on this computer calls a secret', async () => {
    process.env.PATCHBAY_TEST_TOKEN = 'correct horse battery';
    const recorder = record();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what a person writes into a definition
    const args = ['-e', 'console.error("called with", process.argv[1]); setInterval(() => {}, 1000)', '${env:PATCHBAY_TEST_TOKEN}'];
    const connecting = recorder.connect(node(...args));
    await until(() => recorder.log('stderr').length > 0, 'the line');
    expect(recorder.log('stderr')).toEqual(['called with •••']);
    await recorder.manager.disconnect('s');
    await connecting;
  });
});

describe('a server that ends while connected', () => {
  it.each([
    ['killed during a call', 'die', 'signal SIGKILL', undefined],
    ['ending by itself during a call', 'leave', 'exit code 7', 'leaving'],
  ])('%s: the call fails at once, the state says so', async (_, tool, exit, technical) => {
    const recorder = record();
    const { pid } = await recorder.connected(raw().transport);
    await expect(recorder.call(tool)).rejects.toMatchObject({ code: 'connection_lost', details: { exit } });
    const state = recorder.manager.state('s');
    expect(state).toMatchObject({ kind: 'reconnecting', attempt: 1, error: { code: 'connection_lost', details: { exit } } });
    if (technical) expect(state).toMatchObject({ error: { technical } });
    expect([recorder.manager.tools('s').length > 0, recorder.manager.stale('s')]).toEqual([true, true]);
    await expect(recorder.call('echo')).rejects.toMatchObject({ code: 'not_connected' });
    expect(runs(pid ?? 0)).toBe(false);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
  });
});

describe('ending', () => {
  it('cancels a connect under way', async () => {
    const recorder = record({ grace: QUICK });
    const server = raw('silent-on-probe', 'deaf-at-start');
    const connecting = recorder.connect(server.transport);
    await until(() => server.notes().includes('server/discover'), 'the probe');
    expect(await recorder.manager.disconnect('s')).toEqual({ kind: 'disconnected' });
    expect(await connecting).toEqual({ kind: 'disconnected' });
    expect(pidsIn(server.notes()).filter(runs)).toEqual([]);
    expect(recorder.path()).not.toContain('failed');
  });

  it('cancels while the tools are listed', async () => {
    const recorder = record({ grace: QUICK });
    const server = raw('silent-on-list', 'deaf-at-start');
    const connecting = recorder.connect(server.transport);
    await until(() => server.notes().includes('tools/list'), 'the list');
    await recorder.manager.disconnect('s');
    expect(await connecting).toEqual({ kind: 'disconnected' });
    expect(pidsIn(server.notes()).filter(runs)).toEqual([]);
  });

  it('ends grandchildren on disconnect and on shutdown', async () => {
    for (const end of ['disconnect', 'shutdown'] as const) {
      const recorder = record({ grace: QUICK });
      const server = raw('grandchild');
      const inShell = {
        ...server.transport,
        command: 'sh',
        args: ['-c', `"${process.execPath}" "${server.transport.args.join('" "')}"; true`],
      };
      await recorder.connected(inShell);
      await until(() => pidsIn(server.notes()).length === 3, 'the grandchildren');
      const pids = pidsIn(server.notes());
      expect(pids.filter(runs)).toHaveLength(3);
      await recorder.manager[end]('s');
      expect(pids.filter(runs)).toEqual([]);
    }
  });

  it('ends grandchildren of a server that died', async () => {
    const recorder = record({ grace: QUICK });
    const server = raw('grandchild');
    await recorder.connected(server.transport);
    await until(() => pidsIn(server.notes()).length === 3, 'the grandchildren');
    await expect(recorder.call('die')).rejects.toMatchObject({ code: 'connection_lost' });
    await until(() => !pidsIn(server.notes()).some(runs), 'the end of the grandchildren');
  });

  it('ends a server and its child that ignore SIGTERM', async () => {
    const recorder = record({ grace: QUICK });
    await recorder.connected({ kind: 'stdio', ...fixtureCommand('ignores-sigterm.mjs') });
    const pids = Object.values(JSON.parse(textOf(await recorder.call('pids')))) as number[];
    expect(pids.filter(runs)).toHaveLength(2);
    await recorder.manager.disconnect('s');
    expect(pids.filter(runs)).toEqual([]);
  });

  it('says so where it takes a while, and only there', async () => {
    const recorder = record({ grace: { stdin: 500, term: 200, kill: 1_000 } });
    await recorder.connected({ kind: 'stdio', ...fixtureCommand('ignores-sigterm.mjs') });
    await recorder.manager.disconnect('s');
    expect(recorder.path().slice(-3)).toEqual(['connected', 'disconnecting', 'disconnected']);
    await recorder.connected(raw().transport);
    await recorder.manager.disconnect('s');
    expect(recorder.path().slice(-2)).toEqual(['connected', 'disconnected']);
  });

  it('is forced by a second disconnect', async () => {
    const recorder = record({ grace: { stdin: 60_000, term: 60_000, kill: 1_000 } });
    const { pid } = await recorder.connected({ kind: 'stdio', ...fixtureCommand('ignores-sigterm.mjs') });
    const first = recorder.manager.disconnect('s');
    await recorder.manager.disconnect('s');
    expect(await first).toEqual({ kind: 'disconnected' });
    expect(runs(pid ?? 0)).toBe(false);
  });

  it('leaves nothing when the server is changed, disabled or removed', async () => {
    const recorder = record({ grace: QUICK });
    const server = raw();
    const alive = () => pidsIn(server.notes()).filter(runs);
    const first = definition('s', server.transport);
    await recorder.connected(server.transport);
    recorder.manager.sync([
      { ...first, transport: { ...first.transport, args: [...server.transport.args, 'other'] } as typeof first.transport },
    ]);
    expect(recorder.manager.state('s')).toEqual({ kind: 'disconnected' });
    await until(() => alive().length === 0, 'the end after a change');
    await recorder.manager.connect('s');
    const changed = { ...first, transport: { ...first.transport, args: [...server.transport.args, 'other'] } as typeof first.transport };
    recorder.manager.sync([{ ...changed, enabled: false }]);
    expect(recorder.manager.state('s')).toEqual({ kind: 'disabled' });
    expect(await recorder.manager.connect('s')).toEqual({ kind: 'disabled' });
    await until(() => alive().length === 0, 'the end after disabling');
    recorder.manager.sync([changed]);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
    recorder.manager.sync([]);
    await until(() => alive().length === 0, 'the end after removal');
    expect(recorder.manager.states()).toEqual({});
  });
});
