import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useCore } from '../../stores/core-store.ts';
import { navigate, useRoute } from '../../stores/route-store.ts';
import { showToast } from '../../stores/toast-store.ts';
import { preloadMarkdown } from '../../ui/markdown/markdown.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { useT } from '../../ui/use-t.ts';
import { useWidth } from '../../ui/use-width.ts';
import { argumentsToRun, fillDraft } from './draft.ts';
import { ResultPane } from './result-pane.tsx';
import { useRuns } from './run-store.ts';
import styles from './tester.module.css';
import { selectTool, setDraft, showRun, type ToolPlace, toolKey, useTester } from './tester-store.ts';
import { ToolNav } from './tool-nav.tsx';
import { ToolPane, type ToolPaneHandle } from './tool-pane.tsx';
import { useDividers } from './use-dividers.ts';
import { useToolGroups } from './use-tool-groups.ts';

const MIN_TOOLS = 200;
const MIN_FORM = 290;
const MIN_RESULT = 290;

/** The tool tester of one server; `null`: of all that are connected. */
export function Tester({ serverId }: { serverId: string | null }): ReactNode {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const stacked = useWidth(frame) < MIN_TOOLS + MIN_FORM + MIN_RESULT;
  const groups = useToolGroups(serverId);
  const [selected, select] = useSelection(serverId, groups[0]);
  const dividers = useDividers();
  const pane = useRef<ToolPaneHandle>(null);
  const below = useRef<HTMLDivElement>(null);
  useEndOfRun(selected, () => below.current?.scrollIntoView({ block: 'nearest' }));
  useEffect(preloadMarkdown, []);

  const load = (run: ToolRun): void => {
    const key = toolKey(run.serverId, run.tool);
    const draft = useTester.getState().drafts[key];
    const shown = useTester.getState().shown[key];
    showRun(key, run.callId);
    if (draft === undefined) return;
    const filled = fillDraft(draft, run.args);
    setDraft(key, filled);
    if (isUnsaved(argumentsToRun(draft), run, shown)) {
      showToast({ message: t('tester.loaded'), action: { label: t('common.undo'), run: () => setDraft(key, draft) } });
    }
  };

  const result =
    selected === null ? (
      <div className={styles.emptyResult} />
    ) : (
      <ResultPane key={toolKey(selected.serverId, selected.tool)} place={selected} onLoad={load} />
    );
  return (
    <div ref={frame} className={styles.tester}>
      <SplitPane
        start={{
          label: t('tester.divider.tools'),
          content: (
            <ToolNav serverId={serverId} groups={groups} selected={selected} onSelect={select} onEnter={() => pane.current?.focusForm()} />
          ),
          width: dividers.tools,
          minWidth: MIN_TOOLS,
          maxWidth: 520,
          onChange: (tools) => dividers.change({ tools }),
        }}
        {...(stacked
          ? {}
          : {
              end: {
                label: t('tester.divider.result'),
                content: result,
                width: dividers.result,
                minWidth: MIN_RESULT,
                maxWidth: 1_600,
                onChange: (width: number) => dividers.change({ result: width }),
              },
            })}
        minMiddle={MIN_FORM}
      >
        <div className={styles.middle} data-stacked={stacked || undefined}>
          <div className={styles.form}>
            {selected === null ? (
              <div className={styles.choose}>
                <p className={styles.chooseTitle}>{t('tester.choose')}</p>
                <p>{t('tester.chooseHint')}</p>
              </div>
            ) : (
              <ToolPane place={selected} offersAccess={serverId === null} handle={pane} />
            )}
          </div>
          {stacked && (
            <div ref={below} className={styles.below}>
              {result}
            </div>
          )}
        </div>
      </SplitPane>
    </div>
  );
}

/** Calls back when a run of the tool that is shown ends: in a low window its result may stand below what is in sight. */
function useEndOfRun(place: ToolPlace | null, onEnd: () => void): void {
  const key = place === null ? '' : toolKey(place.serverId, place.tool);
  const callId = useTester((state) => state.shown[key]);
  const unsent = useRuns((state) => callId !== undefined && callId in state.unsent);
  const ended = useCore((state) => callId !== undefined && (state.runs[callId]?.status ?? 'running') !== 'running') || unsent;
  const before = useRef({ key, callId, ended });
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const { current } = before;
    before.current = { key, callId, ended };
    // A quick run may never have been seen running; another tool is no end of a run.
    if (ended && current.key === key && (current.callId !== callId || !current.ended)) end.current();
  }, [key, callId, ended]);
}

/** Whether loading a run replaces arguments that no run has kept. */
function isUnsaved(before: ReturnType<typeof argumentsToRun>, run: ToolRun, shown: string | undefined): boolean {
  if ('draft' in before) return true;
  const now = JSON.stringify(before.args);
  if (now === JSON.stringify(run.args) || now === '{}') return false;
  const kept = shown === undefined ? undefined : useCore.getState().runs[shown];
  return kept === undefined || JSON.stringify(kept.args) !== now;
}

/** The selected tool: on the Tools page the address names it, elsewhere the tester remembers it. The first tool is the start. */
function useSelection(
  serverId: string | null,
  firstGroup: ReturnType<typeof useToolGroups>[number] | undefined,
): readonly [ToolPlace | null, (place: ToolPlace) => void] {
  const scope = serverId ?? '';
  const route = useRoute();
  const kept = useTester((state) => state.selected[scope]);
  const exists = useCore((state) => kept !== undefined && state.servers.some((server) => server.id === kept.serverId));
  const remembered = exists ? kept : undefined;
  const routed = useMemo<ToolPlace | null>(
    () =>
      serverId === null && route.page === 'tools' && route.serverId !== undefined && route.tool !== undefined
        ? { serverId: route.serverId, tool: route.tool }
        : null,
    [serverId, route],
  );
  useEffect(() => {
    if (routed !== null) selectTool(scope, routed);
  }, [routed, scope]);
  const firstTool = firstGroup?.tools[0]?.name;
  const firstServer = firstGroup?.serverId;
  const first = useMemo(
    () => (firstServer === undefined || firstTool === undefined ? null : { serverId: firstServer, tool: firstTool }),
    [firstServer, firstTool],
  );
  // Once shown, the first tool stays selected, whatever is listed before it later.
  const [settled, setSettled] = useState<ToolPlace | null>(null);
  useEffect(() => {
    if (first !== null) setSettled((before) => before ?? first);
  }, [first]);
  const select = (place: ToolPlace): void => {
    selectTool(scope, place);
    if (serverId === null) navigate({ page: 'tools', serverId: place.serverId, tool: place.tool }, { replace: true });
  };
  return [routed ?? remembered ?? settled ?? first, select];
}
