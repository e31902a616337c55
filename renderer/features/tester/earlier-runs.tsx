import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useCore } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatusDot } from '../../ui/status.tsx';
import { useT } from '../../ui/use-t.ts';
import { argumentsLine } from './arguments-line.ts';
import styles from './earlier-runs.module.css';
import { newestFirst, useRuns } from './run-store.ts';
import { runOutcome, runTone } from './run-words.ts';
import type { ToolPlace } from './tester-store.ts';

const FIRST_RUNS = 100;

/** The runs of one tool in this session, newest first. */
export function useRunsOf(place: ToolPlace): ToolRun[] {
  const live = useCore((state) => state.runs);
  const unsent = useRuns((state) => state.unsent);
  const { serverId, tool } = place;
  return useMemo(() => newestFirst(unsent, live, (run) => run.serverId === serverId && run.tool === tool), [live, unsent, serverId, tool]);
}

/** Earlier runs, each one press from being loaded again. Arrow keys walk them; Tab passes by. */
export function EarlierRuns({
  runs,
  shown,
  onLoad,
}: {
  runs: readonly ToolRun[];
  shown: string | undefined;
  onLoad: (run: ToolRun) => void;
}): ReactNode {
  const t = useT();
  const [limit, setLimit] = useState(FIRST_RUNS);
  const visible = runs.slice(0, limit);
  const stop = Math.max(
    0,
    visible.findIndex((run) => run.callId === shown),
  );
  return (
    <section className={styles.earlier} aria-labelledby="earlier-runs">
      <h3 id="earlier-runs" className={styles.title}>
        {t('result.earlier')}
      </h3>
      {runs.length === 0 ? (
        <p className={styles.none}>{t('result.earlierNone')}</p>
      ) : (
        <ul className={styles.list} onKeyDown={walk}>
          {visible.map((run, index) => (
            <li key={run.callId} className={styles.item}>
              <RunButton run={run} current={run.callId === shown} tabStop={index === stop} onPress={() => onLoad(run)} />
            </li>
          ))}
          {runs.length > limit && (
            <li className={styles.item}>
              <Button size="sm" variant="quiet" onPress={() => setLimit(Number.POSITIVE_INFINITY)}>
                {t('result.showMoreRuns', { count: runs.length - limit })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function RunButton({
  run,
  current,
  tabStop,
  onPress,
}: {
  run: ToolRun;
  current: boolean;
  tabStop: boolean;
  onPress: () => void;
}): ReactNode {
  const t = useT();
  const line = argumentsLine(run.args);
  const outcome = runOutcome(run, t);
  return (
    <button type="button" className={styles.run} aria-current={current || undefined} tabIndex={tabStop ? 0 : -1} onClick={onPress}>
      <StatusDot tone={runTone(run)} />
      <span className={styles.arguments} data-none={line === '' || undefined}>
        {line === '' ? t('result.noArguments') : line}
      </span>
      <span className={styles.facts}>
        {run.status === 'done' && <span className="visually-hidden">{t('result.done')} </span>}
        {outcome}
        {outcome !== '' && ' · '}
        <RelativeTime at={run.startedAt} />
      </span>
    </button>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at === -1) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
}
