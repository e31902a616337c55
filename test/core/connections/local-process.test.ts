// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these texts are what a person writes into a definition

import { afterEach, describe, expect, it } from 'vitest';
import { Recorder, raw } from './fixtures/harness.ts';

let recorder: Recorder;

afterEach(() => recorder.manager.shutdown());

describe('the process of a local server', () => {
  it('is told with its tree and runtime while it runs, and with the runtime alone when not', async () => {
    recorder = new Recorder();
    const { transport } = raw();
    const { pid } = await recorder.connected({ ...transport, command: 'node' });
    const running = await recorder.manager.process('s');
    expect(running).toMatchObject({ pid, runtime: { command: 'node', foundBy: 'app', version: process.versions.node } });
    expect(running.tree[0]).toMatchObject({ pid, parent: process.pid });
    expect(Math.abs(running.startedAt! - Date.now())).toBeLessThan(30_000);
    await recorder.manager.disconnect('s');
    expect(await recorder.manager.process('s')).toMatchObject({ pid: null, startedAt: null, tree: [], runtime: { command: 'node' } });
  });

  it('says where a missing command was looked for, in the failure too', async () => {
    recorder = new Recorder();
    const failed = await recorder.failed({ kind: 'stdio', command: 'uvx', env: { PATH: '/nowhere' } });
    const hint = '“uvx” comes with uv: get it from https://docs.astral.sh/uv. Install it, or give its full path in the server’s settings.';
    expect(failed.error).toMatchObject({ code: 'command_not_found', hint, details: { searched: ['/nowhere'] } });
    const { runtime } = await recorder.manager.process('s');
    expect(runtime).toEqual({
      command: 'uvx',
      path: null,
      version: null,
      foundBy: null,
      searched: ['/nowhere'],
      advice: '“uvx” comes with uv: get it from https://docs.astral.sh/uv.',
    });
  });

  it('gets the values of the variables that its definition names; one that is missing stops it before anything starts', async () => {
    recorder = new Recorder();
    const { transport, notes } = raw();
    process.env.PATCHBAY_TEST_NOTES = transport.env.RAW_NOTES;
    try {
      await recorder.connected({ ...transport, env: { RAW_NOTES: '${env:PATCHBAY_TEST_NOTES}' } });
      expect(notes().length).toBeGreaterThan(0);
      await recorder.manager.disconnect('s');
    } finally {
      delete process.env.PATCHBAY_TEST_NOTES;
    }
    const failed = await recorder.failed({ ...transport, env: { RAW_NOTES: '${env:PATCHBAY_TEST_NOTES}' } });
    expect(failed.error).toMatchObject({
      code: 'variable_missing',
      hint: expect.stringContaining('The variable “RAW_NOTES” asks for it.'),
    });
    expect(recorder.path().at(-2)).toBe('resolving');
  });
});
