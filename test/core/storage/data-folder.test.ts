import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDataFolder } from '../../../electron/core/storage/data-folder.ts';
import { acquireDataLock } from '../../../electron/core/storage/data-lock.ts';
import { AppError } from '../../../shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codeOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'nothing thrown';
}

test('is made with its parents, for its owner only', () => {
  const deep = join(folder, 'a', 'b', 'c');
  ensureDataFolder(deep);
  ensureDataFolder(deep);
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

test('is refused where it cannot be', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(codeOf(() => ensureDataFolder(join(folder, 'file')))).toBe('data_folder_unusable');
  expect(codeOf(() => ensureDataFolder(join(folder, 'file', 'below')))).toBe('data_folder_unusable');
});

test.runIf(process.platform === 'linux')('is refused at once below a folder that takes no children', () => {
  expect(codeOf(() => ensureDataFolder('/proc/patchbay/data'))).toBe('data_folder_unusable');
});

test('that cannot be locked is not said to be in use', () => {
  expect(codeOf(() => acquireDataLock(join(folder, 'missing')))).toBe('data_folder_unusable');
});
