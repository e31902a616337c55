import { homedir } from 'node:os';
import { join } from 'node:path';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';

/** `~` and `~/…` as the home folder; everything else as it is. */
export function expandHome(path: string, home = homedir()): string {
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}

/** The PATH among a server's own variables, which Windows calls `Path` as well. */
export function ownPath(own: Readonly<Record<string, string>>, platform = process.platform): string | undefined {
  if (platform !== 'win32') return own.PATH;
  return Object.entries(own).find(([name]) => name.toUpperCase() === 'PATH')?.[1];
}

/** What a server process inherits: a short list of harmless variables, with `path` as PATH, and its own. */
export function processEnvironment(own: Readonly<Record<string, string>>, path?: string): Record<string, string> {
  const inherited = { ...getDefaultEnvironment(), ...(path === undefined ? {} : { PATH: path }) };
  // Windows sees no difference between `Path` and `PATH`: of two, either might win.
  if (ownPath(own) !== undefined) delete inherited.PATH;
  return { ...inherited, ...own };
}
