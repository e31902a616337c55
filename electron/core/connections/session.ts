import type { Client, Tool as McpTool, PriorDiscovery, Progress } from '@modelcontextprotocol/client';
import type { Tool } from '../../../shared/contract/model.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Link } from './link.ts';
import { rawResult } from './raw-result.ts';
import { inSeconds } from './seconds.ts';
import { listAllTools, type ToolList } from './tool-list.ts';

/** The longest that a timer of Node can wait, in ms. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface CallOptions {
  signal: AbortSignal;
  /** Limit in ms, counted again from each progress message. */
  timeoutMs: number;
  /** Limit in ms altogether, however often progress comes; ten times the other one where it is not given. */
  totalMs?: number | null;
  onProgress: (progress: Progress) => void;
}

export type BoundedCall = CallOptions & { totalMs: number };

/** A connection that stands: the client that negotiated it and the link it runs over. */
export class Session {
  readonly client: Client;
  readonly link: Link;
  /** ms of the last round trip of a list. */
  latencyMs = 0;

  constructor(client: Client, link: Link) {
    this.client = client;
    this.link = link;
  }

  /** What the server turned out to speak; passed back to connect again without asking. */
  get verdict(): PriorDiscovery {
    const discover = this.client.getDiscoverResult();
    return discover === undefined ? { kind: 'legacy' } : { kind: 'modern', discover };
  }

  get hasTools(): boolean {
    return this.client.getServerCapabilities()?.tools !== undefined;
  }

  /** Whether arguments travel in headers, too (MCP 2026-07-28, Streamable HTTP). */
  get #mirrors(): boolean {
    return this.link.kind === 'http' && this.client.getProtocolEra() === 'modern';
  }

  /** Asks a question that costs the server next to nothing. Throws what the SDK throws. */
  async ping(timeoutMs: number): Promise<void> {
    if (this.client.getProtocolEra() === 'modern') await this.client.discover({ timeout: timeoutMs });
    else await this.client.ping({ timeout: timeoutMs });
  }

  /** Asks for the first page of the tools, which every server answers that has some. Throws what the SDK throws. */
  async firstTools(timeoutMs: number): Promise<void> {
    await this.client.request({ method: 'tools/list' }, rawResult, { timeout: timeoutMs });
  }

  /** All tools of the server; none when it offers none. `timeoutMs` is the limit of each page. Throws list_timeout and what the SDK throws. */
  async listTools(timeoutMs: number, now: () => number): Promise<ToolList> {
    if (!this.hasTools) return { tools: [], rejected: [], ttlMs: null };
    return listAllTools(async (cursor) => {
      const began = now();
      const params = cursor === undefined ? {} : { params: { cursor } };
      const page = await this.client
        .request({ method: 'tools/list', ...params }, rawResult, { timeout: timeoutMs })
        .catch((error: unknown) =>
          Promise.reject(isTimeout(error) ? new AppError('list_timeout', { seconds: inSeconds(timeoutMs) }) : error),
        );
      this.latencyMs = Math.max(0, now() - began);
      return page;
    }, this.#mirrors);
  }

  /**
   * Runs a tool and returns the result as the server sent it. `tool` is its listed definition. Throws cancelled, call_timeout, and what the SDK throws; in
   * the first two cases the server is told.
   */
  async callTool(
    name: string,
    args: Record<string, unknown>,
    tool: Tool | undefined,
    options: BoundedCall,
  ): Promise<Record<string, unknown>> {
    if (options.signal.aborted) throw new AppError('cancelled');
    // A signal for each request: on a shared one listeners pile up.
    const abort = new AbortController();
    let end: AppError | undefined;
    const stop = (error: AppError) => {
      end ??= error;
      abort.abort(error.message);
    };
    const cancel = () => stop(new AppError('cancelled'));
    const total = Math.min(options.totalMs, LONGEST_TIMER);
    const timer = setTimeout(() => stop(callTimeout(total)), total);
    options.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.client.callTool(
        { name, arguments: args },
        {
          ...(tool === undefined ? {} : { toolDefinition: withoutOutputSchema(tool) }),
          signal: abort.signal,
          timeout: options.timeoutMs,
          resetTimeoutOnProgress: true,
          onprogress: options.onProgress,
        },
      );
    } catch (error) {
      throw end ?? (isTimeout(error) ? callTimeout(options.timeoutMs) : error);
    } finally {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', cancel);
    }
  }
}

/** With an output schema the SDK would throw away a result that does not fit it. */
function withoutOutputSchema(tool: Tool): McpTool {
  return { name: tool.name, inputSchema: { ...tool.inputSchema, type: 'object' } };
}

function callTimeout(ms: number): AppError {
  return new AppError('call_timeout', { seconds: inSeconds(ms) });
}

/** Whether the SDK's own limit for a request was reached. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'REQUEST_TIMEOUT';
}
