import type { ParsedPaste } from '../../../shared/contract/methods.ts';
import type { Mark } from '../secrets/mark-secrets.ts';
import { EntryReader, type EntryRules } from './server-entry.ts';
import type { FoundServers } from './server-map.ts';
import { UniqueNames } from './server-name.ts';
import { Warnings } from './warnings.ts';

const MAX_SERVERS = 500;

/** What was found, as servers that the form takes; at most 500; `mark` makes of a secret what the page sees. Never throws. */
export function readServers(found: FoundServers, rules: EntryRules, mark: Mark): ParsedPaste {
  const warnings = new Warnings();
  const names = new UniqueNames();
  const { entries } = found;
  if (entries.length > MAX_SERVERS) warnings.add(`Only the first ${MAX_SERVERS} of ${entries.length} servers were taken.`);
  const servers = entries.slice(0, MAX_SERVERS).flatMap(({ name, entry, folder }) => {
    const reader = new EntryReader(warnings, names, folder === undefined ? rules : { ...rules, folder }, mark);
    return reader.read(name, entry) ?? [];
  });
  return { format: found.format, servers, warnings: warnings.list() };
}
