import type { Account } from '../../../shared/contract/auth.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { AccountStore } from '../../core/auth/accounts/account-store.ts';
import { serverOrigin } from '../../core/auth/server-origin.ts';
import type { Vault } from '../../core/vault/vault.ts';
import { ownAccess, quietAccess } from './access.ts';
import { usageError } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { findAccount } from './find-account.ts';
import { readLineSecrets, withAuthMarked } from './line-secrets.ts';
import { openServer, ownRuntimes, signIn } from './open-server.ts';
import { oneLine, table, writeJson } from './output.ts';
import { changeServers, findServer, readLibrary } from './saved-servers.ts';
import { looksLikeUrl } from './target-kind.ts';

const accountStore = (file: ReturnType<typeof quietAccess>['accounts']) =>
  new AccountStore({ file, now: Date.now, newId: () => '', onChange: () => {} });

/** The saved remote server that a word names: by its name, its id, or its address. Throws not_found, invalid_input. */
function savedRemote(dataFolder: string, word: string): ServerDefinition {
  const library = readLibrary(dataFolder);
  if (!looksLikeUrl(word)) {
    const server = findServer(library, word);
    if (server.transport.kind !== 'remote') throw usageError(`"${server.name}" runs on this computer: nobody signs in to it`);
    return server;
  }
  const same = (url: string) => URL.canParse(url) && URL.canParse(word) && new URL(url).href === new URL(word).href;
  const [found, ...others] = library.servers.filter(({ transport }) => transport.kind === 'remote' && same(transport.url));
  if (!found) throw usageError(`No saved server has this address. Save it first: patchbay add <name> ${word}`);
  if (others.length > 0) throw usageError('Several saved servers have this address: name one of them');
  return found;
}

function oneWord({ line }: CommandContext): string {
  const [word, ...more] = line.words;
  if (word === undefined || more.length > 0) throw usageError(`Write: patchbay ${line.command} <server or address>`);
  return word;
}

/** `patchbay login <server>|<url>` */
export async function login(context: CommandContext): Promise<number> {
  const { line, output, dataFolder, signal } = context;
  const named = savedRemote(dataFolder, oneWord(context));
  const access = ownAccess(context);
  await access.vault.open();
  const server = line.clientId === undefined ? named : await withClient(context, access.vault, named);
  const existing = await accountStore(access.accounts).of(server.id);
  const account = line.account === undefined || line.account === 'new' ? line.account : findAccount(existing, line.account).id;
  const open = await openServer(server, ownRuntimes(), access, context);
  const stop = () => void open.auth.cancel(server.id);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    open.connections.sync([{ ...server, enabled: true }]);
    const signedIn = await signIn(open, { serverId: server.id, ...(account === undefined ? {} : { account }) });
    if (server !== named) await saveClient(context, access.vault, server);
    const state = open.connections.state(server.id);
    if (state.kind === 'failed') throw AppError.fromData(state.error);
    if (line.json) writeJson(output, { account: signedIn });
    else output.out(`Signed in to ${oneLine(server.name)} as ${oneLine(signedIn.name)}\n`);
    return EXIT.fine;
  } finally {
    signal.removeEventListener('abort', stop);
    await open.close();
  }
}

/** The server with the client of the command line; its saved secret stays where only the id is given again. Throws data_locked. */
async function withClient(context: CommandContext, vault: Vault, server: ServerDefinition): Promise<ServerDefinition> {
  const { line, terminal, signal, dataFolder } = context;
  const { transport } = server;
  const { clientSecret: entered } = await readLineSecrets(line, terminal, signal);
  if (transport.kind !== 'remote' || transport.auth.kind !== 'oauth' || line.clientId === undefined) return server;
  // Before the person signs in: it is saved only once it has proved right.
  await changeServers(dataFolder, vault, async () => {});
  const saved = line.clientId === transport.auth.clientId ? transport.auth.clientSecret : null;
  return { ...server, transport: { ...transport, auth: { ...transport.auth, clientId: line.clientId, clientSecret: entered ?? saved } } };
}

/** Renewing the access needs the client, too. */
async function saveClient({ dataFolder }: CommandContext, vault: Vault, server: ServerDefinition): Promise<void> {
  await changeServers(dataFolder, vault, (definitions, library) =>
    definitions.update(server.id, { ...library.server(server.id), transport: withAuthMarked(server.transport) }),
  );
}

/** `patchbay logout <server>|<url>` */
export async function logout(context: CommandContext): Promise<number> {
  const { line, output, dataFolder } = context;
  const server = savedRemote(dataFolder, oneWord(context));
  // Having the tokens taken back takes reading them; forgetting them does not.
  const access = ownAccess(context);
  const own = await accountStore(access.accounts).of(server.id);
  const account = line.account === undefined ? (own.find(({ selected }) => selected) ?? own[0]) : findAccount(own, line.account);
  if (!account) throw usageError(`Nobody is signed in to "${server.name}"`);
  const open = await openServer(server, ownRuntimes(), access, context);
  try {
    open.connections.sync([{ ...server, enabled: true }]);
    await open.auth.signOut(account.id, true);
  } finally {
    await open.close();
  }
  if (access.vault.info.status === 'locked')
    output.err('The secrets are locked: the access was forgotten here, but not taken back there.\n');
  if (line.json) writeJson(output, { removed: { id: account.id, name: account.name } });
  else output.out(`Signed out ${oneLine(account.name)} of ${oneLine(server.name)}\n`);
  return EXIT.fine;
}

/** `patchbay accounts [<server>|<url>]` */
export async function accounts({ line, output, dataFolder }: CommandContext): Promise<number> {
  const [word, ...more] = line.words;
  if (more.length > 0) throw usageError('Name one server only');
  const servers = word === undefined ? readLibrary(dataFolder).servers : [savedRemote(dataFolder, word)];
  const records = await accountStore(quietAccess(dataFolder).accounts).all();
  const rows = servers.flatMap((server) => records.filter((each) => isOf(each, server)).map((account) => ({ server, account })));
  if (line.json) {
    const shown = rows.map(({ server, account: { profile: _profile, origin: _origin, subject: _subject, ...account } }) => ({
      ...account,
      server: server.name,
    }));
    writeJson(output, { accounts: shown });
  } else if (rows.length === 0) {
    output.err('Nobody is signed in. Sign in: patchbay login <server>\n');
  } else {
    output.out(table(rows.map(({ server, account }) => [server.name, account.name, condition(account), account.issuer, account.id])));
  }
  return EXIT.fine;
}

/** A changed address makes the accounts of the old one useless. */
function isOf(account: { serverId: string; origin: string }, { id, transport }: ServerDefinition): boolean {
  return account.serverId === id && transport.kind === 'remote' && serverOrigin(transport.url) === account.origin;
}

function condition({ selected, ended }: Account): string {
  if (ended) return 'sign-in needed';
  return selected ? 'in use' : '';
}
