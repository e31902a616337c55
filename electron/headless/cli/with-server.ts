import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { AccountStore } from '../../core/auth/accounts/account-store.ts';
import type { ConnectionManager } from '../../core/connections/connection-manager.ts';
import { type Access, ownAccess, passingAccess } from './access.ts';
import { withSelected } from './accounts-file.ts';
import type { CommandContext } from './command-context.ts';
import { findAccount } from './find-account.ts';
import { openServer, ownRuntimes, signIn } from './open-server.ts';
import { oneLine } from './output.ts';
import { UNSAVED_ID } from './target.ts';
import { agrees } from './terminal.ts';

/** Sign-ins of one command: a server that asks for more does not accept what it gives (MCP Authorization). */
const SIGN_INS = 2;

/**
 * Connects to a server, does something with it and disconnects whatever happens; signs in on the way where that is needed and wanted,
 * and then begins again. An aborted signal ends the server too. Throws the connection's error.
 */
export async function withServer<T>(
  server: ServerDefinition,
  context: CommandContext,
  use: (connections: ConnectionManager) => Promise<T>,
): Promise<T> {
  const { signal, line } = context;
  const open = await openServer(server, ownRuntimes(), await accessFor(server, context), context);
  const { connections } = open;
  const stop = () => void Promise.all([open.auth.cancel(server.id), connections.disconnect(server.id)]);
  signal.addEventListener('abort', stop, { once: true });
  try {
    connections.sync([{ ...server, enabled: true }]);
    if (line.account === 'new') await signIn(open, { serverId: server.id, account: 'new' });
    for (let left = SIGN_INS; ; left -= 1) {
      signal.throwIfAborted();
      try {
        return await use(await connected(connections, server.id));
      } catch (error) {
        const scopes = scopesAskedFor(error);
        if (scopes === null || left === 0 || !(await mayOpenBrowser(context, scopes))) throw error;
        await signIn(open, { serverId: server.id, scopes });
      }
    }
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled');
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await open.close();
  }
}

/** Secrets and accounts for one server, the account that the command line names before the selected one. Throws not_found. */
async function accessFor(server: ServerDefinition, context: CommandContext): Promise<Access> {
  if (server.id === UNSAVED_ID) return passingAccess();
  const access = ownAccess(context);
  const { account } = context.line;
  if (account === undefined || account === 'new') return access;
  const store = new AccountStore({ file: access.accounts, now: Date.now, newId: () => '', onChange: () => {} });
  return { ...access, accounts: withSelected(access.accounts, findAccount(await store.of(server.id), account)) };
}

async function connected(connections: ConnectionManager, id: string): Promise<ConnectionManager> {
  const state = await connections.connect(id);
  if (state.kind === 'failed' || state.kind === 'needsAuth') throw AppError.fromData(state.error);
  if (state.kind !== 'connected') throw new AppError('cancelled');
  return connections;
}

/** Permissions to ask for where a sign-in would help, beside the usual ones; null where it would not. */
function scopesAskedFor(error: unknown): string[] | null {
  if (!(error instanceof AppError)) return null;
  if (error.code === 'sign_in_needed') return [];
  return error.code === 'scope_needed'
    ? String(error.details.scopes ?? '')
        .split(' ')
        .filter(Boolean)
    : null;
}

async function mayOpenBrowser({ line, terminal, signal }: CommandContext, scopes: readonly string[]): Promise<boolean> {
  if (line.login) return true;
  if (!terminal.isThere) return false;
  const question =
    scopes.length === 0
      ? 'The server asks for sign-in. Sign in with the browser?'
      : `The server asks for more permissions: ${oneLine(scopes.join(' '))}. Sign in again to grant them?`;
  return agrees(terminal, question, signal);
}
