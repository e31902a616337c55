import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { LogLine } from '../../../shared/contract/model.ts';
import { visibleLines } from '../../ui/text/visible-text.ts';
import { useWidth } from '../../ui/use-width.ts';
import { unevenRows } from '../../ui/virtual-rows/row-layout.ts';
import { useVirtualRows } from '../../ui/virtual-rows/use-virtual-rows.ts';
import styles from './server-log.module.css';
import { type Follow, useFollow } from './use-follow.ts';

const ROW_PX = 20;
/** A character of the log's type, in px. */
const CHAR_PX = 7.5;
/** What the text's own width is short of the list's: padding, time, source and the gaps. */
const BESIDE_PX = 210;

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly follow: Follow;
  readonly label: string;
}

/** Lines of a log. Only what is in sight is painted; how high a line is is guessed by its length and corrected once it is seen. */
export function LogLines({ lines, follow, label }: LogLinesProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [measured, setMeasured] = useState<ReadonlyMap<LogLine, number>>(new Map());
  const layout = useMemo(
    () => unevenRows(lines.map((line) => measured.get(line) ?? guessedHeight(line.text, width))),
    [lines, measured, width],
  );
  const rows = useVirtualRows(layout);
  const onScroll = useFollow(rows, follow, layout);
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
  }, [lines, first, end, layout, width]);

  return (
    <div ref={frame} className={styles.frame}>
      <div
        className={styles.lines}
        ref={rows.scroller}
        onScroll={onScroll}
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
              <Line key={first + offset} line={line} />
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

function Line({ line }: { readonly line: LogLine }): ReactNode {
  const intl = useIntl();
  const time = intl.formatTime(line.at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const exact = new Date(line.at).toISOString();
  return (
    <div className={styles.line} data-stream={line.stream}>
      <time className={styles.time} dateTime={exact} title={exact}>
        {time}
      </time>
      <span className={styles.source}>{line.stream}</span>
      <span className={styles.text}>{visibleLines(line.text)}</span>
    </div>
  );
}
