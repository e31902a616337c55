import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useServerState } from '../../stores/core-store.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { EarlierRuns, useRunsOf } from './earlier-runs.tsx';
import { ResultBody } from './result-body.tsx';
import { ResultHeader } from './result-header.tsx';
import { FailureNotice } from './result-notices.tsx';
import styles from './result-pane.module.css';
import { runFacts, runStatusWords } from './run-words.ts';
import { type ToolPlace, toolKey, useTester } from './tester-store.ts';
import { useResult, useRun } from './use-run.ts';
import { startRun } from './use-runner.ts';

/** The right pane: how the shown run of a tool went, what it brought, and the runs before it. */
export function ResultPane({ place, onLoad }: { place: ToolPlace; onLoad: (run: ToolRun) => void }): ReactNode {
  const t = useT();
  const chosen = useTester((state) => state.shown[toolKey(place.serverId, place.tool)]);
  const runs = useRunsOf(place);
  const shown = chosen ?? runs[0]?.callId;
  const run = useRun(shown);
  return (
    <section className={styles.pane} aria-label={t('result.label')}>
      <div className={styles.current}>
        {run === undefined ? (
          <div className={styles.nothing}>
            <p className={styles.nothingTitle}>{t('result.nothing')}</p>
            <p>{t('result.nothingHint')}</p>
          </div>
        ) : (
          <Current key={run.callId} run={run} />
        )}
      </div>
      <EarlierRuns runs={runs} shown={shown} onLoad={onLoad} />
      <Announcement run={run} />
    </section>
  );
}

function Current({ run }: { run: ToolRun }): ReactNode {
  const t = useT();
  const tab = useTester((state) => state.tab);
  const result = useResult(run);
  const known = result === 'gone' ? undefined : result;
  const canRepeat = useServerState(run.serverId).kind === 'connected';
  const progress = run.progress?.message ?? '';
  return (
    <>
      <ResultHeader run={run} known={known} tab={tab} />
      {run.status === 'running' && <p className={styles.quiet}>{visibleText(progress, 500)}</p>}
      {run.error !== null && run.status === 'failed' && (
        <FailureNotice
          serverId={run.serverId}
          error={run.error}
          onRepeat={canRepeat ? () => void startRun({ serverId: run.serverId, tool: run.tool }, run.args) : null}
        />
      )}
      {run.status === 'cancelled' && run.error !== null && <p className={styles.quiet}>{visibleText(run.error.hint, 1_000)}</p>}
      {known !== undefined && known.result !== null && known.result !== undefined && <ResultBody run={run} known={known} />}
      {(result === 'gone' || (known?.result === null && run.sizeBytes > 0)) && <p className={styles.quiet}>{t('result.gone')}</p>}
    </>
  );
}

/** Tells screen readers how a run ended that began, or was chosen, while they were here. */
function Announcement({ run }: { run: ToolRun | undefined }): ReactNode {
  const t = useT();
  const told = useRef(run === undefined ? '' : `${run.callId} ${run.status}`);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (run === undefined) return;
    const now = `${run.callId} ${run.status}`;
    if (told.current === now) return;
    told.current = now;
    setWords(
      run.status === 'running'
        ? t('tester.running')
        : t('result.announce', { tool: visibleText(run.tool, 80), status: runStatusWords(run, t), time: runFacts(run, t) }),
    );
  }, [run, t]);
  return (
    <p className="visually-hidden" role="status">
      {words}
    </p>
  );
}
