import { homedir } from 'node:os';
import { join } from 'node:path';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';

/** `~` and `~/…` as the home folder; everything else as it is. */
export function expandHome(path: string, home = homedir()): string {
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}

/** What a server process inherits: a short list of harmless variables, PATH among them, and its own. */
export function processEnvironment(own: Readonly<Record<string, string>>): Record<string, string> {
  return { ...getDefaultEnvironment(), ...own };
}
