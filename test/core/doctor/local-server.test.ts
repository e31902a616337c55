import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerState } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { everythingCommand, fixtureCommand } from '../../fixtures/start-server.ts';
import { definition, Recorder, raw } from '../connections/fixtures/harness.ts';
import { folder, program } from '../runtime/support.ts';
import { doctorOf, examine, outline, under, variable } from './support.ts';

const SECRET = 's3cret-of-the-person';
const node = (script: string, rest = {}) => ({ kind: 'stdio', command: process.execPath, args: ['-e', script], ...rest });

describe('a local server', () => {
  it('that is well: where its command is, how long each step took, what it speaks and offers', async () => {
    const report = await examine({ kind: 'stdio', ...everythingCommand(), command: 'node', cwd: '~' });
    expect(report).toMatchObject({ serverId: 's', title: 's' });
    expect(outline(report)).toEqual(['Working folder: ok', 'Command: ok', 'Version: ok', 'Connection: ok']);
    expect(under('Command', report)[0]?.text).toMatch(/^“node” is \/.*node, on the PATH that Patchbay runs with$/);
    expect(under('Version', report)[0]?.text).toBe(process.versions.node);
    expect(under('Connection', report)[0]?.text).toMatch(
      /^Connected after [\d.]+ m?s \(.*starting [\d.]+ m?s, negotiating .*, listing the tools .*\)\. It speaks MCP 2025-11-25 over stdio, the older kind of protocol, and offers \d+ tools\.$/,
    );
  });

  it('whose command is missing: what to install, and no try', async () => {
    const server = { kind: 'stdio', command: 'uvx', args: ['some-server'] };
    const report = await examine(server, { env: { PATH: folder('empty') } });
    expect(outline(report)).toEqual(['Working folder: ok', 'Command: problem', 'Connection: info']);
    expect(under('Command', report)[0]).toMatchObject({
      text: expect.stringContaining('The command “uvx” was not found'),
      advice: expect.stringContaining('“uvx” comes with uv: get it from https://docs.astral.sh/uv.'),
    });
    expect(under('Connection', report)[0]?.text).toContain('There was no try');
  });

  it('whose command the login shell alone knows', async () => {
    const bin = folder('shell');
    program(join(bin, 'only-there'), 'exit 0');
    const shell = { kind: 'path' as const, shell: '/bin/zsh', folders: [bin], tookMs: 3 };
    const report = await examine({ kind: 'stdio', command: 'only-there' }, { shell });
    expect(under('Command', report)[0]?.text).toBe(
      `“only-there” is ${join(bin, 'only-there')}, on the PATH of the login shell, which Patchbay adds to its own`,
    );
    expect(under('PATH', report)).toMatchObject([{ level: 'info', text: `The login shell adds 1 folder: ${bin}` }]);
  });

  it('is told when the login shell did not answer', async () => {
    const shell = { kind: 'none' as const, shell: '/bin/zsh', reason: 'It did not answer within 5 s', tookMs: 5_000 };
    const report = await examine({ kind: 'stdio', command: 'cat' }, { shell });
    expect(under('PATH', report)).toMatchObject([{ level: 'warning', text: expect.stringContaining('It did not answer within 5 s') }]);
  });

  it('whose folder is missing', async () => {
    const report = await examine(node('', { cwd: '/no/such/folder' }));
    expect(under('Working folder', report)).toMatchObject([
      {
        level: 'problem',
        text: 'The working folder “/no/such/folder” does not exist.',
        advice: expect.stringContaining('Correct the folder'),
      },
    ]);
    expect(under('Connection', report)[0]?.level).toBe('info');
  });

  it('whose variable is not set: which, and who asks for it', async () => {
    const report = await examine(node('', { env: { KEY: variable('NOT_SET_ANYWHERE') } }));
    expect(under('Variables', report)).toMatchObject([
      { level: 'problem', text: 'The variable NOT_SET_ANYWHERE is not set on this computer.', advice: expect.stringContaining('“KEY”') },
    ]);
    expect(under('Connection', report)[0]?.level).toBe('info');
  });

  it('that exits at the start: how, and its last words without secrets', async () => {
    const script = `console.error('bad key', process.env.KEY, '${'x'.repeat(262)}', process.env.KEY); process.exit(3)`;
    const report = await examine(node(script, { env: { KEY: variable('ITS_KEY') } }), { env: { ITS_KEY: SECRET } });
    const [connection] = under('Connection', report);
    expect(connection).toMatchObject({ level: 'problem', advice: 'Its last lines of output usually say why.' });
    expect(connection?.text).toMatch(/^The server stopped right after it started \(exit code 3\), after .* Its last output: bad key ••• x/);
    expect(JSON.stringify(report)).not.toContain(SECRET.slice(0, 6));
  });

  it('that lists malformed tools', async () => {
    const report = await examine(raw('malformed').transport);
    expect(under('Tools', report)).toMatchObject([
      { level: 'warning', text: expect.stringMatching(/^5 tools are left out\. The tool “no_schema”/) },
    ]);
  });

  it('that ended by itself before', async () => {
    const exits = [
      { at: 5_000_000, pid: 1, code: 0, signal: null, ranMs: 1, asked: true },
      { at: 2_000_000, pid: 1, code: null, signal: 'SIGSEGV', ranMs: 90_000, asked: false },
    ];
    const report = await examine(
      { kind: 'stdio', ...fixtureCommand('modern-stdio.mjs') },
      { exits: async () => exits, clock: () => 9_200_000 },
    );
    expect(under('Last exit', report)).toMatchObject([{ level: 'warning', text: 'Ended by itself 2 h ago (signal SIGSEGV), after 1 min' }]);
    expect(under('Connection', report)[0]?.text).toContain('the newer kind of protocol');
  });
});

describe('no second start', () => {
  it('of a server that is connected', async () => {
    const server = raw();
    const recorder = new Recorder();
    await recorder.connected(server.transport);
    const doctor = doctorOf({ recorder, state: (id) => recorder.manager.state(id) });
    const report = await doctor.report(definition('s', server.transport));
    expect(under('Connection', report)).toMatchObject([
      { level: 'ok', text: expect.stringMatching(/^Connected for .* with \d+ tools; the last answer/) },
    ]);
    expect(server.notes().filter((note) => note.startsWith('started'))).toHaveLength(1);
  });

  const lost = new AppError('no_answer').toData();
  it.each<[string, ServerState, string, string]>([
    ['connects', { kind: 'connecting', since: 0, step: 'spawning' }, 'info', 'connecting to it right now'],
    [
      'waits to reconnect',
      { kind: 'reconnecting', since: 0, attempt: 3, retryAt: 9, error: lost },
      'problem',
      'It was lost: The server stopped answering. Patchbay tries again by itself (try 3)',
    ],
    ['is disabled', { kind: 'disabled' }, 'info', 'It is disabled'],
  ])('of one that %s', async (_, state, level, words) => {
    const server = raw();
    const report = await examine(server.transport, { state: () => state });
    expect(under('Connection', report)).toMatchObject([{ level, text: expect.stringContaining(words) }]);
    expect(server.notes()).toEqual([]);
  });
});

it('the sample server is well', async () => {
  expect(outline(await examine({ kind: 'sample' }))).toEqual(['Kind: info', 'Connection: ok']);
});
