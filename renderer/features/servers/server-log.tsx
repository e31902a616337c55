import { Copy } from 'lucide-react';
import { memo, type ReactNode, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { LogLine, ServerDefinition } from '../../../shared/contract/model.ts';
import { useServerLog } from '../../stores/core-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import styles from './server-log.module.css';

const STREAMS = ['all', 'stderr', 'stdout', 'patchbay'] as const;
type StreamFilter = (typeof STREAMS)[number];

/** Nearer to the end than this counts as the end, in px. */
const AT_END = 24;

/** What a server printed and what Patchbay did with it; follows the end until the reader scrolls away. */
export function ServerLog({ server: { id, name } }: { readonly server: ServerDefinition }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const list = useRef<HTMLDivElement>(null);
  const all = useServerLog(id);
  const [query, setQuery] = useState('');
  const [stream, setStream] = useState<StreamFilter>('all');
  const [follows, setFollows] = useState(true);
  const wanted = useDeferredValue(query.toLocaleLowerCase());
  const lines = useMemo(
    () => all.filter((line) => (stream === 'all' || line.stream === stream) && line.text.toLocaleLowerCase().includes(wanted)),
    [all, stream, wanted],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines move the end
  useLayoutEffect(() => {
    if (follows && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, follows]);
  const onScroll = () => {
    const element = list.current;
    if (element) setFollows(element.scrollHeight - element.scrollTop - element.clientHeight < AT_END);
  };
  const text = () => lines.map((line) => `${new Date(line.at).toISOString()} ${line.stream} ${line.text}`).join('\n');

  return (
    <div className={styles.log}>
      <div className={styles.bar}>
        <SearchField label={t('log.filter')} value={query} onChange={setQuery} isPageSearch className={styles.search} />
        <Select
          aria-label={t('log.stream')}
          size="sm"
          className={styles.stream}
          options={STREAMS.map((each) => ({ id: each, label: t(`log.stream.${each}`) }))}
          value={stream}
          onChange={setStream}
        />
        <Switch className={styles.follow} isSelected={follows} onChange={setFollows}>
          {t('log.follow')}
        </Switch>
        <Button icon={<Copy />} isDisabled={lines.length === 0} onPress={() => copy(text(), t('log.copied', { n: lines.length }))}>
          {t('log.copy')}
        </Button>
      </div>
      {lines.length === 0 ? (
        <EmptyState title={t(all.length === 0 ? 'log.empty' : 'log.noneMatch')}>{all.length === 0 && t('log.emptyText')}</EmptyState>
      ) : (
        <div
          className={styles.lines}
          ref={list}
          onScroll={onScroll}
          role="log"
          aria-live="off"
          aria-label={t('log.label', { name: visibleText(name) })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
        >
          {lines.map((line, index) => (
            // Lines have no id, and only ever leave at the front, all at once.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Line key={index} line={line} />
          ))}
        </div>
      )}
    </div>
  );
}

const Line = memo(function Line({ line }: { readonly line: LogLine }): ReactNode {
  const intl = useIntl();
  const time = intl.formatTime(line.at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return (
    <div className={styles.line} data-stream={line.stream}>
      <time className={styles.time} dateTime={new Date(line.at).toISOString()} title={new Date(line.at).toISOString()}>
        {time}
      </time>
      <span className={styles.source}>{line.stream}</span>
      <span className={styles.text}>{visibleLines(line.text)}</span>
    </div>
  );
});
