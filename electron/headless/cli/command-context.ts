import type { CommandLine } from './arguments.ts';
import type { Output } from './output.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export interface CommandContext {
  readonly line: CommandLine;
  readonly dataFolder: string;
  readonly version: string;
  readonly output: Output;
  readonly terminal: Terminal;
  /** Aborted by the first Ctrl+C. */
  readonly signal: AbortSignal;
}
