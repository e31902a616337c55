import { join } from 'node:path';
import { type AccountsFile, accountsFormat, memoryAccounts } from '../../core/auth/accounts/account-store.ts';
import { ensureDataFolder } from '../../core/storage/data-folder.ts';
import { SharedFile } from '../../core/storage/shared-file.ts';
import { openVault } from '../../core/vault/file-vault.ts';
import { memoryVault, type Vault } from '../../core/vault/vault.ts';
import { chosenKeychains } from '../chosen-keychains.ts';
import { keyring } from '../keyring.ts';
import { askingVault } from './asking-vault.ts';
import type { CommandContext } from './command-context.ts';

/** Where the secrets and accounts of one command are. */
export interface Access {
  readonly vault: Vault;
  readonly accounts: AccountsFile;
}

/** What is not saved keeps nothing: tokens live as long as the command. */
export function passingAccess(): Access {
  return { vault: memoryVault(), accounts: memoryAccounts() };
}

/** Those of the data folder, which a running app may use at the same time. A locked vault stays locked. */
export function quietAccess(dataFolder: string): Access {
  ensureDataFolder(dataFolder);
  return {
    vault: openVault({ file: join(dataFolder, 'vault.json'), keychains: chosenKeychains(() => [keyring()]) }),
    accounts: new SharedFile(join(dataFolder, 'accounts.json'), accountsFormat),
  };
}

/** The same, opened with the passphrase where the environment names its file; nobody is asked, and nothing is protected anew. */
export function unaskedAccess(context: CommandContext): Access {
  const { vault, accounts } = quietAccess(context.dataFolder);
  const terminal = { ...context.terminal, isThere: false };
  return { vault: askingVault({ ...context, terminal, vault, env: process.env, mayChoose: false }), accounts };
}

/** The same, with the passphrase asked for when it is needed. */
export function ownAccess(context: CommandContext): Access {
  const { vault, accounts } = quietAccess(context.dataFolder);
  return { vault: askingVault({ ...context, vault, env: process.env, mayChoose: true }), accounts };
}
