import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { installsFirst } from '../../../electron/core/connections/launchers.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../../shared/contract/constants.ts';
import { definition, Recorder, raw } from './fixtures/harness.ts';

const installs = ([command = '', ...args]: string[]) => installsFirst({ kind: 'stdio', command, args, env: {}, cwd: null });

describe('what may download before it starts', () => {
  it.each([
    [['npx', '-y', '@scope/server']],
    [['/opt/node/bin/npx', 'server']],
    [['C:\\Program Files\\nodejs\\npx.cmd', 'server']],
    [['NPX.CMD', 'server']],
    [['uvx', 'mcp-server']],
    [['npm', 'exec', 'server']],
    [['npm', '--silent', 'x', 'server']],
    [['pnpm', 'dlx', 'server']],
    [['uv', 'run', 'server.py']],
    [['uv', '--directory', '/srv/server', 'run', 'server.py']],
    [['uv', '--directory=/srv/server', 'run', 'server.py']],
    [['docker', 'run', '-i', '--rm', 'mcp/time']],
    [['docker', '--context', 'far', 'run', 'mcp/time']],
    [['podman', 'run', '-i', 'mcp/time']],
    [['deno', 'run', '-A', 'npm:server']],
    [['go', 'run', 'example.com/server@latest']],
    [['cmd', '/c', 'npx', '-y', 'server']],
    [['cmd.exe', '/C', 'uvx', 'server']],
    [['env', 'A=1', 'B=2', 'npx', 'server']],
    [['env', '-i', 'npx', 'server']],
    [['sh', '-c', 'npx -y server']],
    [['bash', '-lc', ' uvx server 2>/dev/null']],
  ])('%j', (words) => {
    expect(installs(words)).toBe(true);
  });

  it.each([
    [['node', 'server.js']],
    [['node', 'npx']],
    [['npm', 'start']],
    [['npm', 'run', 'exec']],
    [['uv', 'pip', 'run']],
    [['docker', 'exec', '-i', 'box', 'run']],
    [['docker', 'exec']],
    [['docker']],
    [['env']],
    [['env', 'A=npx']],
    [['cmd', 'npx']],
    [['sh', '-c', 'node server.js']],
    [['sh', 'npx']],
    [['sh', '-c']],
    [['mynpx', 'server']],
  ])('not %j', (words) => {
    expect(installs(words)).toBe(false);
  });

  it('neither a remote server nor the sample', () => {
    expect(installsFirst({ kind: 'sample' })).toBe(false);
  });
});

describe('the limit of connecting', () => {
  /** Whether a limit of so many ms was set while a server was connected that is started by `command`. */
  async function limitsSet(command: string, connectMs: number | null): Promise<(ms: number) => boolean> {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-launcher-'));
    symlinkSync(process.execPath, join(folder, command));
    const recorder = new Recorder();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => recorder.manager.shutdown());
    const transport = { ...raw().transport, command: join(folder, command) };
    recorder.manager.sync([definition('s', transport, { limits: { ...NO_LIMITS, connectMs } })]);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
    const delays = timers.mock.calls.map(([, ms]) => ms);
    timers.mockRestore();
    return (ms) => delays.includes(ms);
  }

  it('is longer for what may download, unless the server has one of its own', async () => {
    const [launcher, program, own] = [await limitsSet('npx', null), await limitsSet('node', null), await limitsSet('npx', 41_000)];
    expect([launcher, program, own].map((set) => set(DEFAULT_LIMITS.installMs))).toEqual([true, false, false]);
    expect(own(41_000)).toBe(true);
  });
});
