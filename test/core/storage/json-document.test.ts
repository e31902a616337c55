import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DocumentFormat, FileDocument } from '../../../electron/core/storage/json-document.ts';
import { AppError } from '../../../shared/errors.ts';

interface Notes {
  readonly notes: readonly string[];
}

const format: DocumentFormat<Notes> = {
  version: 2,
  empty: { notes: [] },
  parse(raw) {
    const all = Array.isArray(raw.notes) ? raw.notes : [];
    const notes = all.filter((each): each is string => typeof each === 'string');
    return { value: { notes }, problems: notes.length === all.length ? [] : ['A note was left out.'] };
  },
};

let folder: string;
let file: string;
const open = (assertWritable = () => {}) => new FileDocument(file, format, assertWritable);
const add = (note: string) => (data: Notes) => ({ notes: [...data.notes, note] });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-doc-'));
  file = join(folder, 'notes.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('FileDocument', () => {
  test('keeps what was written, for its owner only', async () => {
    await open().update(add('one'));
    expect(open().value).toEqual({ notes: ['one'] });
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('applies changes asked for at once one after the other', async () => {
    const document = open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => document.update(add(String(n)))));
    expect(open().value.notes).toHaveLength(20);
  });

  test('sets a damaged file aside and says so', async () => {
    writeFileSync(file, '{"notes": ["half');
    const document = open();
    expect(document.value).toEqual({ notes: [] });
    expect(document.notices.join()).toContain('notes.damaged-1.json');
    await document.update(add('new'));
    expect(readFileSync(join(folder, 'notes.damaged-1.json'), 'utf8')).toBe('{"notes": ["half');
  });

  test('keeps a copy before it writes over entries it could not read', async () => {
    writeFileSync(file, JSON.stringify({ version: 2, notes: ['good', 7] }));
    const document = open();
    expect(document.value.notes).toEqual(['good']);
    expect(document.notices).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['notes.json']);
    await document.update(add('more'));
    expect(JSON.parse(readFileSync(join(folder, 'notes.damaged-1.json'), 'utf8')).notes).toEqual(['good', 7]);
  });

  test('takes up what another hand wrote since', async () => {
    const document = open();
    await document.update(add('mine'));
    writeFileSync(file, JSON.stringify({ version: 2, notes: ['mine', 'by hand'] }));
    await document.update(add('again'));
    expect(open().value.notes).toEqual(['mine', 'by hand', 'again']);
  });

  test('does not write over the file of a newer version', async () => {
    writeFileSync(file, JSON.stringify({ version: 3, notes: ['future'] }));
    await expect(open().update(add('x'))).rejects.toMatchObject({ code: 'data_newer' });
    expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(3);
  });

  test('refuses to write when another process has the folder, and a refusal does not block later writes', async () => {
    let locked = true;
    const document = open(() => {
      if (locked) throw new AppError('data_locked', { pid: 1 });
    });
    await expect(document.update(add('x'))).rejects.toMatchObject({ code: 'data_locked' });
    locked = false;
    await expect(document.update(add('y'))).resolves.toEqual({ notes: ['y'] });
  });

  test('does not take a file that it may not look into for damaged', async () => {
    mkdirSync(file);
    const document = open();
    expect(document.notices.join()).toContain('could not be read');
    await expect(document.update(add('x'))).rejects.toMatchObject({ code: 'data_unreadable' });
    expect(statSync(file).isDirectory()).toBe(true);
  });

  test('says when the disk refuses', async () => {
    const document = open();
    rmSync(folder, { recursive: true });
    await expect(document.update(add('x'))).rejects.toMatchObject({ code: 'data_unwritable' });
    expect(document.value.notes).toEqual([]);
  });
});
