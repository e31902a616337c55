import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { LogLine, ServerDefinition } from '../../../shared/contract/model.ts';
import { useServerLog } from '../../stores/core-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { safeFileName, saveFile } from '../../ui/save-file.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import { LogBar } from './log-bar.tsx';
import { entriesText, filterEntries, filterLines, type LogSource, linesText } from './log-filter.ts';
import { LogLines } from './log-lines.tsx';
import styles from './server-log.module.css';
import { TrafficPane } from './traffic-pane.tsx';
import { useTraffic } from './use-traffic.ts';

/** What a server printed and what Patchbay did with it, or the messages between them; follows the end until the reader scrolls away. */
export function ServerLog({ server: { id, name } }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const [query, setQuery] = useState('');
  const [source, setSource] = useState<LogSource>('all');
  const [follows, setFollows] = useState(true);
  const [isPaused, setPaused] = useState(false);
  const wanted = useDeferredValue(query.toLocaleLowerCase());
  const isTraffic = source === 'messages';
  const all = useHeld(useServerLog(id), isPaused);
  const traffic = useTraffic(id, isTraffic && !isPaused);
  const lines = useMemo(() => (isTraffic ? [] : filterLines(all, source, wanted)), [isTraffic, all, source, wanted]);
  const entries = useMemo(() => (isTraffic ? filterEntries(traffic, wanted) : []), [isTraffic, traffic, wanted]);
  const follow = { follows: follows && !isPaused, onFollows: setFollows };
  const onCopy = () =>
    isTraffic
      ? copy(entriesText(entries), t('traffic.copied', { n: entries.length }))
      : copy(linesText(lines), t('log.copied', { n: lines.length }));
  const onExport = () =>
    isTraffic
      ? saveFile(safeFileName(`${name}-messages`, 'jsonl'), [entriesText(entries)], 'application/jsonl')
      : saveFile(safeFileName(`${name}-log`, 'txt'), [linesText(lines)], 'text/plain');

  return (
    <div className={styles.log}>
      <LogBar
        query={query}
        onQuery={setQuery}
        source={source}
        onSource={setSource}
        follow={follow}
        isPaused={isPaused}
        onPaused={setPaused}
        isEmpty={lines.length + entries.length === 0}
        onCopy={onCopy}
        onExport={onExport}
      />
      {isTraffic && entries.length > 0 && <TrafficPane entries={entries} follow={follow} name={name} />}
      {!isTraffic && lines.length > 0 && (
        <LogLines lines={lines} wanted={wanted} follow={follow} label={t('log.label', { name: visibleText(name) })} />
      )}
      {isTraffic && entries.length === 0 && (
        <EmptyState title={t(traffic.length === 0 ? 'traffic.empty' : 'traffic.noneMatch')}>
          {traffic.length === 0 && t('traffic.emptyText')}
        </EmptyState>
      )}
      {!isTraffic && lines.length === 0 && (
        <EmptyState title={t(all.length === 0 ? 'log.empty' : 'log.noneMatch')}>{all.length === 0 && t('log.emptyText')}</EmptyState>
      )}
    </div>
  );
}

/** The lines as they are; while paused, as they were when the pause began. */
function useHeld(lines: readonly LogLine[], isPaused: boolean): readonly LogLine[] {
  const held = useRef(lines);
  if (!isPaused) held.current = lines;
  return held.current;
}
