import UFuzzy from '@leeoniya/ufuzzy';
import type { ToolSummary } from '../../../shared/contract/model.ts';

/** The tools of one server, as the list shows them. */
export interface ToolGroup {
  readonly serverId: string;
  readonly serverName: string;
  readonly tools: readonly ToolSummary[];
  /** From an earlier connection: the server has not confirmed them. */
  readonly stale: boolean;
}

export interface FoundGroup extends ToolGroup {
  /** Tools of the server before the search. */
  readonly of: number;
}

/** More matches than this keep the servers' own order: nobody reads a ranking that long, and ranking is what costs. */
const RANKED = 1_000;

// Terms in any order; letters of any script.
const exact = new UFuzzy({
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  unicode: true,
});
// Second try, when nothing matches: one slip per word.
const forgiving = new UFuzzy({ intraMode: 1 });

/** What a search looks through: built once for a list of tools, used for every key. */
export interface ToolIndex {
  readonly groups: readonly ToolGroup[];
  readonly size: number;
  readonly owner: Int32Array;
  readonly place: Int32Array;
  readonly names: string[];
  readonly texts: string[];
}

export function indexTools(groups: readonly ToolGroup[]): ToolIndex {
  const size = groups.reduce((sum, group) => sum + group.tools.length, 0);
  const owner = new Int32Array(size);
  const place = new Int32Array(size);
  const names: string[] = [];
  const texts: string[] = [];
  groups.forEach((group, groupIndex) => {
    group.tools.forEach((tool, toolIndex) => {
      owner[names.length] = groupIndex;
      place[names.length] = toolIndex;
      names.push(tool.name);
      texts.push(`${tool.name} ${tool.title} ${tool.description}`);
    });
  });
  return { groups, size, owner, place, names, texts };
}

function ranked(engine: UFuzzy, haystack: string[], needle: string, among?: number[]): number[] {
  // For one word, search() takes what it is given as found already.
  const within = among !== undefined && engine.split(needle).length === 1 ? (engine.filter(haystack, needle, among) ?? []) : among;
  if (within?.length === 0) return [];
  const [found, info, order] = engine.search(haystack, needle, 1, RANKED, within);
  if (found === null) return [];
  return order === null ? found : order.map((each) => info.idx[each] ?? 0);
}

function matches(index: ToolIndex, query: string): number[] {
  const lower = query.toLowerCase();
  const byName = ranked(exact, index.names, query);
  // The tool that is called exactly this comes first, whatever else matches.
  byName.sort((a, b) => Number(index.names[b]?.toLowerCase() === lower) - Number(index.names[a]?.toLowerCase() === lower));
  const seen = new Set(byName);
  const others: number[] = [];
  for (let each = 0; each < index.size; each += 1) if (!seen.has(each)) others.push(each);
  const all = [...byName, ...ranked(exact, index.texts, query, others)];
  return all.length > 0 ? all : ranked(forgiving, index.names, query);
}

/** The tools that fit the query, best first within each server, the server with the best match first. An empty query keeps all. */
export function searchTools(index: ToolIndex, query: string): FoundGroup[] {
  const needle = query.trim().slice(0, 200);
  if (needle === '') return index.groups.map((group) => ({ ...group, of: group.tools.length }));
  const byOwner = new Map<number, ToolSummary[]>();
  for (const each of matches(index, needle)) {
    const owner = index.owner[each] ?? 0;
    const tool = index.groups[owner]?.tools[index.place[each] ?? 0];
    if (!tool) continue;
    const list = byOwner.get(owner);
    if (list) list.push(tool);
    else byOwner.set(owner, [tool]);
  }
  const found: FoundGroup[] = [];
  for (const [owner, tools] of byOwner) {
    const group = index.groups[owner];
    if (group) found.push({ ...group, tools, of: group.tools.length });
  }
  return found;
}
