import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

interface Installer {
  installElectron(folder: string, options: { say: (line: string) => void; silenceMs?: number }): Promise<string | null>;
}
const script = new URL('../../build/electron-installer.mjs', import.meta.url).href;
const { installElectron } = (await import(/* @vite-ignore */ script)) as Installer;

/** A package folder whose installer is the given program. */
function packageWith(lines: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-installer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'install.js'), lines);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe("running the electron package's installer", () => {
  it('has nothing to say against one that succeeds', async () => {
    expect(await installElectron(packageWith('process.exit(0)'), { say: () => {} })).toBeNull();
  });

  it('gives the reason of a failed download, not its stack', async () => {
    const folder = packageWith(
      "fetch('http://127.0.0.1:1/electron.zip').catch((error) => { console.error(error.stack); process.exit(1); })",
    );
    expect(await installElectron(folder, { say: () => {} })).toMatch(/^(connect ECONNREFUSED 127\.0\.0\.1:1|bad port)$/);
  });

  it('says that Node is too old when that is why', async () => {
    const folder = packageWith("throw Object.assign(new Error('require() of ES Module'), { code: 'ERR_REQUIRE_ESM' });");
    expect(await installElectron(folder, { say: () => {} })).toContain('needs Node 22.12');
  });

  it('tells how far it is', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-length': '3145728' });
      response.end(Buffer.alloc(3 * 1024 * 1024));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const said: string[] = [];
    const folder = packageWith(`fetch('http://127.0.0.1:${port}/').then((response) => response.arrayBuffer());`);
    expect(await installElectron(folder, { say: (line) => said.push(line) })).toBeNull();
    expect(said.at(-1)).toBe('Downloading Electron: 3 MB of 3 MB');
  });

  it.runIf(process.platform === 'linux')('ends a silent one with everything it started', async () => {
    const folder = packageWith(
      "const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' }); require('node:fs').writeFileSync(__dirname + '/pid', String(child.pid)); setInterval(() => {}, 1000);",
    );
    expect(await installElectron(folder, { say: () => {}, silenceMs: 1_500 })).toBe('no byte arrived for 2 s');
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});
