import type { ProcessInfo } from '../../../shared/contract/model.ts';

export type ProcessEntry = ProcessInfo['tree'][number];

export interface ProcessRow {
  readonly process: ProcessEntry;
  /** 0 is the server itself. */
  readonly depth: number;
}

/** Processes in the order of their tree, each after its parent; one whose parent is not among them stands at the top. */
export function processRows(tree: readonly ProcessEntry[]): ProcessRow[] {
  const known = new Set(tree.map(({ pid }) => pid));
  const rows: ProcessRow[] = [];
  const placed = new Set<number>();
  const place = (process: ProcessEntry, depth: number) => {
    if (placed.has(process.pid)) return;
    placed.add(process.pid);
    rows.push({ process, depth });
    for (const child of tree) if (child.parent === process.pid) place(child, depth + 1);
  };
  for (const process of tree) if (!known.has(process.parent)) place(process, 0);
  // Whatever names itself or each other as parents: nothing is left out.
  for (const process of tree) place(process, 0);
  return rows;
}
