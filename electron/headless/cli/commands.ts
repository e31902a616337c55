import { resolve } from 'node:path';
import { DEFAULT_CALL_TIMEOUT_MS } from '../../../shared/contract/constants.ts';
import { AppError } from '../../../shared/errors.ts';
import { argumentsProblem } from '../../../shared/schema-form/arguments-problem.ts';
import type { ConnectionManager } from '../../core/connections/connection-manager.ts';
import { wholeResult } from '../../core/messages/whole-result.ts';
import { markSecrets } from '../../core/secrets/mark-secrets.ts';
import { valuesOf } from '../../core/secrets/transport-values.ts';
import { summarize } from '../../core/tools/tool-summary.ts';
import { ownAccess, quietAccess } from './access.ts';
import { type CommandLine, readToolArguments, usageError } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { readLineSecrets, withAuthMarked } from './line-secrets.ts';
import { oneLine, resultText, table, writeJson } from './output.ts';
import { changeServers, findServer, forgetServer, readLibrary } from './saved-servers.ts';
import { inputFor, requireAddress, resolveTarget } from './target.ts';
import { looksLikeUrl } from './target-kind.ts';
import { targetText } from './target-text.ts';
import { withServer } from './with-server.ts';

/** `patchbay list` */
export async function list({ line, dataFolder, output }: CommandContext): Promise<number> {
  const { servers, categories } = readLibrary(dataFolder);
  const categoryName = (id: string | null) => categories.find((each) => each.id === id)?.name ?? '';
  if (line.json) {
    const rows = servers.map((server) => ({
      id: server.id,
      name: server.name,
      category: categoryName(server.categoryId),
      enabled: server.enabled,
      transport: server.transport.kind,
      target: targetText(server),
    }));
    writeJson(output, { servers: rows });
  } else if (servers.length === 0) {
    output.err('No servers are saved. Add one: patchbay add <name> <url>, or patchbay add <name> -- <command> …\n');
  } else {
    const rows = servers.map((server) => [
      server.name,
      server.enabled ? '' : 'disabled',
      categoryName(server.categoryId),
      targetText(server),
      server.id,
    ]);
    output.out(table(rows));
  }
  return EXIT.fine;
}

/** `patchbay add [<name>] <url>` or `patchbay add [<name>] -- command args…` */
export async function add(context: CommandContext): Promise<number> {
  const { line, dataFolder, output } = context;
  const url = line.words.find(looksLikeUrl);
  const names = line.words.filter((word) => word !== url);
  if (names.length > 1) throw usageError('Put the name in quotes when it has several words');
  if ((url === undefined) === (line.program === null)) throw usageError('Give either an address or a command after "--"');
  if (url !== undefined) requireAddress(url);
  const name = line.name ?? names[0] ?? (await derivedName(line, url));
  const input = inputFor(line, name, url, await readLineSecrets(line, context.terminal, context.signal));
  if (input.transport.kind === 'stdio') input.transport.cwd = line.cwd === undefined ? folderMeant(line.program ?? []) : resolve(line.cwd);
  if (line.timeoutMs !== undefined) input.callTimeoutMs = line.timeoutMs;
  const { transport } = markSecrets(withAuthMarked(input.transport), ($new) => ({ $new }));
  const { vault } = ownAccess(context);
  // Before anybody else has to wait: the person may be asked for a passphrase.
  if (valuesOf(transport).some((value) => typeof value !== 'string')) await vault.open();
  const server = await changeServers(dataFolder, vault, async (definitions, library) => {
    if (line.category !== undefined) {
      const wanted = line.category.trim();
      const existing = library.categories.find((each) => each.name.toLocaleLowerCase() === wanted.toLocaleLowerCase());
      input.categoryId = (existing ?? (await library.createCategory({ name: wanted, icon: '', color: 'gray', description: '' }))).id;
    }
    return definitions.create({ ...input, transport });
  });
  if (line.json) writeJson(output, { server: { id: server.id, name: server.name } });
  else output.out(`Added ${oneLine(server.name)} (${server.id})\n`);
  return EXIT.fine;
}

/** Where a saved command is to run: here when it names files relative to here, otherwise the home folder (null). */
function folderMeant(program: readonly string[]): string | null {
  return program.some((word) => /^\.{1,2}([\\/]|$)/.test(word)) ? process.cwd() : null;
}

async function derivedName(line: CommandLine, url: string | undefined): Promise<string> {
  const { parsePaste } = await import('../../core/config/parse-paste.ts');
  const text = url ?? JSON.stringify({ command: line.program?.[0], args: line.program?.slice(1) });
  return parsePaste(text).servers[0]?.name ?? 'Server';
}

/** `patchbay remove <server>` */
export async function remove({ line, dataFolder, output }: CommandContext): Promise<number> {
  const [word, ...more] = line.words;
  if (word === undefined || more.length > 0) throw usageError('Name one saved server to remove');
  const access = quietAccess(dataFolder);
  const removed = await changeServers(dataFolder, access.vault, async (_, library) => {
    const server = findServer(library, word);
    await library.remove(server.id);
    return server;
  });
  await forgetServer(removed.id, access);
  if (line.json) writeJson(output, { removed: { id: removed.id, name: removed.name } });
  else output.out(`Removed ${oneLine(removed.name)} (${removed.id})\n`);
  return EXIT.fine;
}

function connected(connections: ConnectionManager, id: string) {
  const state = connections.state(id);
  if (state.kind !== 'connected') throw new AppError('connection_lost');
  return state;
}

/** `patchbay tools [<server>|<url>] [-- command args…]` */
export async function tools(context: CommandContext): Promise<number> {
  const { line, output } = context;
  if (line.words.length > (line.program ? 0 : 1)) throw usageError('Name one server only');
  const secrets = await readLineSecrets(line, context.terminal, context.signal);
  const server = resolveTarget(line, line.words[0], context.dataFolder, secrets);
  await withServer(server, context, async (connections) => {
    const state = connected(connections, server.id);
    const list = connections.tools(server.id);
    for (const rejected of state.rejectedTools) output.err(`${oneLine(rejected)}\n`);
    if (line.json) {
      writeJson(output, {
        server: { name: state.serverName, version: state.serverVersion },
        protocolVersion: state.protocolVersion,
        tools: list,
      });
      return;
    }
    output.err(
      `${oneLine(state.serverName)} ${oneLine(state.serverVersion)} · MCP ${oneLine(state.protocolVersion)} · ${list.length} ${list.length === 1 ? 'tool' : 'tools'}\n`,
    );
    output.out(table(list.map(summarize).map((tool) => [tool.name, tool.description])));
  });
  return EXIT.fine;
}

/** `patchbay call [<server>|<url>] <tool> [--args JSON|@file|-] [-- command args…]` */
export async function call(context: CommandContext): Promise<number> {
  const { line, output } = context;
  const expected = line.program ? 1 : 2;
  if (line.words.length !== expected)
    throw usageError(line.program ? 'Write: patchbay call <tool> -- <command> …' : 'Write: patchbay call <server or address> <tool>');
  const [toolName = '', target] = [...line.words].reverse();
  const args = readToolArguments(line.args);
  const secrets = await readLineSecrets(line, context.terminal, context.signal);
  const server = resolveTarget(line, target, context.dataFolder, secrets);
  return withServer(server, context, async (connections) => {
    const problem = argumentsProblem(connections.tool(server.id, toolName), args);
    if (problem) throw problem;
    const answer = await connections.call(server.id, toolName, args, {
      signal: context.signal,
      timeoutMs: server.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
      onProgress: ({ progress, total, message }) => {
        if (!line.json) output.err(`${oneLine(`${progress}${total === undefined ? '' : `/${total}`}${message ? ` ${message}` : ''}`)}\n`);
      },
    });
    const result = wholeResult(answer);
    if (line.json) writeJson(output, result);
    else output.out(resultText(result));
    return result.isError === true ? EXIT.toolError : EXIT.fine;
  });
}
