import { useEffect } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useAway } from '../../stores/away.ts';
import { useCore } from '../../stores/core-store.ts';
import { type KnownResult, loadResult, useRuns } from './run-store.ts';

/** A run, from the core or one that never reached it. */
export function useRun(callId: string | undefined): ToolRun | undefined {
  const live = useCore((state) => (callId === undefined ? undefined : state.runs[callId]));
  const unsent = useRuns((state) => (callId === undefined ? undefined : state.unsent[callId]));
  return live ?? unsent;
}

/** The result of a run that ended; asked for when it is not at hand and the core is. `gone`: the core keeps it no more. */
export function useResult(run: ToolRun | undefined): KnownResult | 'gone' | undefined {
  const callId = run === undefined || run.status === 'running' ? undefined : run.callId;
  const known = useRuns((state) => (callId === undefined ? undefined : state.results.get(callId)));
  const lost = useRuns((state) => callId !== undefined && state.lost.has(callId));
  const away = useAway();
  useEffect(() => {
    if (callId !== undefined && known === undefined && !lost && !away) void loadResult(callId);
  }, [callId, known, lost, away]);
  return known ?? (lost ? 'gone' : undefined);
}
