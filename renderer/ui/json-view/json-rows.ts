/** A place in a JSON document. */
export interface JsonNode {
  /** null for the document itself */
  readonly key: string | number | null;
  readonly value: unknown;
  readonly parent: JsonNode | null;
  readonly depth: number;
  /** From 1, among `siblings`. */
  readonly position: number;
  readonly siblings: number;
}

export type JsonRow =
  /** A plain value, cut where it is a long string, or an empty container. */
  | { readonly kind: 'value'; readonly node: JsonNode }
  /** A line of a long string that was unfolded. */
  | { readonly kind: 'text'; readonly node: JsonNode; readonly text: string; readonly first: boolean; readonly last: boolean }
  | { readonly kind: 'open'; readonly node: JsonNode }
  | { readonly kind: 'folded'; readonly node: JsonNode; readonly size: number }
  | { readonly kind: 'more'; readonly node: JsonNode; readonly hidden: number }
  | { readonly kind: 'close'; readonly node: JsonNode };

/** What a person opened and folded. Containers are told apart by identity: parsed JSON shares none. */
export interface Unfolding {
  readonly open: ReadonlyMap<object, boolean>;
  readonly shown: ReadonlyMap<object, number>;
  /** Paths of long strings that are shown whole. */
  readonly texts: ReadonlySet<string>;
}

export const NOTHING_UNFOLDED: Unfolding = { open: new Map(), shown: new Map(), texts: new Set() };

/** Strings longer than this are cut until they are unfolded. */
export const LONG_STRING = 200;
const TEXT_COLUMNS = 120;
const SHOWN_CONTAINERS = 20;
const SHOWN_VALUES = 100;
/** How many more entries “… n more” brings. */
export const SHOW_STEP = 1_000;
/** Rows a document may have before containers start folded. */
const OPENING_ROWS = 300;

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function sizeOf(container: object): number {
  return Array.isArray(container) ? container.length : Object.keys(container).length;
}

/** How many entries of a container are shown before anyone asked for more. */
export function shownAtFirst(container: object): number {
  const sample = Array.isArray(container) ? container[0] : undefined;
  return isContainer(sample) ? SHOWN_CONTAINERS : SHOWN_VALUES;
}

/** A place as a path from `$`: `$.items[0]["odd key"]`. */
export function pathOf(node: JsonNode): string {
  if (node.parent === null) return '$';
  const { key } = node;
  const step = typeof key === 'number' ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`;
  return pathOf(node.parent) + step;
}

function entriesOf(container: object, limit: number): [string | number, unknown][] {
  if (Array.isArray(container)) return container.slice(0, limit).map((value, index) => [index, value]);
  return Object.entries(container).slice(0, limit);
}

/** The containers that start open: level by level, as long as the document stays short enough to overlook. */
export function openAtFirst(root: unknown): Set<object> {
  const open = new Set<object>();
  if (!isContainer(root)) return open;
  let rows = 0;
  let level: object[] = [root];
  while (level.length > 0 && rows < OPENING_ROWS) {
    const next: object[] = [];
    for (const container of level) {
      const limit = shownAtFirst(container);
      const size = Math.min(sizeOf(container), limit);
      if (open.size > 0 && rows + size > OPENING_ROWS) continue;
      rows += size + 1;
      open.add(container);
      for (const [, value] of entriesOf(container, limit)) if (isContainer(value) && sizeOf(value) > 0) next.push(value);
    }
    level = next;
  }
  return open;
}

/** A long string in lines that each fit a row. */
export function textLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    for (let at = 0; at < line.length; at += TEXT_COLUMNS) lines.push(line.slice(at, at + TEXT_COLUMNS));
  }
  return lines;
}

/** The rows of a document as it is unfolded; work and memory grow with what is shown, not with the document. */
export function jsonRows(root: unknown, opening: ReadonlySet<object>, unfolding: Unfolding): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (node: JsonNode): void => {
    const { value } = node;
    if (typeof value === 'string' && value.length > LONG_STRING && unfolding.texts.has(pathOf(node))) {
      const lines = textLines(value);
      lines.forEach((text, index) => {
        rows.push({ kind: 'text', node, text, first: index === 0, last: index === lines.length - 1 });
      });
      return;
    }
    const size = isContainer(value) ? sizeOf(value) : 0;
    if (!isContainer(value) || size === 0) {
      rows.push({ kind: 'value', node });
      return;
    }
    if (!(unfolding.open.get(value) ?? opening.has(value))) {
      rows.push({ kind: 'folded', node, size });
      return;
    }
    rows.push({ kind: 'open', node });
    const limit = unfolding.shown.get(value) ?? shownAtFirst(value);
    entriesOf(value, limit).forEach(([key, child], index) => {
      add({ key, value: child, parent: node, depth: node.depth + 1, position: index + 1, siblings: size });
    });
    if (size > limit) rows.push({ kind: 'more', node, hidden: size - limit });
    rows.push({ kind: 'close', node });
  };
  add({ key: null, value: root, parent: null, depth: 0, position: 1, siblings: 1 });
  return rows;
}
