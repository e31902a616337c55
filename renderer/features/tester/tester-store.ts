import { create } from 'zustand';
import type { Draft } from './draft.ts';
import { keepSelected, readSelected, type ToolPlace } from './selected-memory.ts';

/** A tool of a server, as a key. */
export type ToolKey = string;

export type { ToolPlace } from './selected-memory.ts';

export type ResultTab = 'result' | 'structured' | 'raw';

/** What the tester remembers until the window closes; only which tools were selected outlives a reload. */
export interface TesterState {
  readonly drafts: Readonly<Record<ToolKey, Draft>>;
  /** The run whose result is shown, by tool. */
  readonly shown: Readonly<Record<ToolKey, string>>;
  /** Destructive tools that were confirmed once. */
  readonly confirmed: Readonly<Record<ToolKey, true>>;
  /** The selected tool and the search of each tester, by server id; `''` is the tester of all servers. */
  readonly selected: Readonly<Record<string, ToolPlace>>;
  readonly queries: Readonly<Record<string, string>>;
  readonly folded: Readonly<Record<string, boolean>>;
  readonly tab: ResultTab;
}

export const useTester = create<TesterState>(() => ({
  drafts: {},
  shown: {},
  confirmed: {},
  selected: readSelected(),
  queries: {},
  folded: {},
  tab: 'result',
}));

export function toolKey(serverId: string, tool: string): ToolKey {
  return `${serverId}\n${tool}`;
}

export function setDraft(key: ToolKey, draft: Draft): void {
  useTester.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
}

/** Changes the draft as it is now, which may be newer than what is painted. */
export function editDraft(key: ToolKey, change: (draft: Draft) => Draft): void {
  const draft = useTester.getState().drafts[key];
  if (draft !== undefined) setDraft(key, change(draft));
}

export function showRun(key: ToolKey, callId: string): void {
  useTester.setState(({ shown }) => ({ shown: { ...shown, [key]: callId } }));
}

export function confirmTool(key: ToolKey): void {
  useTester.setState(({ confirmed }) => ({ confirmed: { ...confirmed, [key]: true } }));
}

export function selectTool(scope: string, place: ToolPlace): void {
  useTester.setState(({ selected }) => ({ selected: { ...selected, [scope]: place } }));
  keepSelected(useTester.getState().selected);
}

export function setQuery(scope: string, query: string): void {
  useTester.setState(({ queries }) => ({ queries: { ...queries, [scope]: query } }));
}

export function toggleFolded(serverId: string): void {
  useTester.setState(({ folded }) => ({ folded: { ...folded, [serverId]: folded[serverId] !== true } }));
}

export function setTab(tab: ResultTab): void {
  useTester.setState({ tab });
}
