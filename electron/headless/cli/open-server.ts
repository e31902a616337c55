import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Transport } from '@modelcontextprotocol/client';
import type { Account, SignInInput } from '../../../shared/contract/auth.ts';
import type { ServerDefinition } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { AuthService } from '../../core/auth/auth-service.ts';
import { noAppRedirects } from '../../core/auth/browser/no-app-redirects.ts';
import { clientMetadataUrl } from '../../core/auth/clients/client-metadata-url.ts';
import { ConnectionManager } from '../../core/connections/connection-manager.ts';
import { resolveValues } from '../../core/connections/resolve-values.ts';
import { plain } from '../../core/plain-text.ts';
import { endLeftovers, recordsFolder, StartRecords } from '../../core/processes/start-records.ts';
import { LoginShell } from '../../core/runtime/login-shell.ts';
import { Runtimes } from '../../core/runtime/runtimes.ts';
import { settingsFormat } from '../../core/settings.ts';
import { FileDocument } from '../../core/storage/json-document.ts';
import type { Access } from './access.ts';
import { BrowserGuide } from './browser-guide.ts';
import type { CommandContext } from './command-context.ts';
import { definitionSecrets } from './saved-servers.ts';

/** A server with what it takes to connect to it and to sign in. */
export interface OpenServer {
  readonly connections: ConnectionManager;
  readonly auth: AuthService;
  /** Ends the sign-in, the connection and the process. */
  close(): Promise<void>;
}

/** The commands of this computer, as the app sees them. */
export function ownRuntimes(): Runtimes {
  return new Runtimes({ env: process.env, loginShell: new LoginShell({ env: process.env }) });
}

/** For one command; whoever opens it closes it. */
export async function openServer(
  server: ServerDefinition,
  runtimes: Runtimes,
  access: Access,
  context: CommandContext,
): Promise<OpenServer> {
  const { dataFolder, output, line } = context;
  const { transport } = server;
  const createSampleTransport =
    transport.kind === 'sample' ? (await import('../../core/sample/sample-server.ts')).createSampleTransport : noSample;
  const records = recordsFolder(dataFolder);
  if (transport.kind === 'stdio') await endLeftovers(records);
  const secrets = definitionSecrets(access.vault);
  const guide = new BrowserGuide(context);
  const connections: ConnectionManager = new ConnectionManager({
    clock: Date.now,
    clientInfo: { name: 'patchbay', title: 'Patchbay', version: context.version },
    createSampleTransport,
    runtimes,
    secret: (id) => (ref) => secrets.read(id, ref),
    authorizer: (id, config) => auth.authorizer(id, config),
    records: new StartRecords(records, Date.now),
    onState: (_, state) => {
      if (line.verbose && state.kind === 'connecting') output.err(`${state.step}…\n`);
    },
    onTools: () => {},
    onLog: (_, lines) => {
      if (line.verbose) for (const each of lines) output.err(`[${each.stream}] ${plain(each.text)}\n`);
    },
  });
  const auth: AuthService = new AuthService({
    ...access,
    connections,
    address: (id) => (id === server.id && transport.kind === 'remote' ? transport.url : null),
    remote: async () => {
      if (transport.kind !== 'remote') throw new AppError('not_found', { what: 'remote server', id: server.id });
      const sources = { variable: (name: string) => runtimes.variable(name), secret: (ref: string) => secrets.read(server.id, ref) };
      return resolveValues(transport, sources);
    },
    clientMetadataUrl: () => clientMetadataUrl(savedClientMetadataUrl(dataFolder), process.env),
    openBrowser: (url) => guide.open(url, (address) => auth.finish(server.id, address)),
    appRedirects: noAppRedirects,
    now: Date.now,
    randomBytes,
    env: process.env,
    onAccounts: () => {},
    onSignIn: (signIn) => guide.follow(signIn),
    onAnswered: () => {},
  });
  return {
    connections,
    auth,
    async close() {
      await auth.end();
      await connections.shutdown();
    },
  };
}

/** Signs in with the browser and connects. Throws why that did not work, or cancelled. */
export async function signIn({ auth }: OpenServer, input: SignInInput): Promise<Account> {
  const { status, error, accountId } = await auth.signIn(input);
  if (status === 'cancelled') throw new AppError('cancelled');
  if (status === 'failed' && error) throw AppError.fromData(error);
  const account = (await auth.accounts()).find(({ id }) => id === accountId);
  if (!account) throw new AppError('not_found', { what: 'account', id: accountId ?? '' });
  return account;
}

function savedClientMetadataUrl(dataFolder: string): string | null {
  const readOnly = () => {
    throw new AppError('internal', {}, { technical: 'This command only reads the settings' });
  };
  return new FileDocument(join(dataFolder, 'settings.json'), settingsFormat, readOnly).value.clientMetadataUrl;
}

function noSample(): Transport {
  throw new AppError('internal', {}, { technical: 'Only the sample server runs in process' });
}
