import type { Implementation, Transport } from '@modelcontextprotocol/client';
import type { LogLine, PlainRemote, ServerState, Tool } from '../../../shared/contract/model.ts';
import type { StartRecords } from '../processes/start-records.ts';
import type { StopGrace } from '../processes/stop-process.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { ServerLogs } from '../storage/server-logs.ts';
import type { ServerMemory } from '../storage/server-memory.ts';
import type { RequestAuthorizer } from '../transports/request-authorizer.ts';
import type { Answer, Question } from './answerer.ts';
import type { Pacing } from './pacing.ts';
import type { SecretSource } from './resolve-values.ts';

/** What the connections need of the app, and what they tell it. */
export interface ManagerPorts {
  clock: () => number;
  clientInfo: Implementation;
  /** A transport to the built-in server, which runs in this process. */
  createSampleTransport: () => Transport;
  /** Finds what local servers are started with; by default on the PATH that Patchbay runs with. */
  runtimes?: Runtimes;
  /** What is kept of servers between two starts; by default nothing. */
  memory?: ServerMemory;
  /** Secrets by server; by default there are none. */
  secret?: (serverId: string) => SecretSource;
  /** Who signs in at a remote server; by default nobody. */
  authorizer?: (serverId: string, config: PlainRemote) => RequestAuthorizer | null;
  /** Since when somebody signs in at a server, ms since the epoch; null: nobody does. */
  authorizing?: (serverId: string) => number | null;
  /** Who answers what servers ask for in the middle of a call; by default nobody, and such a call fails with input_needed. */
  answerer?: (serverId: string, question: Question, signal: AbortSignal) => Promise<Answer>;
  /** Evenly from 0 to below 1. */
  random?: () => number;
  pacing?: Partial<Pacing>;
  /** Addresses of this computer, as one text. */
  addresses?: () => string;
  onState: (id: string, state: ServerState) => void;
  /** `stale`: from an earlier connection, until the server confirms them. */
  onTools: (id: string, tools: Tool[], stale: boolean) => void;
  onLog: (id: string, lines: LogLine[]) => void;
  /** Where lines of the servers’ logs are kept beyond this run; by default nowhere. */
  logs?: ServerLogs;
  /** Where processes are noted for the next start of Patchbay; by default nowhere. */
  records?: StartRecords;
  connectTimeoutMs?: number;
  grace?: StopGrace;
}
