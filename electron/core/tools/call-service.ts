import { DEFAULT_CALL_TIMEOUT_MS } from '../../../shared/contract/constants.ts';
import type { RunResult, ServerDefinition, Tool, ToolRun } from '../../../shared/contract/model.ts';
import { AppError, toErrorData } from '../../../shared/errors.ts';
import { argumentsProblem } from '../../../shared/schema-form/arguments-problem.ts';
import { validateOutput } from '../../../shared/schema-form/validate.ts';
import { validateLargeOutput } from '../messages/large-messages.ts';
import { previewResult, WHOLE_RESULT_CHARS } from '../messages/result-preview.ts';
import { type WholeResult, wholeOf } from '../messages/whole-result.ts';

/** Runs kept for this session, and characters of their arguments and results: the oldest results go first, then the oldest runs. */
const KEEP_RUNS = 1_000;
const KEEP_CHARS = 128_000_000;
/** Progress is announced at most this often, however fast a server sends it. */
const PROGRESS_MS = 100;
const SLICE_CHARS = 4_000_000;

export interface Progress {
  progress: number;
  total?: number | undefined;
  message?: string | undefined;
}

export interface CallPorts {
  now: () => number;
  server: (id: string) => ServerDefinition;
  tool: (serverId: string, name: string) => Tool;
  call: (
    serverId: string,
    name: string,
    args: Record<string, unknown>,
    options: { signal: AbortSignal; timeoutMs: number; onProgress: (progress: Progress) => void },
  ) => Promise<Record<string, unknown>>;
  /** The start and the end of a run. */
  onRun: (run: ToolRun) => void;
  onProgress: (callId: string, progress: NonNullable<ToolRun['progress']>) => void;
}

interface Entry {
  run: ToolRun;
  /** The whole result as JSON text; null when there is none or it had to make room. */
  text: string | WholeResult | null;
  /** What came in place of a large result. */
  preview: Record<string, unknown> | null;
  /** Characters of the arguments, and of the result with its preview, as JSON text. */
  argsChars: number;
  resultChars: number;
  abort: AbortController;
}

/** Runs tools and remembers the runs of this session. */
export class CallService {
  readonly #ports: CallPorts;
  readonly #entries = new Map<string, Entry>();
  #chars = 0;

  constructor(ports: CallPorts) {
    this.#ports = ports;
  }

  /**
   * Runs a tool to its end. A tool's own failure, a timeout and a lost connection are values of the run's `status` and
   * `error`; errors thrown (nothing was sent): tool_not_found, not_connected, invalid_arguments, invalid_input.
   */
  async call(callId: string, serverId: string, name: string, args: Record<string, unknown>): Promise<RunResult> {
    if (this.#entries.has(callId))
      throw new AppError('invalid_input', { issues: [{ path: 'callId', message: 'This call id was used before' }] });
    const server = this.#ports.server(serverId);
    const tool = this.#ports.tool(serverId, name);
    const problem = argumentsProblem(tool, args);
    if (problem) throw problem;
    const startedAt = this.#ports.now();
    const entry: Entry = {
      run: {
        callId,
        serverId,
        tool: name,
        args,
        startedAt,
        durationMs: null,
        status: 'running',
        progress: null,
        error: null,
        sizeBytes: 0,
        outputProblem: null,
      },
      text: null,
      preview: null,
      argsChars: JSON.stringify(args).length,
      resultChars: 0,
      abort: new AbortController(),
    };
    this.#chars += entry.argsChars;
    this.#entries.set(callId, entry);
    this.#ports.onRun(entry.run);
    try {
      const result = await this.#ports.call(serverId, name, args, {
        signal: entry.abort.signal,
        timeoutMs: server.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
        onProgress: this.#progressOf(entry),
      });
      await this.#finish(entry, result, tool);
    } catch (error) {
      const data = toErrorData(error);
      this.#close(entry, { status: data.code === 'cancelled' ? 'cancelled' : 'failed', error: data });
    }
    return this.result(callId);
  }

  /** Tells the server to stop; unknown and finished calls are left alone. */
  cancel(callId: string): void {
    const entry = this.#entries.get(callId);
    if (entry?.run.status === 'running') entry.abort.abort();
  }

  /** Runs of this session, newest first. */
  list(filter: { serverId?: string | undefined; tool?: string | undefined }): ToolRun[] {
    const runs = [...this.#entries.values()].map((entry) => entry.run);
    return runs
      .filter(
        (run) =>
          (filter.serverId === undefined || run.serverId === filter.serverId) && (filter.tool === undefined || run.tool === filter.tool),
      )
      .reverse();
  }

  running(): ToolRun[] {
    return this.list({}).filter((run) => run.status === 'running');
  }

  /** Throws not_found. */
  result(callId: string): RunResult {
    const { run, text, preview } = this.#entry(callId);
    if (text === null) return { run, result: null, complete: true };
    if (preview && text.length > WHOLE_RESULT_CHARS) return { run, result: preview, complete: false };
    const result = JSON.parse(text.slice(0)) as Record<string, unknown>;
    return text.length <= WHOLE_RESULT_CHARS ? { run, result, complete: true } : { run, result: previewResult(result), complete: false };
  }

  /** Part of the whole result as JSON text, from `offset` in characters. Throws not_found. */
  resultText(callId: string, offset: number): { text: string; total: number } {
    const { text } = this.#entry(callId);
    if (text === null) throw new AppError('not_found', { what: 'result', id: callId });
    return { text: text.slice(offset, offset + SLICE_CHARS), total: text.length };
  }

  #entry(callId: string): Entry {
    const entry = this.#entries.get(callId);
    if (!entry) throw new AppError('not_found', { what: 'call', id: callId });
    return entry;
  }

  #progressOf(entry: Entry): (progress: Progress) => void {
    let last = 0;
    return ({ progress, total, message }) => {
      if (entry.run.status !== 'running') return;
      const now = this.#ports.now();
      const told = { progress, total: total ?? null, message: (message ?? '').slice(0, 500) };
      entry.run = { ...entry.run, progress: told };
      // Either way: the clock may have been set back.
      if (Math.abs(now - last) < PROGRESS_MS) return;
      last = now;
      this.#ports.onProgress(entry.run.callId, told);
    };
  }

  async #finish(entry: Entry, result: Record<string, unknown>, tool: Tool): Promise<void> {
    const whole = wholeOf(result);
    const text = whole ?? JSON.stringify(result);
    const failed = result.isError === true;
    const outputProblem = failed || tool.outputSchema === undefined ? null : await checkOutput(tool.outputSchema, result, whole);
    entry.text = text;
    entry.preview = whole && result;
    entry.resultChars = text.length + (whole?.bytes.previewChars ?? 0);
    this.#chars += entry.resultChars;
    this.#close(entry, {
      status: failed ? 'toolError' : 'done',
      sizeBytes: typeof text === 'string' ? Buffer.byteLength(text) : text.bytes.sizeBytes,
      outputProblem,
    });
  }

  #close(entry: Entry, end: Partial<ToolRun>): void {
    entry.run = { ...entry.run, ...end, durationMs: Math.max(0, this.#ports.now() - entry.run.startedAt) };
    this.#ports.onRun(entry.run);
    this.#makeRoom(entry);
  }

  #makeRoom(latest: Entry): void {
    const old = () => [...this.#entries.values()].filter((entry) => entry !== latest && entry.run.status !== 'running');
    if (this.#chars > KEEP_CHARS) {
      for (const entry of old()) {
        if (this.#chars <= KEEP_CHARS) break;
        this.#dropResult(entry);
      }
    }
    if (this.#chars <= KEEP_CHARS && this.#entries.size <= KEEP_RUNS) return;
    for (const entry of old()) {
      if (this.#chars <= KEEP_CHARS && this.#entries.size <= KEEP_RUNS) return;
      this.#dropResult(entry);
      this.#chars -= entry.argsChars;
      this.#entries.delete(entry.run.callId);
    }
  }

  #dropResult(entry: Entry): void {
    this.#chars -= entry.resultChars;
    entry.resultChars = 0;
    entry.text = null;
    entry.preview = null;
  }
}

/** A sentence when the structured content does not fit, else null. */
async function checkOutput(schema: unknown, result: Record<string, unknown>, whole: WholeResult | null): Promise<string | null> {
  if (!whole) return validateOutput(schema, result.structuredContent);
  return validateLargeOutput(schema, whole).catch(
    () => 'The structured content is too large to be checked against the tool’s output schema',
  );
}
