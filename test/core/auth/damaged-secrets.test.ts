import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { memoryKeyWrapper } from '../../../electron/core/vault/key-wrapper.ts';
import { AuthServer } from '../../fixtures/auth-server/start.ts';
import { TestApp } from './end-to-end-app.ts';

let server: AuthServer;
let app: TestApp;
afterEach(async () => {
  await app.stop();
  await server.stop();
});

/** Changes every secret whose name begins so, as a stranger with the disk may. */
function damage(folder: string, prefix: string): void {
  const file = join(folder, 'vault.json');
  const vault = JSON.parse(readFileSync(file, 'utf8')) as { entries: Record<string, string> };
  for (const [name, sealed] of Object.entries(vault.entries)) {
    if (!name.startsWith(prefix)) continue;
    const at = sealed.length - 8;
    vault.entries[name] = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
  }
  writeFileSync(file, JSON.stringify(vault));
}

test.each(['oauth/', 'client/', ''])(
  'what a stranger changed of a sign-in (%s…) is of no use, and signing in again mends it',
  async (prefix) => {
    const keychains = [memoryKeyWrapper()];
    server = await AuthServer.start();
    app = await TestApp.start(undefined, { keychains });
    const id = await app.add(server.mcp);
    await app.signedIn(id);
    await app.stop(true);
    damage(app.folder, prefix);
    app = await TestApp.start(undefined, { keychains, dataFolder: app.folder });
    const state = await app.ask('servers.connect', { id });
    if (prefix === 'client/') expect(state.kind).toBe('connected');
    else expect(state).toMatchObject({ kind: 'needsAuth', error: { code: 'sign_in_needed' } });
    await app.signedIn(id);
    expect(await app.echo(id, 'hello')).toBe('hello');
    expect(await app.accounts()).toMatchObject([{ ended: false }]);
  },
);
