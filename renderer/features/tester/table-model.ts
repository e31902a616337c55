/** Rows of equal meaning: an array of flat objects. */
export interface TableModel {
  /** Where the array was found: the key within the document, or null for the document itself. */
  readonly key: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const MAX_COLUMNS = 40;
/** Rows looked at to find columns; the rest may lack or add some. */
const SAMPLE = 500;
/** Rows looked at to tell a table: as many as a table shows. */
const LOOKED_AT = 5_000;

function isFlat(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((part) => typeof part !== 'object' || part === null);
}

function tableOf(key: string | null, list: unknown): TableModel | null {
  if (!Array.isArray(list) || list.length === 0 || !list.slice(0, LOOKED_AT).every(isFlat)) return null;
  const columns = new Set<string>();
  for (const row of list.slice(0, SAMPLE)) for (const name of Object.keys(row)) columns.add(name);
  if (columns.size === 0 || columns.size > MAX_COLUMNS) return null;
  return { key, columns: [...columns], rows: list };
}

/** A value as a table: an array of flat objects, or an object with exactly one such array in it. Null when it is neither. */
export function detectTable(value: unknown): TableModel | null {
  if (Array.isArray(value)) return tableOf(null, value);
  if (typeof value !== 'object' || value === null) return null;
  const lists = Object.entries(value).filter(([, part]) => Array.isArray(part));
  const only = lists[0];
  return only !== undefined && lists.length === 1 ? tableOf(only[0], only[1]) : null;
}
