import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { StartRecords } from '../../../electron/core/processes/start-records.ts';
import { definition, Recorder, runs } from './fixtures/harness.ts';

const AT_ONCE = 10;
const ROUNDS = 20;

it('200 starts and stops of a server that forks and ignores signals leave nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-cycles-'));
  const file = join(folder, 'pids');
  const records = join(folder, 'processes');
  const recorder = new Recorder({ grace: { stdin: 10, term: 10, kill: 5_000 }, records: new StartRecords(records, Date.now) });
  const transport = {
    kind: 'stdio',
    command: process.execPath,
    args: [join(import.meta.dirname, 'fixtures/deaf-family.mjs')],
    env: { DEAF_PIDS: file },
  };
  const ids = Array.from({ length: AT_ONCE }, (_, n) => `s${n}`);
  recorder.manager.sync(ids.map((id) => definition(id, transport)));
  const failed: unknown[] = [];
  await Promise.all(
    ids.map(async (id) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const state = await recorder.manager.connect(id);
        if (state.kind !== 'connected') failed.push(state);
        await recorder.manager.disconnect(id);
      }
    }),
  );
  await recorder.manager.shutdown();
  const pids = readFileSync(file, 'utf8').trim().split('\n').map(Number);
  const left = pids.filter(runs);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  expect({ failed, started: pids.length, left, notes: readdirSync(records) }).toEqual({
    failed: [],
    started: AT_ONCE * ROUNDS * 3,
    left: [],
    notes: [],
  });
}, 300_000);
