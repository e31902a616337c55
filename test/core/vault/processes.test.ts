import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '../../../electron/core/vault/file-vault.ts';
import { startChild } from '../../fixtures/bundled-child.ts';
import { oneKey } from './fixtures/one-key.ts';
import { code as writesSecrets } from './fixtures/writes-secrets.ts?bundled';

const KEY = '5a'.repeat(32);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => join(folder, 'vault.json');
const vault = () => openVault({ file: file(), keychains: [oneKey(KEY)] });
const writer = (prefix: string, first: number, end: number) =>
  startChild(writesSecrets, folder, [file(), KEY, prefix, String(first), String(end)]);

test('several processes that write at once lose nothing of each other', async () => {
  const writers = await Promise.all(['a', 'b', 'c'].map((prefix) => writer(prefix, 0, 40)));
  const codes = await Promise.all(writers.map(async (child) => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0]);
  const own = vault();
  for (const prefix of ['a', 'b', 'c']) for (let n = 0; n < 40; n += 1) expect(await own.read(`${prefix}${n}`)).toBe(`value ${prefix}${n}`);
  expect(readdirSync(folder).toSorted()).toEqual(['child.cjs', 'vault.json', 'vault.previous.json']);
});

test('a process that is killed during a thousand writes loses nothing that it said was written', { timeout: 120_000 }, async () => {
  const total = 1_000;
  const kills = 8;
  let written = -1;
  for (let round = 1; written < total - 1; round += 1) {
    const child = await writer('', written + 1, total);
    const stop = round <= kills ? Math.floor((total / (kills + 1)) * round) : total;
    child.on('message', (n: number) => {
      written = n;
      // At another step of the write under way each time.
      if (n === stop) setTimeout(() => child.kill('SIGKILL'), round - 1);
    });
    const [[code, signal]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')]);
    expect(round <= kills ? signal : code).toBe(round <= kills ? 'SIGKILL' : 0);
    const own = vault();
    await own.open();
    expect(own.info).toMatchObject({ status: 'open', problem: null });
    // What was under way when it was killed may be there as well, but whole.
    const last = Number(await own.read('last'));
    expect(last).toBeGreaterThanOrEqual(written);
    for (let n = 0; n <= last; n += 1) expect(await own.read(String(n))).toBe(`value ${n}`);
  }
  expect((await vault().names('')).length).toBe(total + 1);
});
