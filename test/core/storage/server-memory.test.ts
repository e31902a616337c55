import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileServerMemory } from '../../../electron/core/storage/server-memory.ts';
import { transportConfig } from '../../../shared/contract/model.ts';

const HOUR = 3_600_000;
const CONFIG = transportConfig.parse({ kind: 'remote', url: 'https://example.com/mcp', headers: { Authorization: 'Bearer s3cret-value' } });
const VALUE = {
  verdict: { kind: 'legacy' as const },
  remote: 'sse' as const,
  tools: [{ name: 'echo', inputSchema: { type: 'object' } }],
};

function memory(now: () => number = () => 0, mayWrite = () => true) {
  const folder = join(mkdtempSync(join(tmpdir(), 'patchbay-memory-')), 'cache');
  return { folder, memory: new FileServerMemory(folder, now, mayWrite) };
}

test('keeps what was learned for 24 hours', async () => {
  let now = HOUR;
  const { memory: kept, folder } = memory(() => now);
  kept.write('s', CONFIG, VALUE);
  await kept.settled();
  expect(kept.read('s', CONFIG)).toEqual({ ...VALUE, at: HOUR });
  now += 24 * HOUR - 1;
  expect(
    new FileServerMemory(
      folder,
      () => now,
      () => true,
    ).read('s', CONFIG),
  ).toMatchObject(VALUE);
  now += 1;
  expect(kept.read('s', CONFIG)).toBeNull();
});

test('belongs to the way to the server it was learned on, and holds no value of it', async () => {
  const { memory: kept, folder } = memory();
  kept.write('s', CONFIG, VALUE);
  await kept.settled();
  expect(kept.read('s', transportConfig.parse({ ...CONFIG, url: 'https://example.com/other' }))).toBeNull();
  expect(kept.read('s', transportConfig.parse({ ...CONFIG, headers: {} }))).toBeNull();
  expect(kept.read('other', CONFIG)).toBeNull();
  expect(readFileSync(join(folder, 's.json'), 'utf8')).not.toMatch(/s3cret|example\.com/);
  expect(statSync(join(folder, 's.json')).mode & 0o777).toBe(0o600);
});

test('the last of several writes stands, and forgetting comes after them', async () => {
  const { memory: kept, folder } = memory();
  for (const name of ['a', 'b', 'c']) kept.write('s', CONFIG, { ...VALUE, tools: [{ name, inputSchema: {} }] });
  await kept.settled();
  expect(kept.read('s', CONFIG)?.tools[0]?.name).toBe('c');
  kept.write('s', CONFIG, VALUE);
  kept.forget('s');
  await kept.settled();
  expect(readdirSync(folder)).toEqual([]);
});

test('an id cannot lead out of the folder', async () => {
  const { memory: kept, folder } = memory();
  kept.write('../../outside', CONFIG, VALUE);
  await kept.settled();
  expect(readdirSync(folder)).toEqual(['______outside.json']);
});

test.each([
  ['no JSON', '{"config":'],
  ['another shape', '{"config":"","at":0,"verdict":{"kind":"future"},"remote":null,"tools":[]}'],
  ['tools that are none', '{"config":"","at":0,"verdict":null,"remote":null,"tools":[{"name":5}]}'],
])('a file with %s is forgotten, and written anew', async (_, text) => {
  const { memory: kept, folder } = memory();
  kept.write('s', CONFIG, VALUE);
  await kept.settled();
  writeFileSync(join(folder, 's.json'), text);
  expect(kept.read('s', CONFIG)).toBeNull();
  kept.write('s', CONFIG, VALUE);
  await kept.settled();
  expect(kept.read('s', CONFIG)).toMatchObject(VALUE);
});

test('a list of tools that is too long is not kept, the rest is', async () => {
  const { memory: kept } = memory();
  kept.write('s', CONFIG, VALUE);
  kept.write('s', CONFIG, { ...VALUE, tools: [{ name: 'big', description: 'x'.repeat(8_000_000), inputSchema: {} }] });
  await kept.settled();
  expect(kept.read('s', CONFIG)).toEqual({ ...VALUE, tools: [], at: 0 });
});

test('where another process owns the folder, or it cannot be written, nothing is and nobody is told', async () => {
  const { memory: foreign, folder } = memory(
    () => 0,
    () => false,
  );
  foreign.write('s', CONFIG, VALUE);
  foreign.forget('s');
  await foreign.settled();
  expect(() => readdirSync(folder)).toThrow();
  const file = join(mkdtempSync(join(tmpdir(), 'patchbay-memory-')), 'file');
  writeFileSync(file, '');
  chmodSync(file, 0o400);
  const blocked = new FileServerMemory(
    file,
    () => 0,
    () => true,
  );
  blocked.write('s', CONFIG, VALUE);
  blocked.forget('s');
  await blocked.settled();
  expect(blocked.read('s', CONFIG)).toBeNull();
});
