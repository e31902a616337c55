import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve, win32 } from 'node:path';
import type { RuntimeInfo } from '../../../shared/contract/model.ts';

type FoundBy = NonNullable<RuntimeInfo['foundBy']>;

/** A folder of a PATH, and whose PATH it is. */
export interface SearchFolder {
  readonly folder: string;
  readonly by: Exclude<FoundBy, 'path'>;
}

export interface FoundCommand {
  /** absolute, or null when it was not found */
  readonly path: string | null;
  readonly foundBy: FoundBy | null;
  /** A file of this name that may not be run, where nothing else was found. */
  readonly blocked: string | null;
  readonly searched: readonly string[];
}

/** What Windows tries when a command has no extension. */
const DEFAULT_PATHEXT = '.COM;.EXE;.BAT;.CMD';

export interface CommandSearch {
  folders: readonly SearchFolder[];
  /** A command with a slash is relative to it. */
  cwd: string;
  platform?: NodeJS.Platform;
  pathExt?: string | undefined;
}

/** Looks for a command as the system would when it starts one: a path as it is, a name in one folder after the other. */
export async function findCommand(command: string, search: CommandSearch): Promise<FoundCommand> {
  const platform = search.platform ?? process.platform;
  const extensions = platform === 'win32' ? extensionsFor(command, search.pathExt) : [''];
  let blocked: string | null = null;
  const look = async (base: string): Promise<string | null> => {
    for (const extension of extensions) {
      const file = base + extension;
      const kind = await kindOf(file, platform);
      if (kind === 'program') return file;
      if (kind === 'blocked') blocked ??= file;
    }
    return null;
  };
  if (command.includes('/') || (platform === 'win32' && command.includes('\\'))) {
    const path = await look(resolve(search.cwd, command));
    return { path, foundBy: path === null ? null : 'path', blocked: path === null ? blocked : null, searched: [] };
  }
  const searched: string[] = [];
  for (const { folder, by } of search.folders) {
    if (searched.includes(folder)) continue;
    searched.push(folder);
    const path = await look(join(folder, command));
    if (path !== null) return { path, foundBy: by, blocked: null, searched };
  }
  return { path: null, foundBy: null, blocked, searched };
}

/** The folders of a PATH. Relative ones count from `cwd`; without it they are left out: they mean wherever somebody happens to stand. */
export function pathFolders(path: string | undefined, cwd?: string): string[] {
  const folders = (path ?? '').split(delimiter).map(unquoted).filter(Boolean);
  return [...new Set(cwd === undefined ? folders.filter(isAbsolute) : folders.map((folder) => resolve(cwd, folder)))];
}

/** Windows allows quotes around a folder. */
function unquoted(folder: string): string {
  return folder.replace(/^"(.*)"$/, '$1');
}

function extensionsFor(command: string, pathExt: string | undefined): string[] {
  const extensions = (pathExt || DEFAULT_PATHEXT).split(';').filter(Boolean);
  const own = win32.extname(command).toLowerCase();
  const complete = own !== '' && extensions.some((each) => each.toLowerCase() === own);
  // A file without an extension is no program there, such as the shell script `npx` beside `npx.cmd`.
  return complete ? ['', ...extensions] : extensions;
}

async function kindOf(file: string, platform: NodeJS.Platform): Promise<'program' | 'blocked' | 'none'> {
  try {
    if (!(await stat(file)).isFile()) return 'none';
  } catch {
    return 'none';
  }
  if (platform === 'win32') return 'program';
  try {
    await access(file, constants.X_OK);
    return 'program';
  } catch {
    return 'blocked';
  }
}
