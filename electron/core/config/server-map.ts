import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import { isObject, type JsonObject, member } from './json-value.ts';
import { looksLikeEntry } from './server-entry.ts';

/** Entries of several servers as a client wrote them, not yet checked. */
export interface FoundServers {
  readonly format: ParsedPaste['format'];
  readonly entries: { readonly name: string; readonly entry: unknown; readonly folder?: string }[];
}

/** Where the known clients keep their servers; VS Code and its kin also write the path as one key with dots. */
const PLACES: { readonly path: readonly string[]; readonly format: 'mcpServers' | 'servers' }[] = [
  { path: ['mcpServers'], format: 'mcpServers' },
  { path: ['mcp_servers'], format: 'mcpServers' },
  { path: ['mcp', 'mcpServers'], format: 'mcpServers' },
  { path: ['amp.mcpServers'], format: 'mcpServers' },
  { path: ['servers'], format: 'servers' },
  { path: ['mcp', 'servers'], format: 'servers' },
  { path: ['mcp.servers'], format: 'servers' },
  { path: ['context_servers'], format: 'servers' },
];

function at(root: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? member(value, key) : undefined), root);
}

function entriesOf(container: unknown): { name: string; entry: unknown }[] {
  // In a list each entry carries its own name.
  if (Array.isArray(container)) return container.map((entry) => ({ name: '', entry }));
  return isObject(container) ? Object.entries(container).map(([name, entry]) => ({ name, entry })) : [];
}

/** Finds the servers in a configuration of any known client, a bare map or a bare entry; null where there are none. */
export function findServers(root: unknown): FoundServers | null {
  return isObject(root) && !looksLikeEntry(root) ? (findKnownPlaces(root) ?? bareMap(root)) : bareEntries(root);
}

function bareEntries(root: unknown): FoundServers | null {
  if (Array.isArray(root)) return root.some(looksLikeEntry) ? { format: 'servers', entries: entriesOf(root) } : null;
  return looksLikeEntry(root) ? { format: 'entry', entries: [{ name: '', entry: root }] } : null;
}

function bareMap(root: JsonObject): FoundServers | null {
  return Object.values(root).some(looksLikeEntry) ? { format: 'mcpServers', entries: entriesOf(root) } : null;
}

/** Finds the servers where a known client keeps them; a settings file may hold much else that resembles a server. */
export function findKnownPlaces(root: unknown): FoundServers | null {
  if (!isObject(root)) return null;
  const entries: FoundServers['entries'] = [];
  let format: ParsedPaste['format'] | null = null;
  for (const place of PLACES) {
    const container = at(root, place.path);
    if (!isObject(container) && !Array.isArray(container)) continue;
    // A server may itself be called "servers" or "mcp_servers".
    if (looksLikeEntry(container)) continue;
    format ??= place.format;
    entries.push(...entriesOf(container));
  }
  // opencode keeps the map directly under "mcp".
  const mcp = member(root, 'mcp');
  if (format === null && isObject(mcp) && Object.values(mcp).some(looksLikeEntry)) {
    format = 'servers';
    entries.push(...entriesOf(mcp));
  }
  // Claude Code keeps servers for each project, which run in the project's folder.
  const projects = member(root, 'projects');
  for (const [folder, project] of isObject(projects) ? Object.entries(projects) : []) {
    const map = isObject(project) ? entriesOf(member(project, 'mcpServers')) : [];
    if (map.length > 0) format ??= 'mcpServers';
    entries.push(...map.map((found) => ({ ...found, folder })));
  }
  return format === null ? null : { format, entries };
}
