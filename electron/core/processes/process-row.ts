/** One process of this computer, as its system tells of it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Process group; 0 where there are none. */
  readonly group: number;
  readonly name: string;
  /** Words of the command line; of some systems one text. */
  readonly command: readonly string[];
  readonly memoryBytes: number | null;
  /** Time on the processor since its start, in ms. */
  readonly cpuMs: number | null;
  /** ms since the epoch */
  readonly startedAt: number | null;
}

/** What decides whether a process belongs to a tree. */
export type ProcessPlace = Pick<ProcessRow, 'pid' | 'parent' | 'group'> & { readonly startedAt?: number | null };

/**
 * The process `root` and all that belongs to it, parents before their children: what descends from it, and what is left in the group
 * that it leads when what was in between has ended. Empty when nothing of it runs.
 */
export function treeOf<T extends ProcessPlace>(rows: readonly T[], root: number): T[] {
  const children = new Map<number, T[]>();
  for (const row of rows) children.set(row.parent, [...(children.get(row.parent) ?? []), row]);
  const tree: T[] = [];
  const taken = new Set<number>();
  const take = (row: T): void => {
    if (taken.has(row.pid)) return;
    taken.add(row.pid);
    tree.push(row);
    for (const child of children.get(row.pid) ?? []) if (!isOlder(child, row)) take(child);
  };
  for (const row of rows) if (row.pid === root) take(row);
  for (const row of rows) if (row.group === root) take(row);
  return tree;
}

/** Windows keeps the number of a parent that has ended, and gives it to others: such a child is older than its parent. */
function isOlder(child: ProcessPlace, parent: ProcessPlace): boolean {
  return child.startedAt != null && parent.startedAt != null && child.startedAt < parent.startedAt - CLOCK_SLACK_MS;
}

const CLOCK_SLACK_MS = 2_000;
