import type { AuthService } from './auth/auth-service.ts';
import type { Definitions } from './servers/definitions.ts';
import type { LibraryData } from './servers/library.ts';
import type { FileDocument } from './storage/json-document.ts';
import type { Vault } from './vault/vault.ts';

export interface OrphansPorts {
  library: Pick<FileDocument<LibraryData>, 'whole' | 'value' | 'asideTexts'>;
  definitions: Pick<Definitions, 'collect'>;
  auth: Pick<AuthService, 'collect'>;
  vault: Pick<Vault, 'names'>;
}

/**
 * Takes secrets and accounts out of their files that belong to no server any more. Not while the library is damaged, nor where there are
 * servers and no secret at all is theirs: then the vault was put there by hand, and its own may follow. What a copy that was set aside
 * names stays. Never rejects: what cannot be told to be of no use now is looked at again at the next start.
 */
export async function collectOrphans({ library, definitions, auth, vault }: OrphansPorts): Promise<void> {
  try {
    if (!library.whole) return;
    const ids = new Set(library.value.servers.map(({ id }) => id));
    const names = await vault.names('');
    if (ids.size > 0 && names.length > 0 && !names.some((name) => name.split('/').some((part) => ids.has(part)))) return;
    const copies = library.asideTexts();
    await definitions.collect(copies);
    await auth.collect((id) => ids.has(id) || copies.some((text) => text.includes(JSON.stringify(id))));
  } catch {
    // Nothing depends on it.
  }
}
