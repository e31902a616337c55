import { Copy, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { TrafficEntry } from '../../../shared/contract/model.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { JsonView } from '../../ui/json-view/json-view.tsx';
import { sizeWords } from '../../ui/text/size-words.ts';
import { visibleLines, visibleText } from '../../ui/text/visible-text.ts';
import { useCopy } from '../../ui/use-copy.ts';
import { useT } from '../../ui/use-t.ts';
import { parsed } from './log-filter.ts';
import styles from './traffic-body.module.css';

/** What a message holds, as JSON; one that was cut, as the text it is. */
export function TrafficBody({ entry, onClose }: { readonly entry: TrafficEntry; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const copy = useCopy();
  const value = useMemo(() => parsed(entry.body), [entry.body]);
  const name = t('traffic.body', { label: visibleText(entry.label) });
  return (
    <section className={styles.body} aria-label={name}>
      <header className={styles.head}>
        <h2 className={styles.title}>{visibleText(entry.label)}</h2>
        <IconButton size="sm" label={t('traffic.copyBody')} icon={<Copy />} onPress={() => copy(entry.body)} />
        <IconButton size="sm" label={t('traffic.close')} icon={<X />} onPress={onClose} />
      </header>
      {entry.cut && <p className={styles.cut}>{t('traffic.cut', { size: sizeWords(entry.sizeBytes) })}</p>}
      <div className={styles.content}>
        {typeof value === 'object' && value !== null ? (
          <JsonView value={value} label={name} />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          <pre className={styles.text} tabIndex={0}>
            {visibleLines(entry.body)}
          </pre>
        )}
      </div>
    </section>
  );
}
