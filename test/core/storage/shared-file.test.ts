import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SharedFile, type SharedFormat } from '../../../electron/core/storage/shared-file.ts';
import { startChild } from '../../fixtures/bundled-child.ts';
import { code as holdsLock } from './fixtures/holds-lock.ts?bundled';

const format: SharedFormat<{ words: string[] }> = {
  version: 1,
  empty: { words: [] },
  parse({ words }) {
    if (!Array.isArray(words)) throw new Error('no words');
    return { words: words.map(String) };
  },
  serialize: (value) => value,
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-shared-'));
  path = join(folder, 'words.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => new SharedFile(path, format);
const add = (to: SharedFile<{ words: string[] }>, word: string) => to.update(({ words }) => ({ words: [...words, word] }));

test('a file that is not there is empty, and is made by the first change, for its owner only', async () => {
  const shared = file();
  expect(await shared.read()).toEqual({ words: [] });
  await add(shared, 'one');
  expect(await file().read()).toEqual({ words: ['one'] });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['words.json']);
});

test('what another one wrote is seen and kept', async () => {
  const [mine, other] = [file(), file()];
  await add(mine, 'one');
  await add(other, 'two');
  expect(await mine.read()).toEqual({ words: ['one', 'two'] });
  await add(mine, 'three');
  expect(await other.read()).toEqual({ words: ['one', 'two', 'three'] });
});

test('a hundred changes at once are all kept', async () => {
  const both = [file(), file()] as const;
  await Promise.all(Array.from({ length: 100 }, (_, n) => add(both[n % 2]!, String(n))));
  expect((await file().read()).words.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

test('a change that throws leaves all as it is, also for the next one', async () => {
  const shared = file();
  await add(shared, 'one');
  await expect(
    shared.update(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await add(shared, 'two');
  expect(await file().read()).toEqual({ words: ['one', 'two'] });
});

test('a damaged file is set aside, and the version before it takes its place', async () => {
  const shared = file();
  await add(shared, 'one');
  await add(shared, 'two');
  writeFileSync(path, '{"version":1,"words":["one","tw');
  const later = file();
  expect(await later.read()).toEqual({ words: ['one'] });
  expect(later.damage).toEqual({ aside: 'words.damaged-1.json', recovered: true });
  expect(readFileSync(join(folder, 'words.damaged-1.json'), 'utf8')).toContain('"tw');
  await add(later, 'three');
  expect(await file().read()).toEqual({ words: ['one', 'three'] });
});

test('where there is no good version before, the damage is told until something takes its place', async () => {
  writeFileSync(path, 'garbage');
  expect(await file().read()).toEqual({ words: [] });
  const later = file();
  expect(await later.read()).toEqual({ words: [] });
  expect(later.damage).toEqual({ aside: 'words.damaged-1.json', recovered: false });
  await add(later, 'one');
  expect(later.damage).toBeNull();
  expect(readFileSync(join(folder, 'words.damaged-1.json'), 'utf8')).toBe('garbage');
});

test('a file of a newer version, and one that cannot be read, are neither read nor written over', async () => {
  writeFileSync(path, '{"version":2,"words":7}');
  await expect(file().read()).rejects.toMatchObject({ code: 'data_newer' });
  await expect(add(file(), 'one')).rejects.toMatchObject({ code: 'data_newer' });
  expect(readFileSync(path, 'utf8')).toBe('{"version":2,"words":7}');
  const aFolder = new SharedFile(join(folder, 'below.json'), format);
  rmSync(path);
  mkdirSync(aFolder.path);
  await expect(aFolder.read()).rejects.toMatchObject({ code: 'data_unreadable' });
  await expect(add(aFolder, 'one')).rejects.toMatchObject({ code: 'data_unreadable' });
  expect(statSync(aFolder.path).isDirectory()).toBe(true);
});

test('set aside as foreign, it and the version before it stay, and a new file begins', async () => {
  const shared = file();
  await add(shared, 'one');
  await add(shared, 'two');
  expect(await shared.setAside(({ words }) => words.length === 0)).toBe(false);
  expect(await shared.setAside(({ words }) => words.length === 2)).toBe(true);
  expect(await shared.read()).toEqual({ words: [] });
  await add(shared, 'three');
  expect(readFileSync(join(folder, 'words.foreign-1.json'), 'utf8')).toContain('two');
  expect(readdirSync(folder).toSorted()).toEqual(['words.foreign-1.json', 'words.foreign-1.previous.json', 'words.json']);
});

test('what is to be forgotten is not in the version before either; a file that is removed leaves nothing', async () => {
  const shared = file();
  await add(shared, 'one');
  await shared.update(() => ({ words: ['two'] }), { forgets: true });
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('one');
  expect(await shared.remove(() => false)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(2);
  expect(await shared.remove(() => true)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  expect(await shared.read()).toEqual({ words: [] });
});

test('a lock of a process that was killed is taken over; its draft does no harm', async () => {
  const child = await startChild(holdsLock, folder, [`${path}.lock`]);
  await once(child, 'message');
  expect(existsSync(`${path}.lock`)).toBe(true);
  writeFileSync(`${path}.new`, 'half');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await add(file(), 'one');
  expect(await file().read()).toEqual({ words: ['one'] });
  expect(existsSync(`${path}.lock`)).toBe(false);
});
