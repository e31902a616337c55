import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('commands at the same time wait for each other and lose nothing', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `Server ${n}`);
  const results = await Promise.all(names.map((name) => runCli(home, ['add', name, `http://127.0.0.1:1/${name.at(-1)}`])));
  expect(results.map((result) => result.code)).toEqual(names.map(() => 0));
  const list = JSON.parse((await runCli(home, ['list', '--json'])).stdout);
  expect(list.servers.map((server: { name: string }) => server.name).sort()).toEqual(names.toSorted());
  expect(readdirSync(home)).toEqual(['servers.json']);
});

test('damaged data is told, and nothing of it is lost', async () => {
  writeFileSync(join(home, 'servers.json'), '{"version":1,"servers":[{"na');
  const list = await runCli(home, ['list']);
  expect(list).toMatchObject({ code: 0, stdout: '' });
  expect(list.stderr).toContain('servers.json could not be read');
  const added = await runCli(home, ['add', 'New', 'http://127.0.0.1:1/']);
  expect(added.code).toBe(0);
  expect(readdirSync(home).sort()).toEqual(['servers.damaged-1.json', 'servers.json']);
});

test('a data folder that cannot be one is refused with the reason', async () => {
  writeFileSync(join(home, 'file'), '');
  const { code, stdout } = await runCli(home, ['add', 'New', 'http://127.0.0.1:1/', '--home', join(home, 'file'), '--json']);
  expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 2, error: 'data_folder_unusable' });
});
