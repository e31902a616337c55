import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { AccountStore } from '../../core/auth/accounts/account-store.ts';
import { HeldAccounts } from '../../core/auth/accounts/held-accounts.ts';
import { plain } from '../../core/plain-text.ts';
import { randomId } from '../../core/random-id.ts';
import { DefinitionSecrets } from '../../core/servers/definition-secrets.ts';
import { Definitions } from '../../core/servers/definitions.ts';
import { HeldSecrets } from '../../core/servers/held-secrets.ts';
import { Library, libraryFormat } from '../../core/servers/library.ts';
import { ensureDataFolder } from '../../core/storage/data-folder.ts';
import { acquireBriefLock } from '../../core/storage/data-lock.ts';
import { FileDocument } from '../../core/storage/json-document.ts';
import type { Vault } from '../../core/vault/vault.ts';
import type { Access } from './access.ts';

/** The saved servers, for reading. */
export function readLibrary(dataFolder: string): Library {
  return openLibrary(dataFolder, () => {
    throw new AppError('internal', {}, { technical: 'This command only reads the data folder' });
  });
}

/** The secrets of saved servers, which the vault keeps. */
export function definitionSecrets(vault: Vault): DefinitionSecrets {
  const newName = () => randomBytes(9).toString('base64url');
  return new DefinitionSecrets({ vault, held: new HeldSecrets(newName), newName });
}

/** Runs a change on the saved servers as their only writer. Throws data_locked with the other's pid, and what the vault throws. */
export async function changeServers<T>(
  dataFolder: string,
  vault: Vault,
  change: (definitions: Definitions, library: Library) => Promise<T>,
): Promise<T> {
  ensureDataFolder(dataFolder);
  const lock = await acquireBriefLock(dataFolder);
  try {
    const library = openLibrary(dataFolder, () => {});
    return await change(new Definitions({ library, secrets: definitionSecrets(vault), newId: randomId }), library);
  } finally {
    lock.release();
  }
}

/** Secrets and accounts of a server that was removed. Deleting them needs no key. Throws what the files throw. */
export async function forgetServer(id: string, { vault, accounts: file }: Access): Promise<void> {
  const accounts = new AccountStore({ file, now: Date.now, newId: () => '', onChange: () => {} });
  await definitionSecrets(vault).forget(id);
  await new HeldAccounts(accounts, vault).forget(id);
}

function openLibrary(dataFolder: string, assertWritable: () => void): Library {
  const document = new FileDocument(join(dataFolder, 'servers.json'), libraryFormat, assertWritable);
  for (const notice of document.notices) process.stderr.write(`${plain(notice)}\n`);
  return new Library({
    document,
    now: Date.now,
    newId: randomId,
    onServers: () => {},
    onCategories: () => {},
  });
}

/** The server with this id or name. Throws not_found, or invalid_input when the name is not the only one. */
export function findServer(library: Library, word: string): ServerDefinition {
  const byId = library.servers.find((server) => server.id === word);
  if (byId) return byId;
  const exact = library.servers.filter((server) => server.name === word);
  const loose = exact.length > 0 ? exact : library.servers.filter((server) => server.name.toLocaleLowerCase() === word.toLocaleLowerCase());
  const [found, ...others] = loose;
  if (!found) throw new AppError('not_found', { what: 'server', id: word });
  if (others.length > 0) {
    const ids = loose.map((server) => server.id).join(', ');
    throw new AppError('invalid_input', { issues: [{ path: '', message: `Several servers are called "${word}"; use an id: ${ids}` }] });
  }
  return found;
}
