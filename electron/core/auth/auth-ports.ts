import type { Account, SignIn } from '../../../shared/contract/auth.ts';
import type { PlainRemote, ServerState } from '../../../shared/contract/model.ts';
import type { Environment } from '../transports/proxy-choice.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountsFile } from './accounts/account-store.ts';
import type { FlowPorts } from './flow-ports.ts';

/** What signing in needs of the connections. */
export interface ServerConnections {
  live(id: string): boolean;
  state(id: string): ServerState;
  connect(id: string): Promise<ServerState>;
  restart(id: string): Promise<ServerState>;
  disconnect(id: string): Promise<ServerState>;
  /** Tells the state again: whether somebody signs in is a part of it. */
  announce(id: string): void;
}

export interface AuthPorts {
  vault: Vault;
  accounts: AccountsFile;
  connections: ServerConnections;
  /** The definition of a remote server with its values in place. Throws not_found and what resolving it met. */
  remote: (serverId: string) => Promise<PlainRemote>;
  /** The address of a remote server as it is written; null where there is none of this id. */
  address: (serverId: string) => string | null;
  /** Where a document describes Patchbay as a client; null: nowhere. Throws invalid_input. */
  clientMetadataUrl: () => string | null;
  openBrowser: (url: string) => Promise<void>;
  appRedirects: FlowPorts['appRedirects'];
  now: () => number;
  randomBytes: (count: number) => Buffer;
  env: Environment;
  onAccounts: (accounts: Account[]) => void;
  onSignIn: (signIn: SignIn) => void;
  /** The browser came back. */
  onAnswered: () => void;
}
