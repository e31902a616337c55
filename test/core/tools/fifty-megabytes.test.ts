import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../electron/core/app.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import { raw } from '../connections/fixtures/harness.ts';

const BYTES = 50_000_000;

test('a result of 50 MB comes as a preview, and is told whole', async () => {
  const app = await createApp({
    dataFolder: mkdtempSync(join(tmpdir(), 'patchbay-large-')),
    shell: 'cli',
    version: '0.0.0-test',
    openExternal: async () => {},
  });
  onTestFinished(() => app.shutdown());
  const ask = async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> => {
    const reply = await app.bridge.handle(method, input);
    if (!reply.ok) throw AppError.fromData(reply.error);
    return reply.value as Output<M>;
  };
  const { id } = await ask('servers.create', { name: 'raw', transport: raw().transport } as Input<'servers.create'>);
  expect(await ask('servers.connect', { id })).toMatchObject({ kind: 'connected' });

  const shown = await ask('tools.call', { callId: 'c', serverId: id, name: 'big', args: { bytes: BYTES } });
  const whole = JSON.stringify({ content: [{ type: 'text', text: 'b'.repeat(BYTES) }] });
  expect(shown).toMatchObject({ complete: false, run: { status: 'done', sizeBytes: whole.length } });
  expect(JSON.stringify(shown.result).length).toBeLessThan(100_000);

  const hash = createHash('sha256');
  let read = 0;
  for (let total = 1; read < total; ) {
    const slice = await ask('calls.resultText', { callId: 'c', offset: read });
    hash.update(slice.text);
    read += slice.text.length;
    total = slice.total;
  }
  expect([read, hash.digest('hex')]).toEqual([whole.length, createHash('sha256').update(whole).digest('hex')]);
  // What travelled is told in the traffic, without its 50 MB.
  const { entries } = await ask('servers.traffic', { id, after: 0 });
  const largest = Math.max(...entries.map(({ sizeBytes }) => sizeBytes));
  expect([largest > BYTES, JSON.stringify(entries).length < 1_000_000]).toEqual([true, true]);
});
