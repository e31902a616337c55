import { useCallback, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import type { InputIssue } from '../../../shared/errors.ts';
import { act } from '../../api/act.ts';
import { useCore } from '../../stores/core-store.ts';
import { type Args, argumentsToRun } from './draft.ts';
import { flightOf, flyAlone } from './run-flight.ts';
import { callTool } from './run-store.ts';
import { confirmTool, setDraft, showRun, type ToolPlace, toolKey, useTester } from './tester-store.ts';

export interface Runner {
  /** The tool's run that has not ended. */
  readonly running: ToolRun | undefined;
  /** Arguments that wait for a yes, because the tool is destructive. */
  readonly asking: Args | null;
  readonly run: () => void;
  readonly confirm: () => void;
  readonly refuse: () => void;
  readonly cancel: () => void;
}

function issuesOf(details: unknown): InputIssue[] {
  const issues = typeof details === 'object' && details !== null ? (details as { issues?: unknown }).issues : undefined;
  return Array.isArray(issues) ? (issues as InputIssue[]) : [];
}

/** Runs a tool with given arguments, unless it runs already. Never rejects. */
export async function startRun(place: ToolPlace, args: Args): Promise<void> {
  const key = toolKey(place.serverId, place.tool);
  const callId = crypto.randomUUID();
  await flyAlone(key, callId, async () => {
    showRun(key, callId);
    const problem = await callTool(callId, place.serverId, place.tool, args);
    const draft = useTester.getState().drafts[key];
    if (problem?.code !== 'invalid_arguments' || draft === undefined) return;
    const issues = issuesOf(problem.details).map(({ path, message }) => ({ path, message, code: 'core' }));
    setDraft(key, { ...draft, issues });
  });
}

/** The newest run of a tool that has not ended, whoever looks at which. */
function runningOf(runs: Readonly<Record<string, ToolRun>>, { serverId, tool }: ToolPlace): ToolRun | undefined {
  let newest: ToolRun | undefined;
  for (const run of Object.values(runs)) {
    if (run.status !== 'running' || run.serverId !== serverId || run.tool !== tool) continue;
    if (newest === undefined || run.startedAt >= newest.startedAt) newest = run;
  }
  return newest;
}

/** Runs and cancels a tool with its draft. `onInvalid`: the draft was marked and nothing was sent. */
export function useRunner(place: ToolPlace, destructive: boolean, onInvalid: () => void): Runner {
  const key = toolKey(place.serverId, place.tool);
  const running = useCore((state) => runningOf(state.runs, place));
  const [asking, setAsking] = useState<{ key: string; args: Args } | null>(null);
  const run = useCallback(() => {
    // What is painted may be older than the last press: a tool is never called twice by one double click.
    const busy = flightOf(key) ?? runningOf(useCore.getState().runs, place)?.callId;
    if (busy !== undefined) {
      showRun(key, busy);
      return;
    }
    const state = useTester.getState();
    const draft = state.drafts[key];
    if (draft === undefined) return;
    const outcome = argumentsToRun(draft);
    if ('draft' in outcome) {
      setDraft(key, outcome.draft);
      onInvalid();
      return;
    }
    if (draft.issues.length > 0 || draft.textProblem !== null) setDraft(key, { ...draft, issues: [], textProblem: null });
    if (destructive && state.confirmed[key] !== true) setAsking({ key, args: outcome.args });
    else void startRun(place, outcome.args);
  }, [key, place, destructive, onInvalid]);
  const asked = asking?.key === key ? asking.args : null;
  return {
    running,
    asking: asked,
    run,
    confirm: () => {
      confirmTool(key);
      setAsking(null);
      if (asked !== null) void startRun(place, asked);
    },
    refuse: () => setAsking(null),
    cancel: () => {
      if (running) void act('tools.cancel', { callId: running.callId });
    },
  };
}
