import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder, program } from '../runtime/support.ts';
import { doctorOf, type Surroundings, under } from './support.ts';

const computer = (around: Surroundings = {}) => doctorOf(around).report(null);

describe('this computer', () => {
  it('with its runtimes and versions; what is missing comes with where to get it', async () => {
    const bin = folder('bin');
    program(join(bin, 'bun'), 'echo 1.3.0');
    program(join(bin, 'deno'), 'exit 1');
    const report = await computer({ env: { PATH: bin } });
    expect(report).toMatchObject({ serverId: null, title: 'This computer' });
    expect(under('Patchbay', report)[0]?.text).toBe(`1.2.3 on Node ${process.versions.node}`);
    expect(under('bun', report)).toMatchObject([{ level: 'ok', text: `1.3.0 at ${join(bin, 'bun')}`, advice: null }]);
    expect(under('deno', report)).toMatchObject([{ level: 'warning', advice: expect.stringContaining('in a terminal') }]);
    expect(under('uvx', report)).toMatchObject([
      { level: 'info', text: 'Not on this computer', advice: expect.stringContaining('https://docs.astral.sh/uv') },
    ]);
  });

  it.each([
    [
      { kind: 'path', shell: '/bin/zsh', folders: ['/opt/x/bin'], tookMs: 80 },
      'ok',
      '/bin/zsh answered in 80 ms and adds 1 folder to the PATH: /opt/x/bin',
    ],
    [
      { kind: 'none', shell: '/bin/zsh', reason: 'It could not be started', tookMs: 0 },
      'warning',
      '/bin/zsh did not tell its PATH: It could not be started',
    ],
    [{ kind: 'none', shell: null, reason: 'Windows has no login shell', tookMs: 0 }, 'info', 'Windows has no login shell'],
  ] as const)('and what its login shell said (%#)', async (shell, level, text) => {
    const report = await computer({ shell, env: { PATH: folder('empty') } });
    expect(under('Login shell', report)).toMatchObject([{ level, text }]);
  });

  it('with the proxies of its environment, without their passwords', async () => {
    const env = { HTTPS_PROXY: 'http://ann:s3cret-word@proxy.example:3128', http_proxy: 'http://[s3cret-word', NO_PROXY: 'intranet' };
    const report = await computer({ env: { PATH: folder('empty'), ...env } });
    expect(under('Proxy', report).map(({ level, text }) => [level, text])).toEqual([
      ['warning', 'http_proxy is no address'],
      ['info', 'HTTPS_PROXY is proxy.example:3128'],
      ['info', 'Reached without it: intranet'],
    ]);
    expect(JSON.stringify(report)).not.toContain('s3cret');
  });
});

describe('the data folder', () => {
  const about = async (dataFolder: string) => under('Data folder', await computer({ dataFolder, env: { PATH: folder('empty') } }));

  it('can be written to', async () => {
    const data = folder('data');
    expect(await about(data)).toMatchObject([{ level: 'ok', text: `${data} can be written to` }]);
  });

  it('is in use by another Patchbay', async () => {
    const data = folder('data');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other, 'spawn');
    writeFileSync(join(data, 'lock.json'), JSON.stringify({ pid: other.pid, started: '' }));
    expect((await about(data))[0]?.text).toContain(`in use by Patchbay with process ${other.pid}`);
  });

  it('is not there yet', async () => {
    const data = join(folder('data'), 'a', 'b');
    expect(await about(data)).toMatchObject([{ level: 'info', text: `${data} does not exist yet; it is made when something is saved` }]);
  });

  it.each([
    ['is a file', [], 'cannot be written to (ENOTDIR)'],
    ['is to be inside a file', ['a', 'b'], 'does not exist and cannot be made (ENOTDIR)'],
  ])('%s', async (_, below, words) => {
    const file = join(folder('data'), 'file');
    writeFileSync(file, '');
    const data = join(file, ...below);
    expect(await about(data)).toMatchObject([
      { level: 'problem', text: `${data} ${words}`, advice: expect.stringContaining('PATCHBAY_HOME') },
    ]);
  });

  // The superuser may write anywhere but where the system itself refuses.
  it.skipIf(process.platform !== 'linux')('may not be written to', async () => {
    expect(await about('/proc/self')).toMatchObject([{ level: 'problem' }]);
  });
});
