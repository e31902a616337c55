import type { LogLine, ServerState, Tool } from '../../../shared/contract/model.ts';
import type { Pacing } from './pacing.ts';
import type { OwnMemory } from './server-knowledge.ts';
import type { OpenerPorts } from './session-opener.ts';
import type { StartQueue } from './start-queue.ts';

/** What one connection needs of its surroundings. */
export interface ConnectionPorts extends OpenerPorts {
  random: () => number;
  pacing: Pacing;
  starts: StartQueue;
  memory: OwnMemory;
  /** Whether anybody looks. */
  visible: () => boolean;
  onState: (state: ServerState) => void;
  onTools: (tools: Tool[], stale: boolean) => void;
  onLog: (lines: LogLine[]) => void;
  /** What the first start waits for, such as the end of the connection before; must settle. */
  after?: Promise<void> | undefined;
}
