import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ELECTRON_FLAGS, electron, ROOT } from './support/environment.ts';
import { expect, test } from './support/fixtures.ts';

test('a data folder that cannot be one is told in words, and the app ends', { tag: '@desktop' }, ({ home }) => {
  test.skip(!electron.binary, electron.missing);
  const file = join(home, 'file');
  writeFileSync(file, '');
  const { status, stderr } = spawnSync(electron.binary!, [...ELECTRON_FLAGS, ROOT], {
    env: { ...process.env, PATCHBAY_HOME: file },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining(`The data folder ${join(file, 'electron')} cannot be used`),
  });
});
