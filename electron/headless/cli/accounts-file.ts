import type { AccountRecord, AccountsData, AccountsFile } from '../../core/auth/accounts/account-store.ts';

/** The same accounts, of which this one counts as the selected one of its server; the file itself says what it said. */
export function withSelected(file: AccountsFile, { id, serverId }: AccountRecord): AccountsFile {
  const seen = ({ accounts }: AccountsData): AccountsData => ({
    accounts: accounts.map((each) => (each.serverId === serverId ? { ...each, selected: each.id === id } : each)),
  });
  return {
    read: async () => seen(await file.read()),
    update: async (change) => seen(await file.update(change)),
  };
}
