import type { ServerState, ToolSummary } from '../../../shared/contract/model.ts';
import type { FoundGroup } from './tool-search.ts';

/** A line of the tool list. */
export type ToolRow =
  | { readonly kind: 'server'; readonly group: FoundGroup; readonly open: boolean; readonly position: number; readonly siblings: number }
  | { readonly kind: 'tool'; readonly group: FoundGroup; readonly tool: ToolSummary; readonly position: number };

export const SERVER_ROW_PX = 32;
export const TOOL_ROW_PX = 49;

/** The lines of a list; while something is searched for, nothing is folded. */
export function toolRows(groups: readonly FoundGroup[], folded: Readonly<Record<string, boolean>>, searching: boolean): ToolRow[] {
  const rows: ToolRow[] = [];
  groups.forEach((group, index) => {
    const open = searching || folded[group.serverId] !== true;
    rows.push({ kind: 'server', group, open, position: index + 1, siblings: groups.length });
    if (!open) return;
    group.tools.forEach((tool, place) => {
      rows.push({ kind: 'tool', group, tool, position: place + 1 });
    });
  });
  return rows;
}

export function rowHeight(row: ToolRow): number {
  return row.kind === 'server' ? SERVER_ROW_PX : TOOL_ROW_PX;
}

/** Whether a server's tools can be listed: connected, or just lost and coming back. */
export function hasLiveTools(state: ServerState | undefined): boolean {
  return state?.kind === 'connected' || state?.kind === 'reconnecting';
}
