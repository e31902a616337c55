import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type AccountRecord,
  AccountStore,
  accountsFormat,
  type SignedIn,
  shownAccount,
} from '../../../../electron/core/auth/accounts/account-store.ts';
import type { Grant } from '../../../../electron/core/auth/grant.ts';
import { SharedFile } from '../../../../electron/core/storage/shared-file.ts';

const ORIGIN = 'https://server.example';
const GRANT = { issuer: 'https://issuer.example', scopes: ['read'], expiresAt: 1, refreshToken: null } as unknown as Grant;
const ada = { subject: 'u-ada', name: 'Ada' };

function fileIn(folder: string): SharedFile<{ accounts: readonly AccountRecord[] }> {
  return new SharedFile(join(folder, 'accounts.json'), accountsFormat);
}

function storeIn(folder: string, onChange: (accounts: readonly AccountRecord[]) => void = () => {}): AccountStore {
  let n = 0;
  return new AccountStore({ file: fileIn(folder), now: () => 1_000, newId: () => `acc_${process.pid}_${++n}`, onChange });
}

const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-accounts-'));

async function signIn(store: AccountStore, rest: Partial<SignedIn> = {}): Promise<AccountRecord> {
  const owner = await store.owner({ serverId: 's', origin: ORIGIN, grant: GRANT, identity: null, accountId: null, ...rest });
  await store.add(owner);
  return owner;
}

test('accounts without a name are counted, and the newest is selected', async () => {
  const store = storeIn(folder());
  await signIn(store);
  const second = await signIn(store);
  await signIn(store, { serverId: 'other' });
  expect((await store.of('s')).map(({ name, selected }) => [name, selected])).toEqual([
    ['Account 1', false],
    ['Account 2', true],
  ]);
  await store.remove(second.id);
  expect(await store.of('s')).toMatchObject([{ name: 'Account 1', selected: true }]);
  expect(await store.of('other')).toMatchObject([{ name: 'Account 1', selected: true }]);
});

test('who signs in again keeps the account and the name that the person chose', async () => {
  const store = storeIn(folder());
  const first = await signIn(store, { identity: ada });
  expect(first).toMatchObject({ name: 'Ada', named: false });
  await store.rename(first.id, 'Work');
  const again = await signIn(store, { identity: { ...ada, name: 'Ada L.' } });
  expect(again).toMatchObject({ id: first.id, name: 'Work', named: true });
  // The same name at another issuer may be somebody else.
  const elsewhere = await signIn(store, { identity: ada, grant: { ...GRANT, issuer: 'https://other.example' } });
  expect(elsewhere.id).not.toBe(first.id);
});

test('an account belongs to one origin', async () => {
  const store = storeIn(folder());
  const first = await signIn(store, { identity: ada });
  expect(await store.selected('s', ORIGIN)).toMatchObject({ id: first.id });
  expect(await store.selected('s', 'https://elsewhere.example')).toBeNull();
  const moved = await signIn(store, { identity: ada, origin: 'https://elsewhere.example', accountId: first.id });
  expect(moved.id).not.toBe(first.id);
});

test('what another process changed is seen and told', async () => {
  const shared = folder();
  const told: number[] = [];
  const app = storeIn(shared, (accounts) => told.push(accounts.length));
  const commandLine = storeIn(shared);
  expect(await app.all()).toEqual([]);
  const added = await signIn(commandLine);
  expect(await app.of('s')).toEqual([added]);
  expect(told.at(-1)).toBe(1);
  await Promise.all([app.rename(added.id, 'Mine'), signIn(commandLine, { serverId: 'other' })]);
  expect((await app.all()).map(({ name }) => name).sort()).toEqual(['Account 1', 'Mine']);
});

test('one damaged entry does not cost the others, and what is shown has nothing of our own', async () => {
  const place = folder();
  const store = storeIn(place);
  const kept = await signIn(store);
  const file = join(place, 'accounts.json');
  const raw = JSON.parse(readFileSync(file, 'utf8')) as { accounts: unknown[] };
  writeFileSync(file, JSON.stringify({ ...raw, accounts: [{ id: 7 }, ...raw.accounts, raw.accounts[0]] }));
  expect(await storeIn(place).all()).toEqual([kept]);
  expect(Object.keys(shownAccount(kept))).not.toEqual(expect.arrayContaining(['origin']));
});

test('what is removed is not in the version before either', async () => {
  const place = folder();
  const store = storeIn(place);
  await signIn(store, { identity: ada });
  await signIn(store, { identity: ada, serverId: 'other' });
  await store.removeOf('s');
  await store.removeOf('other');
  const texts = readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8'));
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.join('\n')).not.toContain('Ada');
});
