import UFuzzy from '@leeoniya/ufuzzy';

/** Enough to see; whoever wants another types one more letter. */
export const SHOWN = 50;
/** Above this many candidates the finer order costs more than it is worth. */
const RANKED = 1_000;

const fuzzy = new UFuzzy({ intraMode: 1, intraIns: 1 });

/** Indexes of the texts that fit the query, the best first, at most `SHOWN`. 10,000 texts take a few ms. */
export function searchTexts(texts: readonly string[], query: string): number[] {
  const needle = query.trim();
  if (needle === '') return [];
  const haystack = texts as string[];
  const [indexes, info, order] = fuzzy.search(haystack, needle, 1, RANKED);
  if (!indexes) return [];
  const ranked = info && order ? order.flatMap((at) => info.idx[at] ?? []) : indexes;
  return ranked.slice(0, SHOWN);
}
