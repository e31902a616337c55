import type { Transport } from '@modelcontextprotocol/client';
import { DEFAULT_AUTH, DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import { type ServerDefinition, type StoredServer, storedServer, type TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { ConnectionManager } from '../../core/connections/connection-manager.ts';
import { plain } from '../../core/plain-text.ts';
import { endLeftovers, recordsFolder, StartRecords } from '../../core/processes/start-records.ts';
import { fieldIssues } from '../../core/router.ts';
import { LoginShell } from '../../core/runtime/login-shell.ts';
import { Runtimes } from '../../core/runtime/runtimes.ts';
import { type CommandLine, usageError } from './arguments.ts';
import type { Output } from './output.ts';
import { findServer, readLibrary } from './saved-servers.ts';
import { looksLikeUrl } from './target-kind.ts';

/** The id of a server that only a command line names. */
export const UNSAVED_ID = 'cli';

function transportOf(line: CommandLine, url: string | undefined): TransportConfig {
  if (line.program) {
    const [command, ...args] = line.program;
    return { kind: 'stdio', command: command ?? '', args, env: line.env, cwd: line.cwd ?? process.cwd() };
  }
  return { kind: 'remote', url: url ?? '', mode: line.transport, headers: line.headers, query: {}, auth: DEFAULT_AUTH, tls: DEFAULT_TLS };
}

/** What a command line names, as input for a server. Throws invalid_input. */
export function inputFor(line: CommandLine, name: string, url: string | undefined): StoredServer {
  const parsed = storedServer.safeParse({ name, transport: transportOf(line, url) });
  if (!parsed.success) throw new AppError('invalid_input', { issues: fieldIssues(parsed.error) });
  return parsed.data;
}

/** Throws url_invalid. */
export function requireAddress(url: string): void {
  if (!URL.canParse(url)) throw new AppError('url_invalid', { url: url.slice(0, 200) });
}

/**
 * The server a command is about: what follows `--`, an address, or a saved server's name or id; a limit of the command line goes
 * before its own. Throws url_invalid, invalid_input, not_found.
 */
export function resolveTarget(line: CommandLine, word: string | undefined, dataFolder: string): ServerDefinition {
  const server = namedServer(line, word, dataFolder);
  const { timeoutMs } = line;
  if (timeoutMs === undefined) return server;
  const limits = { ...server.limits, connectMs: timeoutMs, listMs: timeoutMs, callTotalMs: null };
  return { ...server, callTimeoutMs: timeoutMs, limits };
}

function namedServer(line: CommandLine, word: string | undefined, dataFolder: string): ServerDefinition {
  const url = word !== undefined && looksLikeUrl(word) ? word : undefined;
  if (url !== undefined) requireAddress(url);
  if (line.program || url !== undefined) {
    // What is not saved is shown nowhere: any name will do.
    return { ...inputFor(line, 'cli', url), id: UNSAVED_ID, enabled: true, createdAt: 0, updatedAt: 0 };
  }
  if (word === undefined) throw usageError('Name a saved server, an address, or a command after "--"');
  return findServer(readLibrary(dataFolder), word);
}

export interface ConnectionOptions {
  readonly dataFolder: string;
  readonly version: string;
  readonly signal: AbortSignal;
  /** Whether steps and the server's own output are told. */
  readonly verbose: boolean;
  readonly output: Output;
}

/** The commands of this computer, as the app sees them. */
export function ownRuntimes(): Runtimes {
  return new Runtimes({ env: process.env, loginShell: new LoginShell({ env: process.env }) });
}

/** Connections for one command; whoever opens them shuts them down. */
export async function openConnections(
  server: ServerDefinition,
  runtimes: Runtimes,
  options: ConnectionOptions,
): Promise<ConnectionManager> {
  const createSampleTransport =
    server.transport.kind === 'sample' ? (await import('../../core/sample/sample-server.ts')).createSampleTransport : noSample;
  const records = recordsFolder(options.dataFolder);
  if (server.transport.kind === 'stdio') await endLeftovers(records);
  return new ConnectionManager({
    clock: Date.now,
    clientInfo: { name: 'patchbay', title: 'Patchbay', version: options.version },
    createSampleTransport,
    runtimes,
    records: new StartRecords(records, Date.now),
    onState: (_, state) => {
      if (options.verbose && state.kind === 'connecting') options.output.err(`${state.step}…\n`);
    },
    onTools: () => {},
    onLog: (_, lines) => {
      if (options.verbose) for (const each of lines) options.output.err(`[${each.stream}] ${plain(each.text)}\n`);
    },
  });
}

/**
 * Connects to a server, does something with it and disconnects whatever happens. An aborted signal ends the
 * server too. Throws the connection's error.
 */
export async function withServer<T>(
  server: ServerDefinition,
  options: ConnectionOptions,
  use: (connections: ConnectionManager) => Promise<T>,
): Promise<T> {
  const connections = await openConnections(server, ownRuntimes(), options);
  const stop = () => void connections.disconnect(server.id);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    options.signal.throwIfAborted();
    connections.sync([{ ...server, enabled: true }]);
    const state = await connections.connect(server.id);
    options.signal.throwIfAborted();
    if (state.kind === 'failed' || state.kind === 'needsAuth') throw AppError.fromData(state.error);
    if (state.kind !== 'connected') throw new AppError('cancelled');
    return await use(connections);
  } catch (error) {
    if (options.signal.aborted) throw new AppError('cancelled');
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
    await connections.shutdown();
  }
}

function noSample(): Transport {
  throw new AppError('internal', {}, { technical: 'Only the sample server runs in process' });
}
