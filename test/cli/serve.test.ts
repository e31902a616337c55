import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { runCli, startCli } from './run-cli.ts';

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}/;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'patchbay-serve-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Starts `serve` and waits until it told its address. */
async function serve(args: readonly string[], env: Record<string, string> = {}) {
  const { child, result } = startCli(home, ['serve', ...args], { env });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await result;
  });
  return { child, result, url: await printedAddress(child) };
}

function printedAddress(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    child.once('close', () => reject(new Error(`It ended without an address: ${printed}`)));
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      const address = ADDRESS.exec(printed)?.[0];
      if (address) resolve(address);
    });
  });
}

test('tells its address in one line', async () => {
  const { child, result, url } = await serve(['--no-open']);
  child.kill('SIGTERM');
  expect(await result).toMatchObject({ code: 0, stdout: `Patchbay is at ${url}\n` });
});

test('tells its address as one JSON document', async () => {
  const { child, result, url } = await serve(['--no-open', '--json']);
  child.kill('SIGTERM');
  const { code, stdout } = await result;
  expect({ code, told: JSON.parse(stdout) }).toEqual({ code: 0, told: { url } });
});

test('says that its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stdout } = await runCli(home, ['serve', '--no-open', '--json', '--port', String(port)]);
  expect({ code, error: JSON.parse(stdout).error }).toMatchObject({ code: 2, error: { code: 'port_in_use' } });
});

/** How a command runs without the right to low ports; null where everybody has it, or it cannot be given up. */
function withoutLowPorts(): string[] | null {
  if (process.platform !== 'linux' || Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) <= 80) return null;
  if (process.getuid?.() !== 0) return [];
  return existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--bounding-set', '-net_bind_service'] : null;
}

test.skipIf(withoutLowPorts() === null)('says that its port takes special rights', async () => {
  const { code, stdout } = await runCli(home, ['serve', '--no-open', '--json', '--port', '80'], { launcher: withoutLowPorts() ?? [] });
  expect({ code, error: JSON.parse(stdout).error }).toMatchObject({
    code: 2,
    error: { code: 'port_privileged', message: 'Port 80 may not be used without special rights on this computer' },
  });
});

test('opens an address that leads to the page once and does not hold the token', async () => {
  const opener = join(home, 'opener.mjs');
  writeFileSync(
    opener,
    "import { renameSync, writeFileSync } from 'node:fs'; process.chdir(new URL('.', import.meta.url).pathname); writeFileSync('seen.tmp', process.argv.slice(2).join(' ')); renameSync('seen.tmp', 'seen');",
  );
  const { url } = await serve([], { BROWSER: `${process.execPath} ${opener}` });
  const seen = () => readFileSync(join(home, 'seen'), 'utf8');
  await expect.poll(seen).toMatch(/^http:/);
  expect(seen()).not.toContain(new URL(url).hash.slice('#token='.length));
  const answer = await fetch(seen(), { redirect: 'manual' });
  expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({ status: 302, location: url });
  expect((await fetch(seen(), { redirect: 'manual' })).status).toBe(410);
});
