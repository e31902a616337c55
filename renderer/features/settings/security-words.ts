import type { Account, VaultInfo } from '../../../shared/contract/auth.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import type { Sentence } from '../../messages/sentence.ts';

/** What people call the keychains that the system names in its own way. */
const BACKENDS: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
  keychain: 'macOS Keychain',
  dpapi: 'Windows',
};

/** Which protection is in force, in plain words; a text where it is about something that went wrong. */
export function protectionSentence({ status, protection, backend, problem }: VaultInfo): Sentence | string {
  if (status === 'damaged') return problem?.message ?? { id: 'security.state.damaged' };
  if (status === 'locked') return { id: 'security.state.locked' };
  if (status === 'unset' || protection === null) return { id: 'security.state.unset' };
  const name = BACKENDS[backend] ?? backend;
  if (protection === 'passphrase' || protection === 'session') return { id: `security.state.${protection}` };
  return name === '' ? { id: `security.state.${protection}` } : { id: `security.state.${protection}Named`, values: { name } };
}

/** Servers that have secrets or accounts to forget. */
export function withSecrets(servers: readonly ServerDefinition[], accounts: readonly Account[]): readonly ServerDefinition[] {
  const signedIn = new Set(accounts.map(({ serverId }) => serverId));
  return servers.filter(({ id, transport }) => signedIn.has(id) || JSON.stringify(transport).includes('"$secret":'));
}
