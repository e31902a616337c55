import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { treeAlive } from '../../electron/core/processes/process-tree.ts';
import { doctorReport } from '../../shared/contract/model.ts';
import { program } from '../core/runtime/support.ts';
import { everythingCommand, startFixture } from '../fixtures/start-server.ts';
import { runCli, startCli } from './run-cli.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-doctor-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(home, ['doctor', ...args]);
const { command, args } = everythingCommand();
const everything = ['--', command, ...args];

describe('a diagnosis', () => {
  test('of a command, for people', async () => {
    const { code, stdout } = await run('--', 'no-such-command-anywhere', '--token', 's3cret-word');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^no-such-command-anywhere --token •••\n\n/);
    expect(stdout).toMatch(/^PROBLEM {2}Command +The command “no-such-command-anywhere” was not found/m);
    expect(stdout).toMatch(/^ +→ Install it, or give its full path/m);
    expect(stdout).toMatch(/\n1 problem found\.\n$/);
  });

  test('of a command, as JSON', async () => {
    const { code, stdout } = await run('--json', ...everything);
    const report = doctorReport.parse(JSON.parse(stdout));
    expect({ code, serverId: report.serverId }).toEqual({ code: 0, serverId: null });
    expect(report.title).toContain('stdio');
    expect(report.findings.at(-1)).toMatchObject({ level: 'ok', title: 'Connection', advice: null });
  });

  test('of an address, without what is secret in it', async () => {
    const server = await startFixture('modern-http.mjs', { env: { FIXTURE_TOKEN: 's3cret-word' } });
    const url = `${server.url}?key=s3cret-word`;
    const well = await run(url, '--header', 'Authorization: Bearer s3cret-word');
    const refused = await run(url, '--json', '--header', 'Authorization: Bearer s3cret-other');
    await server.stop();
    expect(well).toMatchObject({ code: 0, stdout: expect.stringContaining('No problems found.') });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout).findings.at(-1)).toMatchObject({ level: 'problem', title: 'Connection' });
    expect(well.stdout + refused.stdout).not.toContain('s3cret');
  });

  test('of a server whose key is in the vault: with it, and that the vault is locked', async () => {
    const server = await startFixture('modern-http.mjs', { env: { FIXTURE_TOKEN: 's3cret-word' } });
    const file = join(home, 'passphrase');
    writeFileSync(file, 'open sesame\n');
    const env = { PATCHBAY_KEYCHAIN: 'none', PATCHBAY_PASSPHRASE_FILE: file };
    await runCli(home, ['add', 'Keyed', server.url, '--token-stdin'], { env, input: 's3cret-word' });
    const open = await runCli(home, ['doctor', 'keyed', '--json'], { env });
    const locked = await runCli(home, ['doctor', 'keyed', '--json'], { env: { ...env, PATCHBAY_PASSPHRASE_FILE: '' } });
    await server.stop();
    expect({ code: open.code, last: JSON.parse(open.stdout).findings.at(-1) }).toMatchObject({
      code: 0,
      last: { level: 'ok', title: 'Connection' },
    });
    expect({ code: locked.code, findings: JSON.parse(locked.stdout).findings }).toMatchObject({
      code: 1,
      findings: [
        { level: 'problem', title: 'Secrets', text: 'The secrets are locked.' },
        { level: 'info', title: 'Connection' },
      ],
    });
  });

  test('of a saved server, also a disabled one', async () => {
    await runCli(home, ['add', 'Everything', ...everything]);
    const file = join(home, 'servers.json');
    const [{ id }] = JSON.parse(readFileSync(file, 'utf8')).servers;
    const report = JSON.parse((await run('everything', '--json')).stdout);
    expect(report).toMatchObject({ serverId: id, title: 'Everything' });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"enabled":\s*true/, '"enabled": false'));
    const disabled = await run('everything', '--json');
    expect(disabled.code).toBe(0);
    expect(JSON.parse(disabled.stdout).findings.at(-1)).toMatchObject({ level: 'info', text: expect.stringContaining('It is disabled') });
  });

  test('of this computer', async () => {
    const { code, stdout } = await run('--json');
    const report = doctorReport.parse(JSON.parse(stdout));
    expect({ code, title: report.title, serverId: report.serverId }).toEqual({ code: 0, title: 'This computer', serverId: null });
    expect(report.findings.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['System', 'Data folder', 'Login shell', 'node', 'Proxy']),
    );
  });

  test('of this computer, when nothing can be saved', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const { code, stdout } = await run('--home', file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^PROBLEM {2}Data folder .*cannot be written to/m);
  });

  test.each([
    ['two servers', ['one', 'two'], 'invalid_input'],
    ['a server and a command', ['one', '--', 'cat'], 'invalid_input'],
    ['an unknown server', ['nobody'], 'not_found'],
    ['an option that does nothing', ['--verbose'], 'invalid_input'],
  ])('is refused for %s', async (_, words, error) => {
    const { code, stdout } = await run('--json', ...words);
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 2, error });
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl+C', () => {
  /** Waits for the pid in a file. */
  async function pidIn(file: string): Promise<number> {
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
    return Number(readFileSync(file, 'utf8'));
  }

  test('during the trial ends the server and the command', async () => {
    const file = join(home, 'server.pid');
    const server = program(join(home, 'server'), `trap '' TERM; sleep 300 & echo $$ > ${file}; wait`);
    const { child, result } = startCli(home, ['doctor', '--json', '--', server]);
    const pid = await pidIn(file);
    child.kill('SIGINT');
    const { code, stdout } = await result;
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 130, error: 'cancelled' });
    await expect.poll(() => treeAlive(pid), { timeout: 20_000 }).toBe(false);
  });

  test('while the login shell is silent ends both', async () => {
    const file = join(home, 'shell.pid');
    const shell = program(join(home, 'bash'), `trap '' TERM HUP; sleep 300 & echo $$ > ${file}; wait`);
    const { child, result } = startCli(home, ['doctor'], { env: { SHELL: shell } });
    const pid = await pidIn(file);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
    await expect.poll(() => treeAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});
