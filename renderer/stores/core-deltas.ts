import type { CoreEvent } from '../../shared/contract/events.ts';
import type { LogLine, ToolRun } from '../../shared/contract/model.ts';
import type { CoreState } from './core-state.ts';

/** Lines kept of each server, in this page. */
export const LOG_LINES = 2_000;
/** Runs kept, in this page; the core has its own limit. */
const RUNS = 1_000;

type Draft = { -readonly [Key in keyof CoreState]?: CoreState[Key] };

/** What a batch of events changes, for one `set()`. Entries that no event names keep their identity. */
export function applyEvents(state: CoreState, events: readonly CoreEvent[]): Partial<CoreState> {
  const draft: Draft = {};
  for (const event of events) applyEvent({ ...state, ...draft }, draft, event);
  return draft;
}

function applyEvent(now: CoreState, draft: Draft, event: CoreEvent): void {
  switch (event.type) {
    case 'servers': {
      const known = new Set(event.servers.map((server) => server.id));
      draft.servers = keepSame(now.servers, event.servers);
      draft.states = keep(now.states, known);
      draft.tools = keep(now.tools, known);
      draft.staleTools = keep(now.staleTools, known);
      draft.logs = keep(now.logs, known);
      draft.signIns = keep(now.signIns, known);
      return;
    }
    case 'categories':
      draft.categories = keepSame(now.categories, event.categories);
      return;
    case 'settings':
      draft.settings = event.settings;
      return;
    case 'state':
      draft.states = { ...now.states, [event.serverId]: event.state };
      return;
    case 'tools':
      draft.tools = { ...now.tools, [event.serverId]: event.tools };
      draft.staleTools = { ...now.staleTools, [event.serverId]: event.stale };
      return;
    case 'run':
      draft.runs = boundRuns({ ...now.runs, [event.run.callId]: event.run });
      return;
    case 'progress': {
      const run = now.runs[event.callId];
      if (run?.status === 'running') draft.runs = { ...now.runs, [run.callId]: { ...run, progress: event.progress } };
      return;
    }
    case 'log':
      draft.logs = { ...now.logs, [event.serverId]: appendLines(now.logs[event.serverId] ?? [], event.lines) };
      return;
    case 'vault':
      draft.vault = event.vault;
      return;
    case 'accounts':
      draft.accounts = keepSame(now.accounts, event.accounts);
      return;
    case 'signIn':
      draft.signIns = { ...now.signIns, [event.signIn.serverId]: event.signIn };
      return;
    default:
      // A core newer than this page may tell of things it does not know.
      event satisfies never;
  }
}

/** The new list, with the old objects where nothing in them changed: a list arrives whole, but its cards need not render. */
function keepSame<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((each) => [each.id, each]));
  return after.map((each) => {
    const old = known.get(each.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(each) ? old : each;
  });
}

function keep<T>(entries: Readonly<Record<string, T>>, known: ReadonlySet<string>): Readonly<Record<string, T>> {
  const gone = Object.keys(entries).some((id) => !known.has(id));
  return gone ? Object.fromEntries(Object.entries(entries).filter(([id]) => known.has(id))) : entries;
}

function boundRuns(runs: Record<string, ToolRun>): Readonly<Record<string, ToolRun>> {
  const all = Object.values(runs);
  if (all.length <= RUNS) return runs;
  const oldest = all.filter((run) => run.status !== 'running').sort((a, b) => a.startedAt - b.startedAt)[0];
  if (!oldest) return runs;
  const { [oldest.callId]: _, ...rest } = runs;
  return rest;
}

/** Appends and forgets the oldest lines above the limit. */
function appendLines(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  return lines.length + more.length > LOG_LINES ? [...lines, ...more].slice(-LOG_LINES) : [...lines, ...more];
}

/** Appends lines of which the first may already be the last of `lines`: a log fetched while its events were on their way. */
export function joinLines(lines: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  for (let shared = Math.min(lines.length, more.length); shared > 0; shared -= 1) {
    const from = lines.length - shared;
    if (more.slice(0, shared).every((line, index) => sameLine(line, lines[from + index]))) return appendLines(lines, more.slice(shared));
  }
  return appendLines(lines, more);
}

function sameLine(a: LogLine, b: LogLine | undefined): boolean {
  return a.at === b?.at && a.text === b.text && a.stream === b.stream;
}
