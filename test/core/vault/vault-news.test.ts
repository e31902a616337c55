import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '../../../electron/core/vault/file-vault.ts';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import { VaultNews } from '../../../electron/core/vault/vault-news.ts';
import type { VaultInfo } from '../../../shared/contract/auth.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-news-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setUp() {
  const vault = openVault({ file: join(folder, 'vault.json'), keychains: [memoryKeyWrapper()] });
  const outside = { count: 2, named: [] as string[] };
  const told: Pick<VaultInfo, 'status' | 'unprotected'>[] = [];
  const missing: string[][] = [];
  let opened = 0;
  const news = new VaultNews({
    vault,
    unprotected: () => outside.count,
    named: () => outside.named,
    onNews: (info) => {
      told.push({ status: info.status, unprotected: info.unprotected });
      missing.push(info.missing);
    },
    onOpened: () => {
      opened += 1;
    },
  });
  return { vault, news, outside, told, missing, opened: () => opened };
}

test('the vault is told of when it changes, and that it opened once each time', async () => {
  const { vault, news, told, opened } = setUp();
  await vault.write({ a: '1' });
  expect([news.info, opened()]).toMatchObject([{ status: 'open', secrets: 1, unprotected: 2 }, 0]);
  await vault.lock();
  expect([told.at(-1), opened()]).toEqual([{ status: 'locked', unprotected: 2 }, 0]);
  await vault.unlock('');
  await vault.write({ b: '2' });
  expect([told.at(-1), opened()]).toEqual([{ status: 'open', unprotected: 2 }, 1]);
});

test('definitions are told of only where they changed what stands outside the vault', () => {
  const { news, outside, told } = setUp();
  news.definitionsChanged();
  expect(told).toEqual([]);
  outside.count = 3;
  news.definitionsChanged();
  news.definitionsChanged();
  expect(told.map(({ unprotected }) => unprotected)).toEqual([3]);
});

test('what definitions name and is not there is told once somebody has looked, also while it is locked', async () => {
  const { vault, news, outside, missing } = setUp();
  outside.named = ['server/a/1', 'server/a/2'];
  expect(news.info.missing).toEqual([]);
  await vault.write({ 'server/a/1': 'x', 'server/a/2': 'y' });
  expect(missing.at(-1)).toEqual([]);
  await vault.write({ 'server/a/2': null });
  expect(missing.at(-1)).toEqual(['server/a/2']);
  await vault.lock();
  expect(news.info.missing).toEqual(['server/a/2']);
  outside.named = ['server/a/1'];
  news.definitionsChanged();
  expect(missing.at(-1)).toEqual([]);
});
