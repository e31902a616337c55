/** A result up to this many characters of JSON travels whole. */
export const WHOLE_RESULT_CHARS = 4_000_000;

const CUT_STRING = 64_000;
const CUT_KEY = 1_000;
/** Shorter ones are never cut: names, types and numbers would lose their meaning. */
const SHORT = 100;
const CUT_LIST = 200;
const CUT_DEPTH = 40;

/** What one preview may still spend. */
class Budget {
  #nodes = 20_000;
  #chars: number;

  constructor(chars: number) {
    this.#chars = chars;
  }

  get spent(): boolean {
    return this.#nodes <= 0 || this.#chars <= 0;
  }

  fits(length: number, limit: number): boolean {
    return length <= SHORT || length <= Math.min(limit, this.#chars);
  }

  node(): void {
    this.#nodes -= 1;
  }

  /** How many characters may be taken of a text with `length`, at most `limit`. */
  chars(length: number, limit: number): number {
    const taken = this.fits(length, limit) ? length : Math.max(0, Math.min(limit, this.#chars));
    this.#chars -= taken;
    return taken;
  }
}

/**
 * A copy of a JSON value small enough to send at once: long texts, keys and lists are cut, with a word on what is
 * missing. Work and output are bounded whatever the input looks like; about `chars` characters are taken.
 */
export function previewOf(value: unknown, chars = WHOLE_RESULT_CHARS): unknown {
  return cut(value, new Budget(chars), 0);
}

function cut(part: unknown, budget: Budget, depth: number): unknown {
  budget.node();
  if (typeof part === 'string') return cutText(part, budget, CUT_STRING);
  if (typeof part !== 'object' || part === null) return part;
  if (depth >= CUT_DEPTH || budget.spent) return Array.isArray(part) ? `… (${part.length} entries)` : '… (an object)';
  if (Array.isArray(part)) {
    const { shown, missing } = some(part, budget, (each) => cut(each, budget, depth + 1));
    return missing > 0 ? [...shown, `… (${missing} more entries)`] : shown;
  }
  const names = new Set<string>();
  const { shown, missing } = some(Object.entries(part), budget, ([key, each], index) => {
    const name = cutText(key, budget, CUT_KEY);
    // Long keys may differ only behind the cut.
    const unique = names.has(name) ? `${name} ${index}` : name;
    names.add(unique);
    return [unique, cut(each, budget, depth + 1)] as const;
  });
  return Object.fromEntries(missing > 0 ? [...shown, ['…', `${missing} more entries`]] : shown);
}

function cutText(text: string, budget: Budget, limit: number): string {
  const taken = budget.chars(text.length, limit);
  return taken === text.length ? text : `${beginning(text, taken)}… (${text.length - taken} more characters)`;
}

/** A text of its own: a mere slice would keep the whole text in memory for as long as it is held. */
function beginning(text: string, chars: number): string {
  return JSON.parse(JSON.stringify(text.slice(0, chars)));
}

/** The first parts, as many as the budget and the length of lists allow. */
function some<T, R>(parts: readonly T[], budget: Budget, show: (part: T, index: number) => R): { shown: R[]; missing: number } {
  const shown: R[] = [];
  for (const part of parts.slice(0, CUT_LIST)) {
    if (budget.spent) break;
    shown.push(show(part, shown.length));
  }
  return { shown, missing: parts.length - shown.length };
}

/**
 * The same for a CallToolResult, whose content blocks keep their shape: a block whose data (an image, an audio, a blob)
 * would be useless when cut loses the data, and `_patchbayCut` tells its size in characters.
 */
export function previewResult(result: Record<string, unknown>): unknown {
  const { content, ...rest } = result;
  if (!Array.isArray(content)) return previewOf(result);
  const shape = cut(rest, new Budget(WHOLE_RESULT_CHARS / 2), 0) as object;
  const budget = new Budget(WHOLE_RESULT_CHARS / 2);
  const { shown, missing } = some(content, budget, (block) => previewBlock(block, budget));
  return { ...shape, content: missing > 0 ? [...shown, { type: 'text', text: `… (${missing} more parts)` }] : shown };
}

function previewBlock(block: unknown, budget: Budget): unknown {
  if (typeof block !== 'object' || block === null) return cut(block, budget, 0);
  const { resource } = block as { resource?: unknown };
  if (typeof resource !== 'object' || resource === null) return previewMedia('data', block, budget);
  return { ...(cut({ ...block, resource: null }, budget, 0) as object), resource: previewMedia('blob', resource, budget) };
}

function previewMedia(field: 'data' | 'blob', part: object, budget: Budget): unknown {
  const media: unknown = (part as Record<string, unknown>)[field];
  if (typeof media !== 'string' || budget.spent) return cut(part, budget, 0);
  const rest = cut({ ...part, [field]: '' }, budget, 0) as object;
  return budget.fits(media.length, CUT_STRING)
    ? { ...rest, [field]: media.slice(0, budget.chars(media.length, CUT_STRING)) }
    : { ...rest, _patchbayCut: media.length };
}
