import { Activity } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { ToolRun } from '../../../shared/contract/model.ts';
import { useCore } from '../../stores/core-store.ts';
import { navigate } from '../../stores/route-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Status } from '../../ui/status.tsx';
import { durationWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { argumentsLine } from '../tester/arguments-line.ts';
import { newestFirst, useRuns } from '../tester/run-store.ts';
import { runTone } from '../tester/run-words.ts';
import { showRun, toolKey } from '../tester/tester-store.ts';
import { useElapsed } from '../tester/use-elapsed.ts';
import styles from './activity-page.module.css';

const FIRST_RUNS = 200;

/** Every tool call of this session, over all servers. */
export function ActivityPage(): ReactNode {
  const t = useT();
  const live = useCore((state) => state.runs);
  const unsent = useRuns((state) => state.unsent);
  const runs = useMemo(() => newestFirst(unsent, live), [unsent, live]);
  const [limit, setLimit] = useState(FIRST_RUNS);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('activity.title')}</h1>
      </header>
      {runs.length === 0 ? (
        <div className={styles.empty}>
          <EmptyState
            icon={<Activity />}
            title={t('activity.empty')}
            actions={<Button onPress={() => navigate({ page: 'tools' })}>{t('activity.openTools')}</Button>}
          >
            {t('activity.emptyHint')}
          </EmptyState>
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={styles.scroll} aria-label={t('activity.table')} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('activity.time')}</th>
                <th scope="col">{t('activity.server')}</th>
                <th scope="col">{t('activity.tool')}</th>
                <th scope="col">{t('activity.arguments')}</th>
                <th scope="col">{t('activity.status')}</th>
                <th scope="col" className={styles.number}>
                  {t('activity.duration')}
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.slice(0, limit).map((run) => (
                <RunRow key={run.callId} run={run} />
              ))}
            </tbody>
          </table>
          {runs.length > limit && (
            <div className={styles.more}>
              <Button size="sm" onPress={() => setLimit(Number.POSITIVE_INFINITY)}>
                {t('activity.showMore', { count: runs.length - limit })}
              </Button>
            </div>
          )}
        </section>
      )}
    </div>
  );
}

function open(run: ToolRun): void {
  showRun(toolKey(run.serverId, run.tool), run.callId);
  navigate({ page: 'tools', serverId: run.serverId, tool: run.tool });
}

function RunRow({ run }: { run: ToolRun }): ReactNode {
  const t = useT();
  const server = useCore((state) => state.servers.find((each) => each.id === run.serverId)?.name);
  const elapsed = useElapsed(run);
  const serverName = server === undefined ? t('activity.removedServer') : visibleText(server, 80);
  const tool = visibleText(run.tool, 120);
  const failure = run.status === 'failed' ? (run.error?.message ?? '') : '';
  return (
    // The button in the row is for the keyboard; the mouse may take the whole row.
    <tr className={styles.row} onClick={() => open(run)}>
      <td className={styles.time}>
        <RelativeTime at={run.startedAt} />
      </td>
      <td className={styles.server}>{serverName}</td>
      <td className={styles.tool}>
        <button
          type="button"
          className={styles.open}
          aria-label={t('activity.open', { tool, server: serverName })}
          onClick={(event) => {
            event.stopPropagation();
            open(run);
          }}
        >
          {tool}
        </button>
      </td>
      <td className={styles.arguments}>{argumentsLine(run.args)}</td>
      <td className={styles.status} title={failure === '' ? undefined : visibleText(failure, 1_000)}>
        <Status tone={runTone(run)} text={t(`activity.status.${run.status}`)} detail={failure} />
      </td>
      <td className={styles.number}>{durationWords(run.durationMs ?? elapsed)}</td>
    </tr>
  );
}
