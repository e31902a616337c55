import { Copy, Download, Pause, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useT } from '../../ui/use-t.ts';
import { LOG_SOURCES, type LogSource } from './log-filter.ts';
import styles from './server-log.module.css';
import type { Follow } from './use-follow.ts';

interface LogBarProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly source: LogSource;
  readonly onSource: (source: LogSource) => void;
  readonly follow: Follow;
  readonly isPaused: boolean;
  readonly onPaused: (isPaused: boolean) => void;
  readonly isEmpty: boolean;
  readonly onCopy: () => void;
  readonly onExport: () => void;
}

/** What the log shows, and what can be done with it. */
export function LogBar(props: LogBarProps): ReactNode {
  const t = useT();
  const { isPaused, isEmpty, follow } = props;
  return (
    <div className={styles.bar}>
      <SearchField label={t('log.filter')} value={props.query} onChange={props.onQuery} isPageSearch className={styles.search} />
      <Select
        aria-label={t('log.stream')}
        size="sm"
        className={styles.stream}
        options={LOG_SOURCES.map((each) => ({ id: each, label: t(`log.stream.${each}`) }))}
        value={props.source}
        onChange={props.onSource}
      />
      <span className={styles.paused} role="status">
        {isPaused && t('log.paused')}
      </span>
      <Switch isSelected={follow.follows} isDisabled={isPaused} onChange={follow.onFollows}>
        {t('log.follow')}
      </Switch>
      <IconButton
        bordered
        label={t(isPaused ? 'log.resume' : 'log.pause')}
        icon={isPaused ? <Play /> : <Pause />}
        onPress={() => props.onPaused(!isPaused)}
      />
      <IconButton bordered label={t('log.copy')} icon={<Copy />} isDisabled={isEmpty} onPress={props.onCopy} />
      <IconButton bordered label={t('log.export')} icon={<Download />} isDisabled={isEmpty} onPress={props.onExport} />
    </div>
  );
}
