import { type ReactNode, useMemo } from 'react';
import { durationWords, sizeWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useNow } from '../../ui/use-now.ts';
import { useT } from '../../ui/use-t.ts';
import { type ProcessEntry, processRows } from './process-rows.ts';
import styles from './server-process.module.css';

/** Deeper than this is not moved in further: the name would have no room. */
const DEEPEST = 8;

/** The clock and the processes' own starts are not the same to the millisecond. */
function wholeSeconds(ms: number): number {
  return Math.max(1, Math.floor(ms / 1_000)) * 1_000;
}

/** The processes of a server as a tree, with what they take. */
export function ProcessTable({ tree }: { readonly tree: readonly ProcessEntry[] }): ReactNode {
  const t = useT();
  const now = useNow('second');
  const rows = useMemo(() => processRows(tree), [tree]);
  return (
    <table className={styles.table} aria-label={t('process.running')}>
      <thead>
        <tr>
          <th scope="col">{t('process.column.name')}</th>
          <th scope="col" className={styles.number}>
            {t('process.column.pid')}
          </th>
          <th scope="col" className={styles.command}>
            {t('process.column.command')}
          </th>
          <th scope="col" className={styles.number}>
            {t('process.column.memory')}
          </th>
          <th scope="col" className={styles.number}>
            {t('process.column.cpu')}
          </th>
          <th scope="col" className={styles.number}>
            {t('process.column.uptime')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ process, depth }) => (
          <tr key={process.pid}>
            <th scope="row" className={styles.processName} style={{ paddingInlineStart: Math.min(depth, DEEPEST) * 16 }}>
              {depth > 0 && (
                <span className={styles.branch} aria-hidden="true">
                  └
                </span>
              )}
              {visibleText(process.name, 100)}
            </th>
            <td className={styles.number}>{process.pid}</td>
            <td className={styles.command} title={visibleText(process.command, 2_000)}>
              <code>{visibleText(process.command, 2_000)}</code>
            </td>
            <td className={styles.number}>{process.memoryBytes === null ? '–' : sizeWords(process.memoryBytes)}</td>
            <td className={styles.number}>
              {process.cpuPercent === null ? '–' : t('process.percent', { n: Math.round(process.cpuPercent) })}
            </td>
            <td className={styles.number}>{process.startedAt === null ? '–' : durationWords(wholeSeconds(now - process.startedAt))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
