import { existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCommand, pathFolders } from '../../../electron/core/runtime/find-command.ts';
import type { ShellAnswer } from '../../../electron/core/runtime/login-shell.ts';
import { Runtimes } from '../../../electron/core/runtime/runtimes.ts';
import type { PlainStdio } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { runs, until } from '../connections/fixtures/harness.ts';
import { folder, program, stdio } from './support.ts';

function shellWith(...folders: string[]) {
  const answer: ShellAnswer = { kind: 'path', shell: '/bin/sh', folders, tookMs: 1 };
  return { ask: async () => answer };
}

function runtimes(path: string, shell: ReturnType<typeof shellWith> | null = null): Runtimes {
  return new Runtimes({ env: { PATH: path }, loginShell: shell });
}

async function failure(subject: Runtimes, config: PlainStdio): Promise<AppError> {
  const error: unknown = await subject.launch(config).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return error;
}

describe.skipIf(process.platform === 'win32')('finding a command', () => {
  it('takes the first folder that has it as a program: neither folders nor files that may not be run', async () => {
    const [a, b, c] = [folder(), folder(), folder()];
    mkdirSync(join(a, 'tool'));
    program(join(b, 'tool'), 'exit 0', 0o644);
    program(join(c, 'tool'), 'exit 0');
    const { command } = await runtimes([a, b, c].join(delimiter)).launch(stdio('tool'));
    expect(command).toBe(join(c, 'tool'));
    const error = await failure(runtimes([a, b].join(delimiter)), stdio('tool'));
    expect(error.code).toBe('command_not_executable');
    expect(error.technical).toBe(join(b, 'tool'));
  });

  it('takes a command with a slash from the working folder, and one with a tilde from the home folder', async () => {
    const cwd = folder();
    program(join(cwd, 'bin/server'), 'exit 0');
    const subject = runtimes('/nowhere');
    expect((await subject.launch(stdio('./bin/server', { cwd }))).command).toBe(join(cwd, 'bin/server'));
    expect(await subject.describe(stdio('bin/server', { cwd }))).toMatchObject({ foundBy: 'path', searched: [] });
    expect((await failure(subject, stdio('./bin/other', { cwd }))).details.searched).toEqual([]);
  });

  it('says which PATH it was: the definition’s own counts alone, the login shell’s comes last', async () => {
    const [app, shell, own] = [folder('app'), folder('shell'), folder('own')];
    for (const each of [app, shell, own]) program(join(each, 'tool'), 'exit 0');
    program(join(shell, 'shelly'), 'exit 0');
    const subject = runtimes(app, shellWith(app, shell));
    expect(await subject.describe(stdio('tool'))).toMatchObject({ path: join(app, 'tool'), foundBy: 'app' });
    expect(await subject.describe(stdio('shelly'))).toMatchObject({
      path: join(shell, 'shelly'),
      foundBy: 'shell',
      searched: [app, shell],
    });
    const config = stdio('tool', { env: { PATH: own } });
    expect(await subject.describe(config)).toMatchObject({ path: join(own, 'tool'), foundBy: 'server' });
    expect((await subject.launch(config)).env.PATH).toBe(own);
    expect((await subject.launch(stdio('tool'))).env.PATH).toBe([app, shell].join(delimiter));
    expect(await failure(subject, stdio('shelly', { env: { PATH: own } }))).toMatchObject({ code: 'command_not_found' });
  });

  it('reads a PATH with gaps, doubles and relative folders', () => {
    expect(pathFolders(['/a', '', 'relative', '/b', '/a'].join(delimiter))).toEqual(['/a', '/b']);
    expect(pathFolders(['bin', '', '/b'].join(delimiter), '/srv')).toEqual(['/srv/bin', '/b']);
    expect(pathFolders(undefined)).toEqual([]);
  });

  it('tries the extensions of Windows there, and none of a file that has one', async () => {
    const bin = folder();
    program(join(bin, 'npx'), 'exit 0');
    program(join(bin, 'npx.cmd'), 'exit 0');
    const search = { folders: [{ folder: bin, by: 'app' as const }], cwd: bin, platform: 'win32' as const, pathExt: '.exe;.cmd' };
    expect((await findCommand('npx', search)).path).toBe(join(bin, 'npx.cmd'));
    expect((await findCommand('npx.cmd', search)).path).toBe(join(bin, 'npx.cmd'));
    expect((await findCommand('node', search)).path).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')('a command that is missing', () => {
  it.each([
    ['npx', '“npx” comes with Node.js: get it from https://nodejs.org. Install it, or give its full path in the server’s settings.'],
    ['uvx', '“uvx” comes with uv: get it from https://docs.astral.sh/uv. Install it, or give its full path in the server’s settings.'],
    [
      'docker',
      'Get Docker from https://docs.docker.com/get-started/get-docker. Install it, or give its full path in the server’s settings.',
    ],
    [
      'python3.12',
      '“python3” comes with Python: get it from https://www.python.org/downloads. Install it, or give its full path in the server’s settings.',
    ],
    ['unheard-of', 'Install it, or give its full path in the server’s settings.'],
  ])('%s: says what to install', async (command, hint) => {
    const empty = folder();
    const error = await failure(runtimes(empty), stdio(command));
    expect(error.toData()).toMatchObject({ code: 'command_not_found', hint, details: { command, searched: [empty] } });
  });

  it('names a command that does the same and is here', async () => {
    const bin = folder();
    program(join(bin, 'python3'), 'exit 0');
    const { advice } = await runtimes(bin).describe(stdio('python'));
    expect(advice).toContain('“python3” is on this computer');
  });

  it('a missing folder is told as such', async () => {
    expect(await failure(runtimes('/bin'), stdio('sh', { cwd: '/nowhere/at/all' }))).toMatchObject({ code: 'folder_not_found' });
  });
});

describe.skipIf(process.platform === 'win32')('the version of a runtime', () => {
  it('is asked of the real ones', async () => {
    const subject = runtimes(process.env.PATH ?? '');
    expect((await subject.describe(stdio('node'))).version).toBe(process.versions.node);
    expect((await subject.describe(stdio('npx'))).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('is asked once for each file as it is, on standard error too, and never of a program that is not known', async () => {
    const bin = folder();
    const notes = join(bin, 'notes');
    const java = program(join(bin, 'java'), `echo "$@" >> ${notes}; echo 'openjdk version "21.0.2" 2026' >&2`);
    program(join(bin, 'my-server'), `echo started >> ${notes}; echo 1.0`);
    const subject = runtimes([bin, '/bin', '/usr/bin'].join(delimiter));
    const both = await Promise.all([subject.describe(stdio('java')), subject.describe(stdio('java'))]);
    expect(both.map(({ version }) => version)).toEqual(['21.0.2', '21.0.2']);
    expect((await subject.describe(stdio('my-server'))).version).toBeNull();
    expect(readFileSync(notes, 'utf8')).toBe('-version\n');
    utimesSync(java, 1, 1);
    await subject.describe(stdio('java'));
    expect(readFileSync(notes, 'utf8')).toBe('-version\n-version\n');
  });

  it('of one that did not tell is asked again after a minute, and not before', async () => {
    const bin = folder();
    const notes = join(bin, 'notes');
    program(join(bin, 'bun'), `echo x >> ${notes}; [ -e ${bin}/well ] && echo 1.3.0`);
    let now = 0;
    const subject = new Runtimes({ env: { PATH: bin }, loginShell: null, now: () => now });
    const version = async () => (await subject.describe(stdio('bun'))).version;
    expect([await version(), await version()]).toEqual([null, null]);
    program(join(bin, 'well'), '');
    now = 59_000;
    expect(await version()).toBeNull();
    now = 61_000;
    expect([await version(), await version()]).toEqual(['1.3.0', '1.3.0']);
    expect(readFileSync(notes, 'utf8')).toBe('x\nx\n');
  });

  it.each([
    ['fails', 'echo 1.2.3; exit 1'],
    ['says nothing of use', 'echo hello'],
    ['floods', 'yes 1234567'],
  ])('is unknown of one that %s', async (_, script) => {
    const bin = folder();
    program(join(bin, 'uv'), script);
    expect((await runtimes([bin, '/bin', '/usr/bin'].join(delimiter)).describe(stdio('uv'))).version).toBeNull();
  });

  it('ends one that hangs, with all that it started', async () => {
    const bin = folder();
    const notes = join(bin, 'notes');
    program(join(bin, 'deno'), `trap '' TERM\nsleep 300 &\necho $$ $! > ${notes}; wait`);
    expect((await runtimes([bin, '/bin', '/usr/bin'].join(delimiter)).describe(stdio('deno'))).version).toBeNull();
    expect(existsSync(notes)).toBe(true);
    const pids = readFileSync(notes, 'utf8').trim().split(' ').map(Number);
    await until(() => !pids.some(runs), 'nothing of it runs');
  });

  it('of all known ones is told in bounded time, each once', async () => {
    const known = await runtimes(process.env.PATH ?? '').known();
    const names = known.map(({ command }) => command);
    expect(new Set(names).size).toBe(names.length);
    expect(known.find(({ command }) => command === 'node')).toMatchObject({ foundBy: 'app', advice: null });
    for (const { path, advice } of known) expect(path === null).toBe(advice !== null);
  });
});
