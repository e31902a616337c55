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
  const outside = { count: 2 };
  const told: Pick<VaultInfo, 'status' | 'unprotected'>[] = [];
  let opened = 0;
  const news = new VaultNews({
    vault,
    unprotected: () => outside.count,
    onNews: ({ status, unprotected }) => told.push({ status, unprotected }),
    onOpened: () => {
      opened += 1;
    },
  });
  return { vault, news, outside, told, opened: () => opened };
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
