import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { browse } from '../fixtures/auth-server/browser.ts';
import { type Scene, startScene } from './signing-in.ts';

const ENTRY = join(import.meta.dirname, '../../build/patchbay.mjs');
/** Of util-linux: runs a command in a terminal of its own. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
/** Several processes each, on a computer that may be busy. */
const LIMIT_MS = 120_000;

/** A command in a terminal: what it shows, and what a person types. */
function inTerminal({ home, env }: Scene, args: readonly string[], more: Record<string, string> = {}) {
  const quoted = [process.execPath, ENTRY, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', quoted, '/dev/null'], {
    env: { ...process.env, PATCHBAY_HOME: home, ...env, ...more },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  let text = '';
  let look = () => {};
  child.stdout.on('data', (chunk) => {
    text += chunk;
    look();
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    /** What the pattern finds, as soon as it is shown after what was found before. */
    shows: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        look = () => {
          const found = pattern.exec(text);
          if (!found) return;
          text = text.slice(found.index + found[0].length);
          look = () => {};
          resolve(found);
        };
        void ended.then((code) => reject(new Error(`ended with ${code} before it showed ${pattern}: ${text}`)));
        look();
      }),
    type: (line: string) => child.stdin.write(line),
    ended: async () => ({ code: await ended, text }),
  };
}

describe.skipIf(!hasScript)('at a terminal', () => {
  test('a person is asked before the browser opens', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene();
    const declined = inTerminal(scene, ['tools', scene.server.mcp]);
    await declined.shows(/Sign in with the browser\? \[y\/N\] /);
    declined.type('\r');
    expect((await declined.ended()).code).toBe(4);
    expect(scene.opened()).toEqual([]);

    const agreed = inTerminal(scene, ['call', scene.server.mcp, 'echo', '--args', '{"message":"hello there"}']);
    await agreed.shows(/\[y\/N\] /);
    agreed.type('y\r');
    await agreed.shows(/hello there/);
    expect((await agreed.ended()).code).toBe(0);
    expect(scene.opened()).toHaveLength(1);
  });

  test('a person pastes the address where a browser elsewhere ended', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene();
    const command = inTerminal(scene, ['tools', scene.server.mcp, '--login', '--no-browser']);
    const [, address = ''] = await command.shows(/^ {2}(http\S+)\s*$/m);
    await command.shows(/paste the address it ended at: /);
    command.type('not an address\r');
    await command.shows(/is not the address at which this sign-in ends\. Agree in the browser first/);
    const answer = await fetch(address, { redirect: 'manual' });
    command.type(`${answer.headers.get('location')}\r`);
    expect((await command.ended()).code).toBe(0);
  });

  test('a browser that comes back by itself ends the question', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene();
    const command = inTerminal(scene, ['tools', scene.server.mcp, '--login', '--no-browser']);
    const [, address = ''] = await command.shows(/^ {2}(http\S+)\s*$/m);
    await command.shows(/paste the address it ended at: /);
    await browse(address);
    expect((await command.ended()).code).toBe(0);
  });

  test('Ctrl+C at a question ends the command', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene();
    const command = inTerminal(scene, ['tools', scene.server.mcp]);
    await command.shows(/\[y\/N\] /);
    command.type('\u0003');
    expect((await command.ended()).code).toBe(130);
  });

  test('a passphrase is chosen once, asked for later, and never shown', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene({}, { passphrase: null });
    await scene.run('add', 'Fixture', scene.server.mcp);
    const login = inTerminal(scene, ['login', 'fixture']);
    await login.shows(/New passphrase: /);
    login.type('correct horse\r');
    await login.shows(/The same again: /);
    login.type('corect horse\r');
    await login.shows(/These were two different ones\./);
    await login.shows(/New passphrase: /);
    login.type('correct horse\r');
    await login.shows(/The same again: /);
    login.type('correct horse\r');
    await login.shows(/Signed in to Fixture/);
    expect((await login.ended()).code).toBe(0);

    const tools = inTerminal(scene, ['tools', 'fixture']);
    await tools.shows(/Passphrase of the secrets: /);
    tools.type('wrong\r');
    const [again] = await tools.shows(/That is not the passphrase[\s\S]*Passphrase of the secrets: /);
    expect(again).not.toContain('wrong');
    tools.type('correct horse\r');
    const { code, text } = await tools.ended();
    expect(code).toBe(0);
    expect(text).not.toContain('correct');
    expect(scene.saved()).not.toContain('correct horse');
  });

  test('a key is typed without being shown', { timeout: LIMIT_MS }, async () => {
    const scene = await startScene();
    const command = inTerminal(scene, ['tools', scene.server.mcp, '--token-stdin']);
    await command.shows(/Key: /);
    command.type('typed-k3y\r');
    const { code, text } = await command.ended();
    expect(code).toBe(4);
    expect(text).not.toContain('typed-k3y');
    expect(scene.server.seen('mcp')[0]?.headers.authorization).toBe('Bearer typed-k3y');
  });
});
