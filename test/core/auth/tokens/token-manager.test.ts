import { describe, expect, test } from 'vitest';
import { type AccountRecord, AccountStore, memoryAccounts } from '../../../../electron/core/auth/accounts/account-store.ts';
import type { Grant } from '../../../../electron/core/auth/grant.ts';
import { isDue } from '../../../../electron/core/auth/tokens/token-life.ts';
import { TokenManager } from '../../../../electron/core/auth/tokens/token-manager.ts';
import { grantName } from '../../../../electron/core/auth/vault-names.ts';
import { memoryVault, type Vault } from '../../../../electron/core/vault/vault.ts';
import { AppError } from '../../../../shared/errors.ts';

const HOUR = 3_600_000;

function grantOf(rest: Partial<Grant> = {}): Grant {
  const client = { clientId: 'c', clientSecret: null, method: 'none', source: 'registered', redirectUris: [], secretEndsAt: null } as const;
  return {
    ...{ issuer: 'https://issuer.example', resource: 'https://server.example/mcp', server: 'https://server.example/mcp' },
    client: { issuer: 'https://issuer.example', ...client, redirectUris: [] },
    ...{ tokenEndpoint: 'https://issuer.example/token', revocationEndpoint: null, tokenType: 'Bearer', dpopKey: null },
    ...{ accessToken: 'access-0', refreshToken: 'refresh-0', scopes: [], obtainedAt: 0, expiresAt: HOUR },
    ...rest,
  };
}

interface Setting {
  manager: TokenManager;
  account: AccountRecord;
  accounts: AccountStore;
  /** Refresh tokens that were used. */
  used: (string | null)[];
  clock: { now: number };
}

async function setting(grant: Grant, vault: Vault, renew?: (grant: Grant) => Promise<Grant>): Promise<Setting> {
  const clock = { now: 0 };
  const used: (string | null)[] = [];
  const accounts = new AccountStore({ file: memoryAccounts(), now: () => clock.now, newId: () => 'acc', onChange: () => {} });
  const manager = new TokenManager({
    vault,
    accounts,
    now: () => clock.now,
    closing: new AbortController().signal,
    renew: async (old) => {
      used.push(old.refreshToken);
      const n = used.length;
      const renewed = {
        ...old,
        accessToken: `access-${n}`,
        refreshToken: `refresh-${n}`,
        obtainedAt: clock.now,
        expiresAt: clock.now + HOUR,
      };
      return renew ? renew(renewed) : renewed;
    },
  });
  const account = await accounts.owner({ serverId: 's', origin: 'https://server.example', grant, identity: null, accountId: null });
  await manager.save(account, grant);
  await accounts.add(account);
  return { manager, account, accounts, used, clock };
}

describe('a token is due', () => {
  test.each([
    [HOUR, HOUR - 300_001, false],
    [HOUR, HOUR - 300_000, true],
    [HOUR, HOUR + 1, true],
    // Five minutes early would be always.
    [60_000, 29_000, false],
    [60_000, 30_000, true],
  ])('one of %i ms after %i ms: %s', (life, now, due) => {
    expect(isDue({ obtainedAt: 0, expiresAt: life }, now)).toBe(due);
  });
});

test('what was renewed and cannot be written is not used, and not lost', async () => {
  const vault = memoryVault();
  const inner = vault.write.bind(vault);
  const { manager, account, used, clock } = await setting(grantOf(), vault);
  vault.write = async () => {
    throw new AppError('data_unwritable', { file: 'vault.json' });
  };
  clock.now = HOUR;
  await expect(manager.valid(account)).rejects.toMatchObject({ code: 'data_unwritable' });
  await expect(manager.valid(account)).rejects.toMatchObject({ code: 'data_unwritable' });
  vault.write = inner;
  expect((await manager.valid(account)).accessToken).toBe('access-1');
  expect(JSON.parse((await vault.read(grantName(account)))!)).toMatchObject({ refreshToken: 'refresh-1' });
  // The refresh token was good for one use.
  expect(used).toEqual(['refresh-0']);
});

test('a token that cannot be renewed is used until the server refuses it, whatever it said of its end', async () => {
  const { manager, account, accounts, clock } = await setting(grantOf({ refreshToken: null }), memoryVault());
  clock.now = 10 * HOUR;
  expect((await manager.valid(account)).accessToken).toBe('access-0');
  await expect(manager.other(account, 'access-0')).rejects.toMatchObject({ code: 'sign_in_needed' });
  expect(await accounts.get(account.id)).toMatchObject({ ended: true });
});

test('a token that is refused before its end is renewed once for all who had it', async () => {
  const { manager, account, used } = await setting(grantOf(), memoryVault());
  const renewed = await Promise.all([1, 2, 3].map(() => manager.other(account, 'access-0')));
  expect(renewed.map(({ accessToken }) => accessToken)).toEqual(['access-1', 'access-1', 'access-1']);
  expect((await manager.other(account, 'access-0')).accessToken).toBe('access-1');
  expect(used).toEqual(['refresh-0']);
});

test.each(['invalid_grant', 'invalid_client', 'unauthorized_client'])(
  '%s ends the account, and its token is not used again',
  async (error) => {
    const over = () => Promise.reject(new AppError('auth_refused', { host: 'issuer.example', detail: '', error }));
    const { manager, account, accounts, used, clock } = await setting(grantOf(), memoryVault(), over);
    // Due, but not over.
    clock.now = HOUR - 100_000;
    await expect(manager.valid(account)).rejects.toMatchObject({ code: 'sign_in_needed' });
    expect(await accounts.get(account.id)).toMatchObject({ ended: true, renewable: false, expiresAt: null });
    expect(used).toHaveLength(1);
  },
);

test('tokens that are gone from the vault are nobody’s', async () => {
  const vault = memoryVault();
  const { manager, account, accounts } = await setting(grantOf(), vault);
  await vault.write({ [grantName(account)]: null });
  await expect(manager.valid(account)).rejects.toMatchObject({ code: 'sign_in_needed' });
  expect(await accounts.get(account.id)).toMatchObject({ ended: true });
});
