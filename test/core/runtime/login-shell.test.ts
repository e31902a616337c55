import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LoginShell } from '../../../electron/core/runtime/login-shell.ts';
import { runs, until } from '../connections/fixtures/harness.ts';
import { folder, program } from './support.ts';

const BASE = { PATH: '/usr/bin:/bin' };

/** Each shell with the start file that its users put their PATH into. */
const SHELLS = [
  ['/bin/bash', '.bashrc', 'export PATH="/opt/my tools/bin:$PATH"'],
  ['/bin/bash', '.bash_profile', 'export PATH="/opt/my tools/bin:$PATH"'],
  ['/bin/sh', '.profile', 'export PATH="/opt/my tools/bin:$PATH"'],
  ['/usr/bin/zsh', '.zshrc', 'export PATH="/opt/my tools/bin:$PATH"'],
  ['/usr/bin/fish', '.config/fish/config.fish', 'set -gx PATH "/opt/my tools/bin" $PATH'],
] as const;

/** A home folder with this text in a start file; of bash, a login shell reads `.bashrc` only through `.bash_profile`. */
function home(file: string, text: string): string {
  const path = folder('home');
  program(join(path, file), text);
  if (file === '.bashrc') writeFileSync(join(path, '.bash_profile'), '. ~/.bashrc\n');
  return path;
}

function ask(shell: string, homeFolder: string, rest: { limitMs?: number } = {}) {
  return new LoginShell({ env: { ...BASE, HOME: homeFolder }, shell, ...rest }).ask();
}

describe.skipIf(process.platform === 'win32')('the login shell', () => {
  for (const [shell, file, line] of SHELLS) {
    it.skipIf(!existsSync(shell))(`${shell} tells what ${file} sets, however noisy that file is`, async () => {
      const noise = 'echo "PATH=/wrong"; printf "no newline"; echo oops >&2';
      const answer = await ask(shell, home(file, `${noise}\n${line}\n${noise}`));
      expect(answer).toMatchObject({ kind: 'path', shell });
      expect(answer.kind === 'path' && answer.folders).toContain('/opt/my tools/bin');
      expect(answer.kind === 'path' && answer.folders).toContain('/usr/bin');
      expect(answer.kind === 'path' && answer.folders).not.toContain('/wrong');
    });
  }

  const odd = `/opt/it's "x" $HOME  &*;(é)`;
  for (const [shell, file] of SHELLS) {
    it.skipIf(!existsSync(shell))(`${shell} tells a folder as it is, whatever its name (${file})`, async () => {
      const quoted = `'${odd.replace("'", shell.endsWith('fish') ? "\\'" : "'\\''")}'`;
      const line = shell.endsWith('fish') ? `set -gx PATH ${quoted} $PATH` : `export PATH=${quoted}:$PATH`;
      const answer = await ask(shell, home(file, line));
      expect(answer.kind === 'path' && answer.folders).toContain(odd);
    });

    it.skipIf(!existsSync(shell))(`${shell} answers without start files (beside ${file})`, async () => {
      const answer = await ask(shell, folder('home'));
      expect(answer.kind === 'path' && answer.folders).toContain('/usr/bin');
    });
  }

  const tracing = [
    ['/bin/bash', '.bash_profile', 'set -vx'],
    ['/bin/sh', '.profile', 'set -vx'],
    ['/usr/bin/zsh', '.zshrc', 'setopt verbose xtrace'],
    ['/usr/bin/fish', '.config/fish/config.fish', 'set -g fish_trace 1'],
  ] as const;
  it.each(tracing.filter(([shell]) => existsSync(shell)))(
    '%s is understood while it tells each of its commands',
    async (shell, file, line) => {
      const answer = await ask(shell, home(file, line));
      expect(answer).toMatchObject({ kind: 'path', folders: expect.arrayContaining(['/usr/bin']) });
      expect(JSON.stringify(answer)).not.toContain('printf');
    },
  );

  it('sees what only an interactive shell is told, as nvm and others have it', async () => {
    const file = home('.bashrc', 'case $- in *i*) ;; *) return;; esac\nexport PATH=/only/interactive:$PATH');
    const answer = await ask('/bin/bash', file);
    expect(answer.kind === 'path' && answer.folders[0]).toBe('/only/interactive');
  });

  it.each(['wait', 'sleep 301'])('gives up at the limit and leaves nothing of it running (%s)', async (wait) => {
    const notes = join(folder('notes'), 'pids');
    const file = home('.bash_profile', `trap '' TERM\nsleep 300 &\necho $$ $! > ${notes}\n${wait}`);
    const answer = await ask('/bin/bash', file, { limitMs: 700 });
    expect(answer).toMatchObject({ kind: 'none', reason: 'It did not answer within 0.7 s' });
    const pids = readFileSync(notes, 'utf8').trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await until(() => !pids.some(runs), 'the shell and its job are gone');
  });

  it('does not wait for what a start file leaves in the background with the output open', async () => {
    const notes = join(folder('notes'), 'pid');
    const answer = await ask('/bin/sh', home('.profile', `sleep 300 &\necho $! > ${notes}`));
    expect(answer.kind).toBe('path');
    // It is the user's own, as behind any terminal.
    process.kill(Number(readFileSync(notes, 'utf8')), 'SIGKILL');
  });

  it('gives up on output without end', async () => {
    expect(await ask('/bin/bash', home('.bash_profile', 'exec yes'), { limitMs: 700 })).toMatchObject({ kind: 'none' });
  });

  it.each(['exit 0', 'exit 3', 'kill -9 $$', 'exec cat', 'set -e; no-such-command'])(
    'says so when a start file ends the shell: %s',
    async (line) => {
      const answer = await ask('/bin/bash', home('.bash_profile', line));
      expect(answer).toMatchObject({ kind: 'none', shell: '/bin/bash', reason: 'Its start files ended it before it answered' });
    },
  );

  it('is not kept waiting by a question of its start files: nobody is there to answer', async () => {
    const answer = await ask('/bin/bash', home('.bash_profile', 'read -p "Update now? " answer\nexport PATH="/asked$answer:$PATH"'));
    expect(answer.kind === 'path' && answer.folders[0]).toBe('/asked');
  });

  it.each([
    ['/usr/sbin/nologin', 'This user has no login shell'],
    ['/usr/bin/nu', 'Patchbay does not know how to ask this shell'],
    ['/nowhere/bash', 'It could not be started'],
  ])('%s: %s', async (shell, reason) => {
    expect(await ask(shell, folder('home'))).toMatchObject({ kind: 'none', reason });
  });

  it('is asked once, and not at all on Windows', async () => {
    const count = join(folder('notes'), 'count');
    const shell = new LoginShell({ env: { ...BASE, HOME: home('.bash_profile', `echo x >> ${count}`) }, shell: '/bin/bash' });
    await Promise.all([shell.ask(), shell.ask()]);
    await shell.ask();
    expect(readFileSync(count, 'utf8')).toBe('x\n');
    expect(await new LoginShell({ env: BASE, platform: 'win32', shell: '/bin/bash' }).ask()).toMatchObject({ kind: 'none', shell: null });
  });
});
