import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { TrafficEntry } from '../../../shared/contract/model.ts';
import { classNames } from '../../ui/class-names.ts';
import { durationWords, sizeWords } from '../../ui/text/size-words.ts';
import { visibleText } from '../../ui/text/visible-text.ts';
import { useT } from '../../ui/use-t.ts';
import { uniformRows } from '../../ui/virtual-rows/row-layout.ts';
import { useVirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';
import styles from './traffic-list.module.css';
import { useAnchor } from './use-anchor.ts';
import { type Follow, useFollow } from './use-follow.ts';

const ROW_PX = 28;

interface TrafficListProps {
  readonly entries: readonly TrafficEntry[];
  readonly follow: Follow;
  /** Number of the chosen entry. */
  readonly chosen: number | null;
  readonly onChoose: (entry: TrafficEntry) => void;
  readonly onClose: () => void;
  readonly label: string;
}

/** Messages in a list; arrow keys choose, only what is in sight is painted. */
export function TrafficList({ entries, follow, chosen, onChoose, onClose, label }: TrafficListProps): ReactNode {
  const id = useId();
  const layout = useMemo(() => uniformRows(entries.length, ROW_PX), [entries.length]);
  const rows = useVirtualRows(layout);
  const onFollow = useFollow(rows, follow, entries);
  const takeAnchor = useAnchor(rows, layout, entries, follow.follows);
  const { first, end } = rows;
  const chosenIndex = useMemo(() => (chosen === null ? -1 : entries.findIndex((entry) => entry.n === chosen)), [entries, chosen]);

  const goTo = (index: number) => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    if (!entry) return;
    onChoose(entry);
    rows.reveal(entries.indexOf(entry));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((rows.scroller.current?.clientHeight ?? 400) / ROW_PX) - 1);
    const from = chosenIndex === -1 ? entries.length : chosenIndex;
    switch (event.key) {
      case 'ArrowDown':
        goTo(chosenIndex === -1 ? entries.length - 1 : from + 1);
        break;
      case 'ArrowUp':
        goTo(from - 1);
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(entries.length - 1);
        break;
      case 'PageDown':
        goTo(from + page);
        break;
      case 'PageUp':
        goTo(from - page);
        break;
      case 'Enter':
      case ' ':
        goTo(from);
        break;
      case 'Escape':
        if (chosen === null) return;
        onClose();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={rows.scroller}
      className={styles.list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={chosenIndex >= first && chosenIndex < end ? `${id}-${chosen}` : undefined}
      onScroll={() => {
        takeAnchor();
        onFollow();
      }}
      onKeyDown={onKeyDown}
    >
      <div className={styles.space} role="none" style={{ height: layout.total }}>
        <div role="none" style={{ transform: `translateY(${layout.top(first)}px)` }}>
          {entries.slice(first, end).map((entry, offset) => (
            <Row
              key={entry.n}
              id={`${id}-${entry.n}`}
              entry={entry}
              position={first + offset + 1}
              of={entries.length}
              isChosen={entry.n === chosen}
              onChoose={() => onChoose(entry)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly id: string;
  readonly entry: TrafficEntry;
  readonly position: number;
  readonly of: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Row({ id, entry, position, of, isChosen, onChoose }: RowProps): ReactNode {
  const t = useT();
  const intl = useIntl();
  const exact = new Date(entry.at).toISOString();
  const time = intl.formatTime(entry.at, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  const Arrow = entry.direction === 'in' ? ArrowDownLeft : ArrowUpRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the list
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the list (aria-activedescendant)
    <div
      id={id}
      role="option"
      className={styles.row}
      data-direction={entry.direction}
      aria-selected={isChosen}
      aria-posinset={position}
      aria-setsize={of}
      onClick={onChoose}
    >
      <time className={styles.time} dateTime={exact} title={exact}>
        {time}
      </time>
      <span className={styles.direction}>
        <Arrow aria-hidden="true" />
        <span className={styles.words}>{t(`traffic.${entry.direction}`)}</span>
      </span>
      <span className={styles.label} title={visibleText(entry.label)}>
        {visibleText(entry.label)}
      </span>
      <span className={styles.number}>{entry.sizeBytes > 0 ? sizeWords(entry.sizeBytes) : ''}</span>
      <span className={classNames(styles.number, styles.duration)}>{entry.durationMs === null ? '' : durationWords(entry.durationMs)}</span>
    </div>
  );
}
