import { readFile, stat } from 'node:fs/promises';
import type { ImportSource } from '../../../shared/contract/methods.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Mark } from '../secrets/mark-secrets.ts';
import { type ClientFile, clientFiles, type HomePorts } from './client-files.ts';
import { readJson, textProblem } from './json-text.ts';
import { isObject } from './json-value.ts';
import { readServers } from './read-servers.ts';
import { findKnownPlaces } from './server-map.ts';
import { readToml } from './toml-text.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const READ_TIMEOUT_MS = 10_000;

/**
 * Looks for servers in the configuration files of other apps; changes nothing. Files that are missing or hold no
 * server are left out; one that cannot be read has a `problem`. What looks like a secret stays with `hold`, which gives a name for
 * it. Never rejects.
 */
export async function scanImports(ports: HomePorts, hold: Mark): Promise<ImportSource[]> {
  const sources = await Promise.all(clientFiles(ports).map((file) => scanFile(file, hold)));
  return sources.filter((source) => source !== null);
}

async function scanFile(file: ClientFile, hold: Mark): Promise<ImportSource | null> {
  const { app, path } = file;
  try {
    const text = await readText(path);
    const root = text === null || text.trim() === '' ? null : file.syntax === 'toml' ? readToml(text) : readJson(text);
    const found = findKnownPlaces(root);
    if (found === null || found.entries.length === 0) return null;
    const { servers, warnings } = readServers(found, file.rules, hold);
    return { app, path, servers, warnings, problem: null };
  } catch (error) {
    return { app, path, servers: [], warnings: [], problem: problemOf(error) };
  }
}

/** The file's text, or null where there is no such file. */
async function readText(path: string): Promise<string | null> {
  try {
    const info = await stat(path);
    // Reading a pipe would wait for its writer.
    if (!info.isFile()) throw textProblem('This is not a file.');
    if (info.size > MAX_BYTES) throw textProblem('The file is larger than 10 MB.');
    const bytes = await readFile(path, { signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
    return new TextDecoder('utf-8').decode(bytes);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function problemOf(error: unknown): string {
  if (error instanceof AppError) {
    const { issues } = error.details;
    const first: unknown = Array.isArray(issues) ? issues[0] : undefined;
    if (isObject(first) && typeof first.message === 'string') return first.message;
  }
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'Patchbay may not read this file.';
  return `The file could not be read${typeof code === 'string' ? ` (${code})` : ''}.`;
}
