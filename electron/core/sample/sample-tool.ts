import type { CallToolResult, Tool } from '@modelcontextprotocol/server';

export type Arguments = Readonly<Record<string, unknown>>;

export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the call is; does nothing when the caller did not ask. */
  readonly progress: (progress: number, total: number, message: string) => Promise<void>;
}

/** One tool of the sample server. `run` may rely on arguments that fit the input schema. */
export interface SampleTool {
  readonly definition: Tool;
  readonly run: (args: Arguments, context: CallContext) => CallToolResult | Promise<CallToolResult>;
}

export const READ_ONLY = { readOnlyHint: true, idempotentHint: true, openWorldHint: false } as const;

export function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}

/** A number argument, or the schema's default when it was left out. */
export function numberOr(args: Arguments, key: string, fallback: number): number {
  const value = args[key];
  return typeof value === 'number' ? value : fallback;
}

/** A text argument, or the schema's default when it was left out. */
export function textOr(args: Arguments, key: string, fallback: string): string {
  const value = args[key];
  return typeof value === 'string' ? value : fallback;
}
