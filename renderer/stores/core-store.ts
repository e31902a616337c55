import { useEffect } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Account } from '../../shared/contract/auth.ts';
import { DEFAULT_SETTINGS } from '../../shared/contract/constants.ts';
import type { Category, LogLine, ServerDefinition, ServerState, ToolSummary } from '../../shared/contract/model.ts';
import { client } from '../api/client.ts';
import { type CoreState, NO_VAULT } from './core-state.ts';
import { CoreSync } from './core-sync.ts';
import { showFailure } from './toast-store.ts';

export type { CoreState } from './core-state.ts';

/** The state before anything was heard from the core. */
const EMPTY_CORE: CoreState = {
  phase: 'loading',
  info: { version: '', shell: client.shell, platform: '', dataFolder: '', readOnlyBecausePid: null, notices: [] },
  servers: [],
  categories: [],
  states: {},
  settings: DEFAULT_SETTINGS,
  tools: {},
  staleTools: {},
  runs: {},
  logs: {},
  vault: NO_VAULT,
  accounts: [],
  signIns: {},
};

const NOT_CONNECTED: ServerState = { kind: 'disconnected' };
const DISABLED: ServerState = { kind: 'disabled' };
const NO_TOOLS: readonly ToolSummary[] = [];
const NO_LINES: readonly LogLine[] = [];

/** The mirror of the core. Select the smallest part: a component renders when its part changes. */
export const useCore = create<CoreState>(() => EMPTY_CORE);

const sync = new CoreSync(client, useCore);

/** Starts mirroring the core; returns the end of it. */
export const startCore = (): (() => void) => sync.start();

export function useServer(id: string): ServerDefinition | undefined {
  return useCore((state) => state.servers.find((server) => server.id === id));
}

export function stateOf(state: CoreState, id: string): ServerState {
  const known = state.states[id];
  if (known) return known;
  return state.servers.find((server) => server.id === id)?.enabled === false ? DISABLED : NOT_CONNECTED;
}

export function useServerState(id: string): ServerState {
  return useCore((state) => stateOf(state, id));
}

export function useServerTools(id: string): readonly ToolSummary[] {
  return useCore((state) => state.tools[id] ?? NO_TOOLS);
}

/** Accounts of a server, the oldest first. */
export function useAccounts(serverId: string): readonly Account[] {
  return useCore(useShallow((state) => state.accounts.filter((account) => account.serverId === serverId)));
}

/** Whose access a server's connections use. */
export function useSelectedAccount(serverId: string): Account | null {
  return useCore((state) => state.accounts.find((account) => account.serverId === serverId && account.selected) ?? null);
}

/** The whole log the core has of a server; asked for again after the wire was down, when lines went unheard. */
export function useServerLog(id: string): readonly LogLine[] {
  const isUp = useCore((state) => state.phase === 'ready');
  useEffect(() => {
    if (isUp) sync.loadLog(id).catch(showFailure);
  }, [id, isUp]);
  return useCore((state) => state.logs[id] ?? NO_LINES);
}

export function useCategory(id: string | null): Category | undefined {
  return useCore((state) => (id === null ? undefined : state.categories.find((category) => category.id === id)));
}
