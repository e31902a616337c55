import { DEFAULT_TLS } from '../../../shared/contract/constants.ts';
import { type ServerDefinition, type StoredServer, storedServer, type TransportConfig } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import { fieldIssues } from '../../core/router.ts';
import { type CommandLine, usageError } from './arguments.ts';
import { authOf, type LineSecrets, NO_SECRETS } from './line-secrets.ts';
import { findServer, readLibrary } from './saved-servers.ts';
import { looksLikeUrl } from './target-kind.ts';

/** The id of a server that only a command line names. */
export const UNSAVED_ID = 'cli';

function transportOf(line: CommandLine, url: string | undefined, secrets: LineSecrets): TransportConfig {
  if (line.program) {
    const [command, ...args] = line.program;
    return { kind: 'stdio', command: command ?? '', args, env: line.env, cwd: line.cwd ?? process.cwd() };
  }
  const auth = authOf(line, url ?? '', secrets);
  return { kind: 'remote', url: url ?? '', mode: line.transport, headers: line.headers, query: {}, auth, tls: DEFAULT_TLS };
}

/** What a command line names, as input for a server. Throws invalid_input. */
export function inputFor(line: CommandLine, name: string, url: string | undefined, secrets: LineSecrets): StoredServer {
  const parsed = storedServer.safeParse({ name, transport: transportOf(line, url, secrets) });
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
export function resolveTarget(
  line: CommandLine,
  word: string | undefined,
  dataFolder: string,
  secrets: LineSecrets = NO_SECRETS,
): ServerDefinition {
  const server = namedServer(line, word, dataFolder, secrets);
  const { timeoutMs } = line;
  if (timeoutMs === undefined) return server;
  const limits = { ...server.limits, connectMs: timeoutMs, listMs: timeoutMs, callTotalMs: null };
  return { ...server, callTimeoutMs: timeoutMs, limits };
}

function namedServer(line: CommandLine, word: string | undefined, dataFolder: string, secrets: LineSecrets): ServerDefinition {
  const url = word !== undefined && looksLikeUrl(word) ? word : undefined;
  if (url !== undefined) requireAddress(url);
  if (line.program || url !== undefined) {
    // What is not saved is shown nowhere: any name will do.
    return { ...inputFor(line, 'cli', url, secrets), id: UNSAVED_ID, enabled: true, createdAt: 0, updatedAt: 0 };
  }
  if (word === undefined) throw usageError('Name a saved server, an address, or a command after "--"');
  return findServer(readLibrary(dataFolder), word);
}
