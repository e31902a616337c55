import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { LogLine } from '../../../shared/contract/model.ts';
import { visibleLines } from '../../ui/text/visible-text.ts';
import { TextButton } from '../../ui/text-button.tsx';
import { useT } from '../../ui/use-t.ts';
import { useWidth } from '../../ui/use-width.ts';
import { unevenRows } from '../../ui/virtual-rows/row-layout.ts';
import { useVirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';
import { beginningOfLine } from './log-cut.ts';
import styles from './server-log.module.css';
import { useAnchor } from './use-anchor.ts';
import { type Follow, useFollow } from './use-follow.ts';

const ROW_PX = 20;
/** A character of the log's type, in px. */
const CHAR_PX = 7.5;
/** What the text's own width is short of the list's: padding, time, source and the gaps. */
const BESIDE_PX = 210;

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  /** What the lines were filtered by, in lower case. */
  readonly wanted: string;
  readonly follow: Follow;
  readonly label: string;
}

/** Lines of a log. Only what is in sight is painted; how high a line is is guessed by its length and corrected once it is seen. */
export function LogLines({ lines, wanted, follow, label }: LogLinesProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [measured, setMeasured] = useState<ReadonlyMap<LogLine, number>>(new Map());
  const [whole, setWhole] = useState<ReadonlySet<LogLine>>(new Set());
  const texts = useMemo(
    () => lines.map((line) => (whole.has(line) ? line.text : beginningOfLine(line.text, wanted))),
    [lines, whole, wanted],
  );
  const layout = useMemo(
    () => unevenRows(lines.map((line, index) => measured.get(line) ?? guessedHeight(texts[index] ?? '', width))),
    [lines, texts, measured, width],
  );
  const rows = useVirtualRows(layout);
  const onFollow = useFollow(rows, follow, layout);
  const takeAnchor = useAnchor(rows, layout, lines, follow.follows);
  const painted = useRef<HTMLDivElement>(null);
  const { first, end } = rows;

  const measuredAt = useRef(width);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is painted anew is measured anew
  useLayoutEffect(() => {
    const found = new Map<LogLine, number>();
    [...(painted.current?.children ?? [])].forEach((element, offset) => {
      const line = lines[first + offset];
      const height = element instanceof HTMLElement ? element.offsetHeight : 0;
      if (line && height > 0 && height !== layout.top(first + offset + 1) - layout.top(first + offset)) found.set(line, height);
    });
    const isOther = measuredAt.current !== width;
    measuredAt.current = width;
    if (found.size === 0 && !isOther) return;
    const known = new Set(lines);
    setMeasured((before) => new Map([...(isOther ? [] : [...before].filter(([line]) => known.has(line))), ...found]));
  }, [lines, texts, first, end, layout, width]);

  const onWhole = (line: LogLine, isWhole: boolean) => {
    // Whoever reads a line does not want to be taken to the end of it.
    follow.onFollows(false);
    setWhole((before) => new Set([...before].filter((each) => each !== line).concat(isWhole ? line : [])));
  };

  return (
    <div ref={frame} className={styles.frame}>
      <div
        className={styles.lines}
        ref={rows.scroller}
        onScroll={() => {
          takeAnchor();
          onFollow();
        }}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
      >
        <div className={styles.space} style={{ height: layout.total }}>
          <div ref={painted} style={{ transform: `translateY(${layout.top(first)}px)` }}>
            {lines.slice(first, end).map((line, offset) => (
              // Lines have no id of their own.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Line key={first + offset} line={line} text={texts[first + offset] ?? ''} isWhole={whole.has(line)} onWhole={onWhole} />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function guessedHeight(text: string, width: number): number {
  const columns = Number.isFinite(width) ? Math.max(10, Math.floor((width - BESIDE_PX) / CHAR_PX)) : 100;
  if (text.length <= columns && !text.includes('\n')) return ROW_PX;
  return text.split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(part.length / columns)), 0) * ROW_PX;
}

interface LineProps {
  readonly line: LogLine;
  /** What of it is shown. */
  readonly text: string;
  readonly isWhole: boolean;
  readonly onWhole: (line: LogLine, isWhole: boolean) => void;
}

function Line({ line, text, isWhole, onWhole }: LineProps): ReactNode {
  const t = useT();
  const intl = useIntl();
  const time = intl.formatTime(line.at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const exact = new Date(line.at).toISOString();
  return (
    <div className={styles.line} data-stream={line.stream}>
      <time className={styles.time} dateTime={exact} title={exact}>
        {time}
      </time>
      <span className={styles.source}>{line.stream}</span>
      <span className={styles.text}>
        {visibleLines(text)}
        {(isWhole || text.length < line.text.length) && (
          <>
            {!isWhole && '… '}
            <TextButton onPress={() => onWhole(line, !isWhole)}>
              {isWhole ? t('log.showLess') : t('log.showAll', { n: line.text.length })}
            </TextButton>
          </>
        )}
      </span>
    </div>
  );
}
