import type { Account, SignIn, VaultInfo } from '../../shared/contract/auth.ts';
import type { AppInfo, Snapshot } from '../../shared/contract/methods.ts';
import type {
  Category,
  LogLine,
  ServerDefinition,
  ServerState,
  Settings,
  ToolCatalog,
  ToolRun,
  ToolSummary,
} from '../../shared/contract/model.ts';

/** The core's state as this page last heard of it. */
export interface CoreState {
  /** `lost`: the wire to the core is down; what is shown may be old. */
  readonly phase: 'loading' | 'ready' | 'lost';
  readonly info: AppInfo;
  readonly servers: readonly ServerDefinition[];
  readonly categories: readonly Category[];
  readonly states: Readonly<Record<string, ServerState>>;
  readonly settings: Settings;
  readonly tools: Readonly<Record<string, readonly ToolSummary[]>>;
  /** Servers whose tools are from an earlier connection, not confirmed yet. */
  readonly staleTools: Readonly<Record<string, boolean>>;
  readonly runs: Readonly<Record<string, ToolRun>>;
  /** The newest lines of each server, oldest first. */
  readonly logs: Readonly<Record<string, readonly LogLine[]>>;
  readonly vault: VaultInfo;
  readonly accounts: readonly Account[];
  /** The sign-in under way, or the last one, by server. */
  readonly signIns: Readonly<Record<string, SignIn>>;
}

/** Before anything is known of the vault: nothing is wrong with it. */
export const NO_VAULT: VaultInfo = {
  status: 'open',
  protection: null,
  backend: '',
  hasPassphrase: false,
  noKeychain: null,
  secrets: 0,
  unprotected: 0,
  missing: [],
  problem: null,
  file: '',
};

/** Everything that one fetch brings. */
export interface Fetched {
  readonly snapshot: Snapshot;
  readonly tools: Readonly<Record<string, ToolCatalog>>;
  readonly runs: readonly ToolRun[];
}

/** The mirror right after a fetch. Log lines seen so far stay: a snapshot has none. */
export function stateFromFetch({ snapshot, tools, runs }: Fetched): Partial<CoreState> {
  return {
    phase: 'ready',
    info: snapshot.info,
    servers: snapshot.servers,
    categories: snapshot.categories,
    states: snapshot.states,
    settings: snapshot.settings,
    tools: mapValues(tools, (catalog) => catalog.tools),
    staleTools: mapValues(tools, (catalog) => catalog.stale),
    vault: snapshot.vault,
    accounts: snapshot.accounts,
    signIns: snapshot.signIns,
    runs: Object.fromEntries([...runs, ...snapshot.running].map((run) => [run.callId, run])),
  };
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
