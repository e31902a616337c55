import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import { ANY_CLIENT, EntryReader, type EntryRules } from './server-entry.ts';
import { findServers } from './server-map.ts';
import { UniqueNames } from './server-name.ts';
import { Warnings } from './warnings.ts';

const MAX_SERVERS = 500;

/** The servers of a parsed configuration, at most 500; null where it holds none that is recognised. Never throws. */
export function readConfig(root: unknown, rules: EntryRules = ANY_CLIENT): ParsedPaste | null {
  const found = findServers(root);
  if (found === null) return null;
  const warnings = new Warnings();
  const names = new UniqueNames();
  const { entries } = found;
  if (entries.length > MAX_SERVERS) warnings.add(`Only the first ${MAX_SERVERS} of ${entries.length} servers were taken.`);
  const servers = entries.slice(0, MAX_SERVERS).flatMap(({ name, entry, folder }) => {
    const reader = new EntryReader(warnings, names, folder === undefined ? rules : { ...rules, folder });
    return reader.read(name, entry) ?? [];
  });
  return { format: found.format, servers, warnings: warnings.list() };
}
