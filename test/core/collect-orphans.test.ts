import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../electron/core/app.ts';
import { type AccountRecord, accountsFormat } from '../../electron/core/auth/accounts/account-store.ts';
import { SharedFile } from '../../electron/core/storage/shared-file.ts';
import { openVault } from '../../electron/core/vault/file-vault.ts';
import { memoryKeyWrapper } from '../../electron/core/vault/key-wrapper.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-orphans-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keychains = [memoryKeyWrapper()];
const file = (name: string) => join(folder, name);
const start = () => createApp({ dataFolder: folder, shell: 'cli', version: '0.0.0-test', openExternal: async () => {}, keychains });

const account = (serverId: string): AccountRecord => ({
  ...{ id: `acc_${serverId}`, profile: 'default', serverId, origin: 'https://example.com', issuer: 'https://login.example.com' },
  ...{ name: serverId, named: true, subject: null, scopes: [], expiresAt: null, renewable: false, ended: false },
  ...{ selected: true, createdAt: 0 },
});

/** Accounts and tokens of a server that is there, of one that a copy set aside names, and of one that is gone; then a start and its end. */
async function collected(damage: (library: string) => string): Promise<{ accounts: string[]; names: string[] }> {
  const first = await start();
  const { id } = await first.library.addSample();
  await first.shutdown();
  const ids = [id, 'mcp_aside', 'mcp_gone'];
  const accounts = new SharedFile(file('accounts.json'), accountsFormat);
  await accounts.update(() => ({ accounts: ids.map(account) }));
  const vault = openVault({ file: file('vault.json'), keychains });
  await vault.write(Object.fromEntries(ids.map((each) => [`oauth/default/${each}/acc_${each}`, 'tokens'])));
  writeFileSync(file('servers.damaged-1.json'), JSON.stringify({ servers: [{ id: 'mcp_aside' }] }));
  writeFileSync(file('servers.json'), damage(readFileSync(file('servers.json'), 'utf8')));
  const second = await start();
  // It waits for what is collected.
  await second.shutdown();
  const left = [...(await accounts.read()).accounts.map(({ serverId }) => serverId), ...(await vault.names('oauth/'))];
  const ofIds = (texts: string[]) => texts.map((text) => (text.includes(id) ? text.replaceAll(id, 'here') : text)).sort();
  return { accounts: ofIds(left.filter((text) => !text.includes('/'))), names: ofIds(left.filter((text) => text.includes('/'))) };
}

test('accounts and tokens of a server that is gone go at the start; those that a copy set aside names stay', async () => {
  expect(await collected((library) => library)).toEqual({
    accounts: ['here', 'mcp_aside'],
    names: ['oauth/default/here/acc_here', 'oauth/default/mcp_aside/acc_mcp_aside'],
  });
});

test('nothing goes while the file of the servers is damaged', async () => {
  expect((await collected((library) => library.slice(0, -20))).accounts).toEqual(['here', 'mcp_aside', 'mcp_gone']);
});

test('a vault of other servers, put there by hand, is left alone', async () => {
  const vault = openVault({ file: file('vault.json'), keychains });
  await vault.write({ 'server/mcp_elsewhere/a': 'key', 'oauth/default/mcp_elsewhere/acc_1': 'tokens' });
  const first = await start();
  await first.library.addSample();
  await first.shutdown();
  await (await start()).shutdown();
  expect(await vault.names('')).toHaveLength(2);
});
