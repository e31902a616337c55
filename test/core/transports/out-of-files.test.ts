import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Recorder, raw, runs, until } from '../connections/fixtures/harness.ts';

/** More than this process has open, and less than its own limit. */
const ROOM = 40;
const canLimit = process.platform === 'linux' && spawnSync('prlimit', ['--version']).status === 0;

/** Lets this process open no file more until the test ends, or what is returned is called. */
function outOfFiles(): () => void {
  const me = String(process.pid);
  const [soft, hard] = execFileSync('prlimit', ['--pid', me, '--nofile', '--raw', '--noheadings', '--output', 'SOFT,HARD'], {
    encoding: 'utf8',
  }).split(/\s+/);
  execFileSync('prlimit', ['--pid', me, `--nofile=${readdirSync('/proc/self/fd').length + ROOM}:${hard}`]);
  const open: number[] = [];
  const full = () => {
    try {
      open.push(openSync('/dev/null', 'r'));
      return false;
    } catch {
      return true;
    }
  };
  while (!full());
  const end = () => {
    for (const file of open.splice(0)) closeSync(file);
    execFileSync('prlimit', ['--pid', me, `--nofile=${soft}:${hard}`]);
  };
  onTestFinished(end);
  return end;
}

describe.runIf(canLimit)('without a file left to open', () => {
  it('a server is disconnected, with all that it started, and can be connected again', async () => {
    const recorder = new Recorder();
    onTestFinished(() => recorder.manager.shutdown());
    const server = raw('grandchild', 'deaf-at-start');
    await recorder.connected(server.transport);
    const pids = () =>
      server.notes().flatMap((note) => (/^(?:started|grandchild) ([\d ]+)$/.exec(note)?.[1] ?? '').split(' ').filter(Boolean).map(Number));
    await until(() => pids().length === 3, 'the grandchild');
    const end = outOfFiles();
    const state = await recorder.manager.disconnect('s');
    end();
    expect(state).toEqual({ kind: 'disconnected' });
    expect(pids().filter(runs)).toEqual([]);
    expect(await recorder.manager.connect('s')).toMatchObject({ kind: 'connected' });
  });

  it('a server that cannot be started says why, and comes back by itself when there is room again', async () => {
    const recorder = new Recorder({ pacing: { firstMs: 50, longestMs: 50 } });
    onTestFinished(() => recorder.manager.shutdown());
    const { pid } = await recorder.connected(raw().transport);
    const end = outOfFiles();
    process.kill(pid ?? 0, 'SIGKILL');
    const refused = () => {
      const state = recorder.manager.state('s');
      return state.kind === 'reconnecting' && state.error.code === 'start_refused';
    };
    await until(refused, 'the refusal');
    end();
    await until(() => recorder.manager.state('s').kind === 'connected', 'the new start');
    expect((await recorder.manager.process('s')).restarts).toBe(1);
  });
});
