import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../electron/core/app.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import { raw } from '../connections/fixtures/harness.ts';
import { folder } from '../runtime/support.ts';
import { under } from './support.ts';

it('the app tells of its own connections, their ends, and itself', async () => {
  const dataFolder = join(folder('app'), 'data');
  const app = await createApp({ dataFolder, shell: 'cli', version: '0.0.0', openExternal: async () => {} });
  onTestFinished(() => app.shutdown());
  async function ask<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
    const reply = await app.bridge.handle(method, input);
    if (!reply.ok) throw AppError.fromData(reply.error);
    return reply.value as Output<M>;
  }
  const server = raw();
  const started = () => server.notes().filter((note) => note.startsWith('started')).length;
  const { id } = await ask('servers.create', {
    name: 'Raw',
    transport: server.transport,
    limits: { reconnects: 0 },
  } as Input<'servers.create'>);

  const before = await ask('servers.doctor', { id });
  expect(before).toMatchObject({ serverId: id, title: 'Raw' });
  expect(under('Connection', before)).toMatchObject([{ level: 'ok', text: expect.stringMatching(/^Connected after/) }]);
  const trial = started();

  await ask('servers.connect', { id });
  const during = await ask('servers.doctor', { id });
  expect(under('Connection', during)).toMatchObject([{ level: 'ok', text: expect.stringMatching(/^Connected for/) }]);
  expect(started()).toBe(trial + 1);

  await ask('tools.call', { callId: 'c', serverId: id, name: 'die', args: {} });
  await expect.poll(() => app.connections.state(id).kind).toBe('failed');
  const after = await ask('servers.doctor', { id });
  expect(under('Last exit', after)).toMatchObject([{ level: 'warning', text: expect.stringContaining('signal SIGKILL') }]);

  await ask('servers.setEnabled', { id, enabled: false });
  expect(under('Connection', await ask('servers.doctor', { id }))[0]?.text).toContain('It is disabled');
  const computer = await ask('servers.doctor', { id: null });
  expect(under('Data folder', computer)).toMatchObject([{ level: 'ok', text: `${dataFolder} can be written to; in use by this Patchbay` }]);
  await expect(ask('servers.doctor', { id: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
});
