import { create } from 'zustand';
import type { RunResult, ToolRun } from '../../../shared/contract/model.ts';
import { AppError, toErrorData } from '../../../shared/errors.ts';
import { client } from '../../api/client.ts';
import { useCore } from '../../stores/core-store.ts';
import { showFailure } from '../../stores/toast-store.ts';

/** Results kept at hand; the core keeps them all. */
const KEEP_RESULTS = 12;

/** A result as it is known here; `whole`: everything was loaded. */
export interface KnownResult extends RunResult {
  readonly whole: boolean;
}

interface RunStore {
  /** Calls that never left Patchbay; all others are in the core store. */
  readonly unsent: Readonly<Record<string, ToolRun>>;
  readonly results: ReadonlyMap<string, KnownResult>;
  /** Runs whose result the core keeps no more. */
  readonly lost: ReadonlySet<string>;
  /** How much of a result is loaded, 0 … 1, while “Load everything” works. */
  readonly loading: Readonly<Record<string, number>>;
}

export const useRuns = create<RunStore>(() => ({ unsent: {}, results: new Map(), lost: new Set(), loading: {} }));

/** Answers that are on their way, so that none is asked for twice. */
const underway = new Map<string, Promise<void>>();

function keep(callId: string, result: KnownResult): void {
  useRuns.setState(({ results }) => {
    const next = new Map(results);
    next.delete(callId);
    next.set(callId, result);
    for (const oldest of next.keys()) {
      if (next.size <= KEEP_RESULTS) break;
      next.delete(oldest);
    }
    return { results: next };
  });
}

function once(callId: string, work: () => Promise<void>): Promise<void> {
  const running = underway.get(callId);
  if (running) return running;
  const promise = work().finally(() => underway.delete(callId));
  underway.set(callId, promise);
  return promise;
}

/** Asks for the result of a run that ended, unless it is known or on its way; one that the core let go of becomes `lost`. Never rejects. */
export function loadResult(callId: string): Promise<void> {
  if (useRuns.getState().results.has(callId)) return Promise.resolve();
  return once(callId, async () => {
    try {
      keep(callId, { ...(await client.invoke('calls.result', { callId })), whole: false });
    } catch (error) {
      // Only the core can say that a result is gone; a broken wire says nothing about it.
      if (error instanceof AppError && error.code === 'not_found') useRuns.setState(({ lost }) => ({ lost: new Set(lost).add(callId) }));
      else showFailure(error);
    }
  });
}

/**
 * Runs a tool and keeps its result. A call that never left Patchbay becomes a failed run of this session all the same;
 * the AppError is returned, so that its field issues can be shown. Never rejects.
 */
export async function callTool(
  callId: string,
  serverId: string,
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Promise<AppError | null> {
  const startedAt = Date.now();
  let problem: AppError | null = null;
  await once(callId, async () => {
    try {
      keep(callId, { ...(await client.invoke('tools.call', { callId, serverId, name: tool, args })), whole: false });
    } catch (error) {
      problem = error instanceof AppError ? error : AppError.fromData(toErrorData(error));
      // The bridge may break while the tool runs on: then its own run, where the core reports one, says how it ended.
      if (useCore.getState().runs[callId] !== undefined) return;
      const run: ToolRun = {
        callId,
        serverId,
        tool,
        args,
        startedAt,
        durationMs: Date.now() - startedAt,
        status: 'failed',
        progress: null,
        error: problem.toData(),
        sizeBytes: 0,
        outputProblem: null,
      };
      useRuns.setState(({ unsent }) => ({ unsent: { ...unsent, [callId]: run } }));
      keep(callId, { run, result: null, complete: true, whole: true });
    }
  });
  return problem;
}

/** Loads a result that was cut, slice by slice. Rejects with AppError not_found when the core let go of it. */
export async function loadEverything(callId: string): Promise<void> {
  const known = useRuns.getState().results.get(callId);
  if (!known || known.complete || callId in useRuns.getState().loading) return;
  const progress = (share: number | null): void => {
    useRuns.setState(({ loading }) => {
      const { [callId]: _, ...others } = loading;
      return { loading: share === null ? others : { ...others, [callId]: share } };
    });
  };
  progress(0);
  try {
    const text = await wholeText(callId, progress);
    keep(callId, { ...known, result: JSON.parse(text), complete: true, whole: true });
  } finally {
    progress(null);
  }
}

/** The whole result as JSON text. Rejects with AppError not_found. */
export async function wholeText(callId: string, onProgress: (share: number) => void = () => undefined): Promise<string> {
  const slices: string[] = [];
  let offset = 0;
  for (;;) {
    const { text, total } = await client.invoke('calls.resultText', { callId, offset });
    slices.push(text);
    offset += text.length;
    if (offset >= total || text === '') return slices.join('');
    onProgress(offset / total);
  }
}

/** The runs of this session that fit, newest first. */
export function newestFirst(
  unsent: Readonly<Record<string, ToolRun>>,
  live: Readonly<Record<string, ToolRun>>,
  fits: (run: ToolRun) => boolean = () => true,
): ToolRun[] {
  const runs = [...Object.values(live), ...Object.values(unsent)].filter(fits);
  return runs.sort((a, b) => b.startedAt - a.startedAt || (a.callId < b.callId ? 1 : -1));
}
