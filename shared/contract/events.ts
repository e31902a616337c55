import type { AppErrorData } from '../errors.ts';
import type { Account, SignIn, VaultInfo } from './auth.ts';
import type { Category, LogLine, ServerDefinition, ServerState, Settings, ToolRun, ToolSummary } from './model.ts';

/** What the core tells every face of it. Lists are whole where they are short, so that a delta cannot drift. */
export type CoreEvent =
  | { type: 'servers'; servers: ServerDefinition[] }
  | { type: 'categories'; categories: Category[] }
  | { type: 'settings'; settings: Settings }
  | { type: 'state'; serverId: string; state: ServerState }
  | { type: 'tools'; serverId: string; tools: ToolSummary[]; stale: boolean }
  /** The start and the end of a run. */
  | { type: 'run'; run: ToolRun }
  /** What changed in between, without the arguments, which may be large. */
  | { type: 'progress'; callId: string; progress: NonNullable<ToolRun['progress']> }
  | { type: 'log'; serverId: string; lines: LogLine[] }
  | { type: 'vault'; vault: VaultInfo }
  | { type: 'accounts'; accounts: Account[] }
  | { type: 'signIn'; signIn: SignIn };

/** An event with its number; numbers rise by one, a gap means: take a new snapshot. */
export interface NumberedEvent {
  readonly seq: number;
  readonly event: CoreEvent;
}

export type Reply<T = unknown> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppErrorData };

/** Frames of the WebSocket wire; the Electron wire carries the same parts over `invoke` and one event channel. */
export type ClientFrame = { id: number; method: string; input: unknown };
export type ServerFrame = { id: number; reply: Reply } | { events: NumberedEvent[] };
